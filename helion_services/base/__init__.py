"""What all services share: the WSGI application, access, database, secrets and operations.

It names no service; :mod:`helion_services.base.service` finds them.
"""

from helion_services.base import field_messages

field_messages.install()  # before any schema reads them
