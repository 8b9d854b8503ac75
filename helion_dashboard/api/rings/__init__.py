"""The Ringos service: rings, devices and storage servers of Swift."""
