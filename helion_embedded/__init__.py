"""An undercloud of real OpenStack services on loopback, for the demo and the tests."""
