"""What all services share: the WSGI application, access, database, secrets and operations.

It knows no service by name; :mod:`helion_services.base.service` finds them.
"""
