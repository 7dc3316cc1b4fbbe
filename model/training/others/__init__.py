"""A second pack, of pictures people made, from packages anybody can fetch. None of them is in the project."""
