"""One module a service: plain functions in, small frozen dataclasses out.

Every function takes the request of the user, and raises :class:`~.errors.ServiceError` if the
service refuses or fails.
"""
