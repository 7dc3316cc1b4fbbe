"""The pixel detector slot: imports nothing from colophon."""
