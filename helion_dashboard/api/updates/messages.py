"""Sentences of the Sherpa service."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "check-content": _("Check the local file"),
    "check-disk-space": _("Check the disk space"),
    "compare-hash": _("Compare Glance's hash"),
    "content-busy": _("An operation works on {name} {version}. Wait until it ends, or cancel it."),
    "content-corrupt": _("The file is not the one in the signed metadata: its hash differs."),
    "content-endless": _("The file is longer than the signed metadata says: at most {size} bytes."),
    "content-file-missing": _(
        "The local file of {name} {version} is missing or damaged. Delete the content and"
        " download it again."
    ),
    "content-local": _("{name} {version} has already been downloaded."),
    "content-not-found": _("There is no local content {content}."),
    "content-not-publishable": _(
        "Without an object store only images and templates can be published, not content of the"
        " kind {kind}."
    ),
    "content-published": _("{name} {version} is published. Unpublish it first."),
    "create-image": _("Create a hidden image"),
    "csu-empty": _("The file must have between 1 and {most} files that its metadata lists."),
    "csu-invalid": _("The file is not a CSU file, or is damaged."),
    "csu-not-plain": _(
        "The file has an entry that is not a plain file: {name}. Links, sparse files and"
        " extended headers are refused."
    ),
    "csu-path-refused": _("The file has an entry with a path that is refused: {name}."),
    "csu-target-refused": _("The file lists {name} without a hash."),
    "csu-too-many-files": _("The file has more than {most} entries."),
    "csu-truncated": _("The file ends too early: it is not whole."),
    "disk-full": _("The disk is full."),
    "disk-space": _(
        "The disk has {free} MiB free. {needed} MiB are needed, and {reserve} MiB stay free."
    ),
    "download-entry": _("Download {name}"),
    "download-not-found": _("There is no download {content}."),
    "download-progress": _("{done} of {total} MiB, {speed} KiB/s, {seconds} s left"),
    "download-queued": _("Waiting for other downloads"),
    "download-too-long": _("The download did not end within {hours} hours."),
    "download-waits": _("{reason} The download continues as soon as that is over."),
    "entry-not-found": _("There is no catalogue entry {entry}."),
    "entry-withdrawn": _("The source no longer lists {name} {version}."),
    "fetch-content": _("Fetch {name}"),
    "forget-publication": _("Forget the publication"),
    "image-hash-differs": _(
        "Glance does not have the file that was sent: the hash of image {image} differs."
    ),
    "image-in-use": ngettext_lazy(
        "{count} server was deployed from this image. To unpublish it all the same, repeat"
        " the request with force.",
        "{count} servers were deployed from this image. To unpublish it all the same, repeat"
        " the request with force.",
        "count",
    ),
    "import-file": _("Import {name}"),
    "import-too-large": _("The file is larger than {most} MiB, the limit of imports."),
    "keep-content": _("Keep the verified file"),
    "key-revoked": _("The metadata “{role}” is signed by a key that was revoked."),
    "key-unknown": _("The metadata “{role}” is signed by a key that is not trusted."),
    "metadata-corrupt": _(
        "The metadata “{role}” was changed: its hash is not that in the signed metadata."
    ),
    "metadata-endless": _(
        "The metadata “{role}” is longer than it may be: the source sends data without end."
    ),
    "metadata-expired": _(
        "The metadata “{role}” has expired: the source is not maintained, or somebody hides"
        " its updates."
    ),
    "metadata-mixed": _(
        "The source mixes metadata of different states: version {version} of “{role}” does"
        " not belong to the rest."
    ),
    "metadata-rolled-back": _(
        "The source offers older metadata than before: version {version} of “{role}”."
        " Somebody may hide updates."
    ),
    "metadata-signature": _(
        "The metadata “{role}” was changed: a signature is not valid, or too few keys signed it."
    ),
    "metadata-unreadable": _(
        "The metadata “{role}” cannot be read: the source is not a TUF repository, or is damaged."
    ),
    "object-differs": _(
        "The object store does not have the file that was sent: the ETag of {path} differs."
    ),
    "object-exists": _("The object store has another object at {path}."),
    "object-missing": _("The object store no longer has the object {path}."),
    "password-missing": _("Enter the password of the user."),
    "publication-busy": _("The publication is in the state {state}. Try again."),
    "publication-not-found": _("There is no publication {publication}."),
    "publish-content": _("Publish {name}"),
    "remove-published": _("Delete what was published"),
    "roll-back-content": _("Roll {name} back to {version}"),
    "root-invalid": _(
        "Enter the root metadata of a TUF repository: a file root.json that is signed by its"
        " own keys."
    ),
    "root-not-trusted": _(
        "The source offers new root metadata that the trusted keys did not sign."
    ),
    "show-publication": _("Make {version} the current version"),
    "source-address-forbidden": _(
        "The service may not connect to {address}. Its option [sherpa] allowed_networks"
        " decides that."
    ),
    "source-certificate": _(
        "The certificate of {address} is not trusted, or is for another name. Enter the"
        " certificate of its authority."
    ),
    "source-cut-off": _("{address} ended the connection before the file ended."),
    "source-disabled": _("The source {source} is disabled. Enable it first."),
    "source-http-error": _("{address} answers with HTTP status {status}."),
    "source-login-refused": _("{address} refuses the user name or password."),
    "source-mirror-plain": _(
        "Without a keyring only HTTPS shows that the images are the publisher's. Enter an address"
        " that begins with https://, or a keyring."
    ),
    "source-name-taken": _("A source named {name} exists."),
    "source-not-found": _("There is no source {source}."),
    "source-password-plain": _(
        "A user name and password are sent over HTTPS only. Enter an address that begins with"
        " https://."
    ),
    "source-proxy": _("The proxy {proxy} cannot be used."),
    "source-redirects": _("{address} redirects to another host. Enter the address of that host."),
    "source-silent": _("{address} answers too slowly."),
    "source-unreachable": _("{address} cannot be reached."),
    "source-without-root": _(
        "The source {source} has no trusted root metadata: it cannot vouch for a file."
    ),
    "gpgv-missing": _(
        "The program gpgv, which verifies the signature of the source, cannot be run on the"
        " machine of the service."
    ),
    "keyring-invalid": _(
        "Enter OpenPGP public keys in ASCII armour: they begin with BEGIN PGP PUBLIC KEY BLOCK."
    ),
    "stream-endless": _("The index “{path}” is longer than {most} MiB."),
    "stream-path-refused": _("The index names a path outside of the source: {path}."),
    "stream-signature": _(
        "The index “{path}” is not signed by a key of the keyring, or was changed."
    ),
    "stream-unreadable": _(
        "The index “{path}” cannot be read: the source is not a simplestreams mirror, or is"
        " damaged."
    ),
    "store-object": _("Store the object"),
    "store-template": _("Store the template"),
    "template-exists": _("Another template has the name {name} and the version {version}."),
    "template-invalid": _(
        "The file is not a Heat template: UTF-8 text in YAML with heat_template_version, of"
        " at most 1 MiB."
    ),
    "template-not-found": _("There is no template {template}."),
    "unpack-import": _("Unpack and check the files"),
    "unpublish-content": _("Unpublish {name}"),
    "upload-image": _("Upload the file to Glance"),
    "upload-not-found": _("There is no upload {upload}."),
    "upload-not-whole": _("Only {offset} of {size} bytes have been uploaded."),
    "upload-offset": _("The upload continues at byte {offset}."),
    "upload-progress": _("{done} of {total} MiB"),
    "upload-too-long": _("The upload has {size} bytes, this piece is beyond."),
    "url-invalid": _(
        "Enter an address such as https://updates.example.com/helion/, without user name,"
        " query and fragment."
    ),
    "verify-import": _("Verify the signatures"),
    "version-current": _("{name} {version} is the current version."),
    "version-not-offered": _(
        "No enabled source lists version {version} of {name}, and it is not available locally."
    ),
}

messages.register(MESSAGES)
