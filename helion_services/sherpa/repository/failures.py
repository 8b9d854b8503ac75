"""In what ways a source cannot be read or must not be trusted, each with its name."""

from helion_services.base.messages import Message
from helion_services.sherpa import states


class SourceError(Exception):
    """A source cannot be read, or what it sends is refused.

    :ivar state: the state that the source is in then
    :ivar message: the :class:`~helion_services.base.messages.Message` with the reason
    :ivar field: of a form that it belongs to
    :ivar passing: whether it may be over after a while
    """

    def __init__(self, state, message, field="url", passing=False):
        super().__init__(message.detail)
        self.state = state
        self.message = message
        self.field = field
        self.passing = passing


def unreachable(address):
    """Nothing answers there."""
    message = Message("source-unreachable", "{address} cannot be reached.", address=address)
    return SourceError(states.UNREACHABLE, message, passing=True)


def silent(address):
    """It takes too long."""
    message = Message("source-silent", "{address} answers too slowly.", address=address)
    return SourceError(states.UNREACHABLE, message, passing=True)


def cut_off(address):
    """The connection ended before the file did."""
    message = Message(
        "source-cut-off", "{address} ended the connection before the file ended.", address=address
    )
    return SourceError(states.UNREACHABLE, message, passing=True)


def proxy_failed(proxy):
    """The proxy does not work."""
    message = Message("source-proxy", "The proxy {proxy} cannot be used.", proxy=proxy)
    return SourceError(states.UNREACHABLE, message, "proxy", passing=True)


def no_gpgv():
    """What verifies signatures is not there, or hangs."""
    message = Message(
        "gpgv-missing",
        "The program gpgv, which verifies the signature of the source, cannot be run on the"
        " machine of the service.",
    )
    return SourceError(states.UNREACHABLE, message, "keyring", passing=True)


def disk_full():
    """There is no room for its metadata."""
    message = Message("disk-full", "The disk is full.")
    return SourceError(states.UNREACHABLE, message, passing=True)


def forbidden(host):
    """The address is one that the service may not connect to."""
    message = Message(
        "source-address-forbidden",
        "The service may not connect to {address}. Its option [sherpa] allowed_networks decides"
        " that.",
        address=host,
    )
    return SourceError(states.UNREACHABLE, message)


def certificate_refused(address):
    """Its certificate is not trusted."""
    message = Message(
        "source-certificate",
        "The certificate of {address} is not trusted, or is for another name. Enter the"
        " certificate of its authority.",
        address=address,
    )
    return SourceError(states.CERTIFICATE_REFUSED, message, "ca_pem")


def login_refused(address):
    """It refuses the credentials."""
    message = Message(
        "source-login-refused", "{address} refuses the user name or password.", address=address
    )
    return SourceError(states.LOGIN_REFUSED, message, "password")


def redirected(address):
    """It sends its clients to another host."""
    message = Message(
        "source-redirects",
        "{address} redirects to another host. Enter the address of that host.",
        address=address,
    )
    return SourceError(states.UNREACHABLE, message)


def refused(address, status):
    """It answers with an error."""
    message = Message(
        "source-http-error",
        "{address} answers with HTTP status {status}.",
        address=address,
        status=status,
    )
    return SourceError(states.UNREACHABLE, message, passing=status >= 500 or status == 429)


def untrusted(code, text, /, **params):
    """What it sends is refused."""
    return SourceError(states.UNTRUSTED, Message(code, text, **params), "root")


def expired(role):
    """Its metadata is older than it may be."""
    message = Message(
        "metadata-expired",
        "The metadata “{role}” has expired: the source is not maintained, or somebody hides its"
        " updates.",
        role=role,
    )
    return SourceError(states.EXPIRED, message)
