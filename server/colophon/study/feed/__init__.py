"""Feeds that studies serve themselves: the researchers' folder, checked; what participants get of it."""
