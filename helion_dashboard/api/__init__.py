"""One module a service: plain functions in, small frozen dataclasses out.

Every function takes the request whose user asks, and raises :class:`~.errors.ServiceError` when
the service does not do what was asked.
"""
