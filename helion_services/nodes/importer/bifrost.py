"""Bifrost's inventory: nodes by name, ``driver_info`` in groups, and ``nics``."""

_SIZES = {"ram": "memory_mb", "disk_size": "local_gb"}


def is_inventory(data):
    """Whether the content of a file is such an inventory."""
    return (
        isinstance(data, dict)
        and bool(data)
        and all(isinstance(node, dict) for node in data.values())
        and any("driver_info" in node and _is_bifrost(node) for node in data.values())
    )


def nodes(data):
    """Its nodes as ``openstack baremetal create`` takes them, in their order."""
    return [_node(name, node) for name, node in data.items()]


def _is_bifrost(node):
    info = node["driver_info"]
    return "nics" in node or (isinstance(info, dict) and isinstance(info.get("power"), dict))


def _node(name, node):
    item = {"name": name} | {key: node[key] for key in node if key not in ("nics", "uuid")}
    item["driver_info"] = _flat(node.get("driver_info"))
    if isinstance(node.get("properties"), dict):
        item["properties"] = {
            _SIZES.get(key, key): value for key, value in node["properties"].items()
        }
    if isinstance(node.get("nics"), list):
        item["ports"] = [_port(nic) for nic in node["nics"]]
    return item


def _flat(info):
    """``driver_info`` without its groups ``power``, ``deploy``, ``management``, ``console``."""
    if not isinstance(info, dict):
        return info
    flat = {}
    for name, value in info.items():
        flat |= value if isinstance(value, dict) else {name: value}
    return flat


def _port(nic):
    if not isinstance(nic, dict):
        return nic
    return {"address" if key == "mac" else key: value for key, value in nic.items()}
