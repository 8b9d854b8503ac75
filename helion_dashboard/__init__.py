"""A Horizon plugin set to run a bare-metal undercloud."""

__version__ = "0.1.0"
