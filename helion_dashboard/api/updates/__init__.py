"""The Sherpa service: sources, the catalogue, local content and publications."""
