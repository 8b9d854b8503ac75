"""**Storage**: arrays, CPGs, back ends, volume types and Cinder's configuration."""
