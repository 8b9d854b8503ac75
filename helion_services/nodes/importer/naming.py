"""Names for servers without one."""

from helion_services.nodes.new_node import default_name


def name(drafts):
    """Set a name where there is none; a longer one where the short one is taken."""
    taken = {draft.name for draft in drafts}
    for draft in drafts:
        if draft.name is None and draft.macs:
            short = default_name(draft.role, draft.macs[0])
            draft.name = (
                default_name(draft.role, draft.macs[0], whole=True) if short in taken else short
            )
            taken.add(draft.name)
