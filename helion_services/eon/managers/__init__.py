"""vCenters: register, update, unregister."""

from helion_services.eon.managers.register import register
from helion_services.eon.managers.unregister import unregister, unregister_many
from helion_services.eon.managers.update import update

__all__ = ("register", "unregister", "unregister_many", "update")
