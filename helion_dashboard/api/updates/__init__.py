"""The Sherpa service: sources of updates, their catalogue, local content and publications."""
