"""Enabling hosts for virtual machines that are moved back to them."""

from helion_services.base.overcloud import services
from helion_services.base.overcloud.disable import reason
from helion_services.base.overcloud.patience import patiently

_NOTE = "reopened services"


def reopen(work, nova, hosts):
    """Let the scheduler use those of ``hosts`` that are up; returns these.

    Those that somebody else disabled are remembered, for :func:`close`.
    """
    return patiently(work, lambda: _reopen(work, nova, hosts))


def close(work, nova):
    """Disable again what was disabled before the operation, for the reason it had."""
    reasons = work.recall(_NOTE) or {}

    def disable():
        for service in services.services(nova):
            if service.id in reasons and service.enabled:
                services.disable(nova, service, reasons[service.id])

    if reasons:
        patiently(work, disable)


def _reopen(work, nova, hosts):
    up = [one for one in services.services(nova) if one.host in hosts and one.up]
    for service in up:
        if service.enabled:
            continue
        if service.reason != reason(work):
            reasons = work.recall(_NOTE) or {}
            work.note(_NOTE, {**reasons, service.id: service.reason or "disabled"})
        services.enable(nova, service)
    return {service.host for service in up}
