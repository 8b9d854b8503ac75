"""The JSON of the Sherpa service. Sizes are in bytes."""
