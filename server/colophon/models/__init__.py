"""Models of the pixel detector on this computer: which there are, which is in use, how others come in."""
