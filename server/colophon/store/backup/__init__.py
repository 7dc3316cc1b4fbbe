"""Everything that is remembered, in one file that any of the databases can be filled from again."""
