"""The operations of the Ringos service: devices leave the rings, and come into them."""
