"""Servers of simulated devices, with certificates of authorities of their own."""

import ssl

from werkzeug.serving import make_server

from helion_embedded.simulators.vcenter.authority import Authority


def server(application, address, port, folder, issuer, names):
    """A server of werkzeug's for ``application``, which listens already; to be run and shut.

    :param folder: where its certificate for ``names`` is, and ``ca.pem`` with the authority; both
        are made if they are not there
    :param issuer: name of the authority
    """
    authority = Authority(folder, issuer)
    authority.ensure(names)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority.certificate, authority.key)
    web = make_server(address, port, application, threaded=True)
    web.ssl_context = context
    # A client that connects and says nothing holds up its own thread, not all others.
    web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    return web
