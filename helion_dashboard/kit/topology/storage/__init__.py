"""The storage mapping: arrays, CPGs and clusters, back ends and volume types, and their links."""
