"""A Horizon plugin that runs a bare-metal undercloud."""

__version__ = "0.1.0"
