"""Checks look at an image or at what its post says and return evidence. They never decide."""
