"""What leaves the server about decisions, where its operator says so."""
