"""Content that can be trusted: sources, entries, local content, publications."""
