"""Following another server: its signed stream of decisions, or a list of hashes, kept up to date here."""
