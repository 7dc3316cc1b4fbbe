"""Every test of the store runs on each database."""

from tests.services.places import place

__all__ = ["place"]
