"""Durations in words, the same as in the browser's module ``durations``."""

from helion_dashboard.kit import texts


def duration(seconds):
    """``42 s``, ``3 min 5 s`` or ``2 h 14 min``."""
    seconds = int(seconds)
    minutes, hours = seconds // 60, seconds // 3600
    name = "hours" if hours else "minutes" if minutes else "seconds"
    values = {"hours": hours, "minutes": minutes % 60, "seconds": seconds % 60}
    return str(texts.TEXTS[name]) % values
