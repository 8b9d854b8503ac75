"""States of arrays, clusters and CPGs, as data."""

CONNECTED = "connected"
UNREACHABLE = "unreachable"
LOGIN_REFUSED = "login-refused"
CERTIFICATE_REFUSED = "certificate-refused"

ARRAY = (CONNECTED, UNREACHABLE, LOGIN_REFUSED, CERTIFICATE_REFUSED)

REGISTERED = "registered"
RESERVED = "reserved"
AVAILABLE = "available"
MISSING = "missing"

CPG = (AVAILABLE, REGISTERED, RESERVED, MISSING)
"""``missing``: registered, but no longer on the array."""

CLUSTER = (*ARRAY, MISSING)
"""``missing``: the management group has no such cluster."""
