"""Backups are made of and restored into each database."""

from tests.services.places import place

__all__ = ["place"]
