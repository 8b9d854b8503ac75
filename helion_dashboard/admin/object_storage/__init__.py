"""**Object storage**: the rings of Swift, its storage servers and their devices."""
