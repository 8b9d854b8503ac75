"""Plans: changes with their checks, applied only while what they depend on is unchanged."""

from helion_services.nodes.plans.service import apply, create, delete_expired, get

__all__ = ("apply", "create", "delete_expired", "get")
