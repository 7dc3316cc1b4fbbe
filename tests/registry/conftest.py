"""What needs a store runs on each database."""

from tests.services.places import place

__all__ = ["place"]
