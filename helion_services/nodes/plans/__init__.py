"""Plans: what would be done, checked before it is done, and done only if it still holds."""

from helion_services.nodes.plans.service import apply, create, get

__all__ = ("apply", "create", "get")
