"""What a directory has, as Keystone's driver would read it."""

import dataclasses
import itertools
import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 10_000
"""Entries that are counted."""

_SAMPLE = 5
_PAGE = 500
_PAGED = "1.2.840.113556.1.4.319"
_SUBTREE = "SUBTREE"


@dataclasses.dataclass(frozen=True)
class User:
    """A user as Keystone would have it."""

    id: str
    name: str
    mail: str
    enabled: bool
    dn: str


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a subtree has.

    :ivar text: how many entries, as a sentence
    :ivar sample: the first ones, :class:`User` each
    :ivar remarks: sentences about what will not be as expected
    """

    text: str
    sample: tuple = ()
    remarks: tuple = ()


def users(connection, options, until):
    """The :class:`Reading` of the users; ``until`` is a time of :func:`time.monotonic`."""
    ident, name = options["user_id_attribute"], options["user_name_attribute"]
    optional = (options.get(f"user_{each}_attribute") for each in ("mail", "enabled"))
    attributes = sorted({ident, name, *filter(None, optional)})
    entries, counted = _search(connection, options, "user", attributes, until)
    sample = [_user(entry, options) for entry in entries[:_SAMPLE]]
    nameless = sum(not _first(entry, name) for entry in entries)
    text = ngettext("%s user", "%s users", len(entries)) % counted.number
    lacking = ngettext(
        "%(n)d user has no attribute %(name)s: Keystone leaves it out.",
        "%(n)d users have no attribute %(name)s: Keystone leaves them out.",
        nameless,
    ) % {"n": nameless, "name": name}
    none = "" if entries else _("There are no users: check the subtree, object class and filter.")
    return Reading(text, tuple(sample), (none, lacking if nameless else "", *counted.remarks))


def groups(connection, options, until):
    """The :class:`Reading` of the groups."""
    attributes = sorted({options["group_id_attribute"], options["group_name_attribute"]})
    entries, counted = _search(connection, options, "group", attributes, until)
    return Reading(
        ngettext("%s group", "%s groups", len(entries)) % counted.number, (), counted.remarks
    )


@dataclasses.dataclass(frozen=True)
class _Counted:
    number: str
    remarks: tuple


def _search(connection, options, kind, attributes, until):
    """``(entries, _Counted)`` of a subtree; no more than :data:`MOST`."""
    query = (
        f"(&(objectClass={options[f'{kind}_objectclass']})"
        f"{options.get(f'{kind}_filter') or ''}({options[f'{kind}_id_attribute']}=*))"
    )
    base = options.get(f"{kind}_tree_dn") or options["suffix"]
    entries, referrals, cookie, cut = [], 0, None, False
    while len(entries) < MOST:
        cut = _page(connection, base, query, attributes, cookie)
        rows = connection.response or ()
        fresh = [row for row in rows if row["type"] == "searchResEntry"]
        referrals += sum(row["type"] == "searchResRef" for row in rows)
        entries += fresh
        controls = connection.result.get("controls") or {}
        cookie = controls.get(_PAGED, {}).get("value", {}).get("cookie")
        # A server may promise more pages for ever, and send nothing in them.
        if not cookie or cut or not fresh or time.monotonic() > until:
            break
    more = bool(cookie) or cut
    remarks = (
        ngettext(
            "The directory refers to %d other server, which is not followed.",
            "The directory refers to %d other servers, which are not followed.",
            referrals,
        )
        % referrals
        if referrals
        else "",
        _("The directory gives no more than %d entries at a time.") % len(entries) if cut else "",
    )
    number = _("more than %d") % len(entries[:MOST]) if more else str(len(entries))
    return entries[:MOST], _Counted(number, remarks)


def _page(connection, base, query, attributes, cookie):
    """Read a page into ``connection.response``; whether the server's limit ended it."""
    from ldap3.core.exceptions import LDAPSizeLimitExceededResult

    try:
        connection.search(
            base,
            query,
            _SUBTREE,
            attributes=attributes,
            paged_size=_PAGE,
            paged_cookie=cookie,
        )
    except LDAPSizeLimitExceededResult:
        return True
    return False


def _user(entry, options):
    return User(
        _first(entry, options["user_id_attribute"]),
        _first(entry, options["user_name_attribute"]),
        _first(entry, options.get("user_mail_attribute")),
        _enabled(_first(entry, options.get("user_enabled_attribute")), options),
        entry["dn"],
    )


def _enabled(text, options):
    """As Keystone decides it: by a bit that disables, or by TRUE and FALSE."""
    mask = int(options.get("user_enabled_mask") or 0)
    if not options.get("user_enabled_attribute"):
        return True
    text = text or str(options.get("user_enabled_default") or "True")
    if mask:
        return text.lstrip("-").isdecimal() and int(text) & mask != mask
    return text.lower() == "true"


def _first(entry, name):
    """The first value of an attribute, as text."""
    if not name:
        return ""
    rows = {key.lower(): values for key, values in entry["raw_attributes"].items()}
    return next(itertools.chain(rows.get(name.lower(), ()), (b"",))).decode(errors="replace")
