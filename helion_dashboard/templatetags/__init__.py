"""Template tags of the kit and of the panels."""
