"""Clients of services, a package each: functions in, frozen dataclasses out.

Every function takes the request of the user, and raises :class:`~.errors.ServiceError` if the
service refuses or fails.
"""
