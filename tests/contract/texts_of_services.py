"""Errors of other services, and what is to be read of them: in services and in the dashboard."""

UNPARSED = "Unrecognized schema in response body."
NODE = "1be26c0b-03f2-4d2e-ae87-c02d7f33c123"
ANY = [
    (f"{UNPARSED} (HTTP 409) (Request-ID: req-a22f-1)", ""),
    ("Not Found (HTTP 404)", "Not Found."),
    (
        "Unable to establish connection to http://127.0.0.1:30109/v1/nodes/ad6b:"
        " HTTPConnectionPool(host='127.0.0.1', port=30109): Max retries exceeded with url:"
        " /v1/nodes/ad6b (Caused by NewConnectionError('<urllib3.connection.HTTPConnection"
        " object at 0x7f01>: Failed to establish a new connection: [Errno 111] Connection"
        " refused'))",
        "127.0.0.1 port 30109 cannot be reached: Connection refused.",
    ),
    (
        "Redfish exception occurred. Error: HTTPSConnectionPool(host='192.0.2.1', port=443):"
        " Max retries exceeded with url: /redfish/v1/ (Caused by ConnectTimeoutError("
        "<urllib3.connection.HTTPSConnection object at 0x7f>, 'Connection timed out'))",
        "Redfish exception occurred. Error: 192.0.2.1 port 443 does not answer.",
    ),
    (
        "resources[0].Port: Connection to neutron failed: HTTPConn",
        "resources[0].Port: Neutron cannot be reached.",
    ),
    ("See http://bmc.example:8000/redfish/v1/Systems/1 for it", "See bmc.example:8000 for it."),
    (None, ""),
]
"""``(text, sentence)``"""
OF_A_NODE = [
    (
        "Node 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 failed step {'step':"
        " 'erase_devices_metadata', 'priority': 10, 'interface': 'deploy', 'argsinfo': {},"
        " 'abortable': True}: Erasing disks failed: drive 2 does not answer",
        "Step erase_devices_metadata failed: Erasing disks failed: drive 2 does not answer.",
    ),
    (
        "Agent returned error for clean step {'step': 'burnin'} on node"
        " 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 : too hot.",
        "Agent returned error for clean step burnin: too hot.",
    ),
    ("Failed to inspect: no disk", "Failed to inspect: no disk."),
    (
        f"Failed to connect to the agent running on node {NODE} for invoking command"
        " image.install_bootloader. Error: HTTPSConnectionPool(host='192.0.2.9', port=9999): Max"
        " retries exceeded with url: /v1/commands/ (Caused by NewConnectionError('<urllib3."
        "connection.HTTPSConnection object at 0x7f01>: Failed to establish a new connection:"
        " [Errno 113] No route to host'))",
        "Failed to connect to the agent running for invoking command image.install_bootloader."
        " Error: 192.0.2.9 port 9999 cannot be reached: No route to host.",
    ),
]
"""``(text, sentence)`` of :data:`NODE`"""
