"""The problems of the Sherpa service."""

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid, NotFound, field


def no_source(source_id):
    """The source does not exist."""
    return NotFound(Message("source-not-found", "There is no source {source}.", source=source_id))


def no_entry(entry_id):
    """The entry does not exist."""
    return NotFound(
        Message("entry-not-found", "There is no catalogue entry {entry}.", entry=entry_id)
    )


def no_download(content_id):
    """Nothing of this content is being downloaded, or was begun to."""
    return NotFound(
        Message("download-not-found", "There is no download {content}.", content=content_id)
    )


def no_content(content_id):
    """The content is not here."""
    return NotFound(
        Message("content-not-found", "There is no local content {content}.", content=content_id)
    )


def no_publication(publication_id):
    """The publication does not exist."""
    return NotFound(
        Message(
            "publication-not-found",
            "There is no publication {publication}.",
            publication=publication_id,
        )
    )


def no_template(template_id):
    """The template does not exist."""
    return NotFound(
        Message("template-not-found", "There is no template {template}.", template=template_id)
    )


def other_source(source_id):
    """A field names a source that does not exist."""
    return Invalid({"source_id": [no_source(source_id).message]})


def root_invalid():
    """The trusted root is none."""
    return field(
        "root",
        "root-invalid",
        "Enter the root metadata of a TUF repository: a file root.json that is signed by its own"
        " keys.",
    )


def keyring_invalid():
    """No public keys."""
    return field(
        "keyring",
        "keyring-invalid",
        "Enter OpenPGP public keys in ASCII armour: they begin with BEGIN PGP PUBLIC KEY BLOCK.",
    )


def mirror_plain():
    """Nothing would be verified."""
    return field(
        "url",
        "source-mirror-plain",
        "Without a keyring only HTTPS shows that the images are the publisher's. Enter an address"
        " that begins with https://, or a keyring.",
    )


def vouches_for_nothing(name):
    """A mirror has no trusted root."""
    return field(
        "source_id",
        "source-without-root",
        "The source {source} has no trusted root metadata: it cannot vouch for a file.",
        source=name,
    )


def url_invalid(name):
    """No address of a web server."""
    return field(
        name,
        "url-invalid",
        "Enter an address such as https://updates.example.com/helion/, without user name, query"
        " and fragment.",
    )


def certificate_invalid():
    """No certificates."""
    return field("ca_pem", "certificate-invalid", "Enter a certificate in PEM format.")


def password_missing():
    """A user name without a password."""
    return field("password", "password-missing", "Enter the password of the user.")


def password_plain():
    """A password would be sent without TLS."""
    return field(
        "url",
        "source-password-plain",
        "A user name and password are sent over HTTPS only. Enter an address that begins with"
        " https://.",
    )


def name_taken(name):
    """Another source has this name."""
    return field("name", "source-name-taken", "A source named {name} exists.", name=name)


def source_failed(error):
    """A :class:`~helion_services.sherpa.repository.failures.SourceError` at its field."""
    return Invalid({error.field: [error.message]}, error.message)


def source_disabled(name):
    """The source is not to be read."""
    return Conflict(
        Message("source-disabled", "The source {source} is disabled. Enable it first.", source=name)
    )


def already_local(name, version):
    """The bytes are here already."""
    return Conflict(
        Message(
            "content-local",
            "{name} {version} has already been downloaded.",
            name=name,
            version=version,
        )
    )


def not_offered(name, version):
    """The source lists it no longer."""
    return Conflict(
        Message(
            "entry-withdrawn",
            "The source no longer lists {name} {version}.",
            name=name,
            version=version,
        )
    )


def published(name, version):
    """The content is published."""
    return Conflict(
        Message(
            "content-published",
            "{name} {version} is published. Unpublish it first.",
            name=name,
            version=version,
        )
    )


def content_busy(name, version):
    """An operation works on the content."""
    return Conflict(
        Message(
            "content-busy",
            "An operation works on {name} {version}. Wait until it ends, or cancel it.",
            name=name,
            version=version,
        )
    )


def not_publishable(kind):
    """Nothing publishes this kind of content here."""
    return Conflict(
        Message(
            "content-not-publishable",
            "Without an object store only images and templates can be published, not content of the"
            " kind {kind}.",
            kind=kind,
        )
    )


def file_missing(name, version):
    """The file of the content is not as it was."""
    return Conflict(
        Message(
            "content-file-missing",
            "The local file of {name} {version} is missing or damaged. Delete the content and"
            " download it again.",
            name=name,
            version=version,
        )
    )


def busy(state):
    """The publication is being changed."""
    return Conflict(
        Message(
            "publication-busy", "The publication is in the state {state}. Try again.", state=state
        )
    )


def in_use(count):
    """Servers use the image."""
    return Conflict(
        Message(
            "image-in-use",
            "{count} servers were deployed from this image. To unpublish it all the same, repeat"
            " the request with force.",
            count=count,
        )
    )


def no_such_version(name, version):
    """There is no such version to roll back to."""
    return field(
        "version",
        "version-not-offered",
        "No enabled source lists version {version} of {name}, and it is not available locally.",
        name=name,
        version=version,
    )


def is_current(name, version):
    """This version is the current one."""
    return Conflict(
        Message(
            "version-current",
            "{name} {version} is the current version.",
            name=name,
            version=version,
        )
    )


def no_upload(upload_id):
    """The upload does not exist, or was imported."""
    return NotFound(Message("upload-not-found", "There is no upload {upload}.", upload=upload_id))


def wrong_offset(offset):
    """A piece does not follow the last one."""
    return Conflict(
        Message(
            "upload-offset",
            "The upload continues at byte {offset}.",
            offset=offset,
        ),
        offset=offset,
    )


def not_whole(offset, size):
    """Pieces are missing."""
    return Conflict(
        Message(
            "upload-not-whole",
            "Only {offset} of {size} bytes have been uploaded.",
            offset=offset,
            size=size,
        )
    )


def import_too_large(most):
    """The file is longer than files may be."""
    return Invalid(
        {},
        Message(
            "import-too-large",
            "The file is larger than {most} MiB, the limit of imports.",
            most=most,
        ),
    )


def too_long(size):
    """A piece goes beyond the end."""
    return Conflict(
        Message("upload-too-long", "The upload has {size} bytes, this piece is beyond.", size=size)
    )


def no_room(message):
    """The disk is too full for an upload."""
    return Conflict(message)
