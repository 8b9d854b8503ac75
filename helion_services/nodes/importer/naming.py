"""Names for servers without one."""

from helion_services.base.messages import Message
from helion_services.nodes.new_node import default_name


def name(drafts, report):
    """Set a name where there is none; a longer one where the short one is taken."""
    taken = {draft.name for draft in drafts}
    for draft in drafts:
        if draft.name is None and draft.macs:
            short = default_name(draft.role, draft.macs[0])
            draft.name = (
                default_name(draft.role, draft.macs[0], whole=True) if short in taken else short
            )
            taken.add(draft.name)
        elif draft.name is None and not report.has_errors(draft.entry.row):
            message = Message(
                "value-name-missing",
                "Write a name: without a MAC address none can be made from it.",
            )
            report.error(draft.entry.row, draft.entry.label("name"), message)
