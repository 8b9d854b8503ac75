"""What two servers of one file cannot both have."""

from helion_services.nodes.new_node import controller


def find(drafts, report):
    """Report MAC addresses, management addresses and names that are used twice."""
    rows = {}
    for draft in drafts:
        row = draft.entry.row
        for what, shown, key, field in _keys(draft):
            if (what, key) in rows:
                report.error(row, field, _sentence(rows[what, key], row, what, shown))
            else:
                rows[what, key] = row


def _sentence(first, row, what, shown):
    if first == row:
        return f"Row {row} has the {what} {shown} twice. Remove one of them."
    return (
        f"Rows {first} and {row} have the same {what}, {shown}. Correct one of them, or remove it"
        " if both are the same server."
    )


def _keys(draft):
    """``(what it is, how to show it, what must be unique, the field that says it)``."""
    label = draft.entry.label
    create = draft.entry.create
    for mac in draft.macs:
        yield "MAC address", mac, mac, "ports" if create else label("mac_address")
    found = controller(draft.driver_info)
    if found:
        key, unique = found
        field = f"driver_info.{key}" if create else label("ip_address")
        yield "management address", draft.driver_info[key], unique, field
    if draft.name:
        yield "name", draft.name, draft.name, label("name")
