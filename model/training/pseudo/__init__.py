"""Learned pseudo-fakes: photos put through small decoders of the kinds that picture generators end in."""
