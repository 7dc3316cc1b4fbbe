"""Image bytes: what type they are, pixels within limits, and hashes."""
