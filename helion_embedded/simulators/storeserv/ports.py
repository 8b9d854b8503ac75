"""The ports of an array, as ``GET /ports`` has them."""

FC, ISCSI = 1, 2
_TARGET, _READY = 2, 4
_HOST_TYPE, _ISCSI_TYPE = 1, 8


def fc(serial):
    """Two FC ports, one a controller node."""
    return [
        {
            "portPos": {"node": node, "slot": 1, "cardPort": 1},
            "mode": _TARGET,
            "linkState": _READY,
            "nodeWWN": f"2FF70002AC{_hexadecimal(serial)}",
            "portWWN": f"2{node}110002AC{_hexadecimal(serial)}",
            "type": _HOST_TYPE,
            "protocol": FC,
            "partnerPos": {"node": 1 - node, "slot": 1, "cardPort": 1},
            "failoverState": 1,
        }
        for node in (0, 1)
    ]


def iscsi(serial, addresses):
    """An iSCSI port for each of ``addresses``, on the controller nodes in turn."""
    digits = _hexadecimal(serial)
    return [
        {
            "portPos": {"node": number % 2, "slot": 2, "cardPort": 1 + number // 2},
            "mode": _TARGET,
            "linkState": _READY,
            "HWAddr": f"2C27D7{number:02X}{digits[-4:]}",
            "type": _ISCSI_TYPE,
            "protocol": ISCSI,
            "iSCSIName": f"iqn.2000-05.com.3pardata:2{number}210002ac{digits.lower()}",
            "IPAddr": address,
            "iSCSIPortInfo": {
                "IPAddr": address,
                "netmask": "255.255.255.0",
                "gateway": "0.0.0.0",  # noqa: S104 - none
                "mtu": 1500,
                "vlan": 0,
                "TPGT": 21 + number,
            },
        }
        for number, address in enumerate(addresses)
    ]


def _hexadecimal(serial):
    """Six digits that belong to a serial number."""
    return f"{int(serial, 36) % 0x1000000:06X}"
