"""Schema changes, in order. Run at start by `colophon.store.database`."""
