"""What all services share: the WSGI application, access, database, secrets and operations.

It names no service; :mod:`helion_services.base.service` finds them.
"""
