"""Training and honest evaluation of the built-in detector. ``python -m training --help``."""
