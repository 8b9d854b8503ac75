"""The REST services behind the panels, and what they share."""

import importlib.metadata

__version__ = importlib.metadata.version("helion-dashboard")
