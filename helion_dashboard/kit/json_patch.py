"""JSON patches (RFC 6902) of what a form changed."""


def changes(old, new):
    """The patch that turns ``old`` into ``new``.

    :param old: ``{path: value}``; ``None`` or absent for what is not set
    :param new: the same; paths that are not in it stay as they are
    """
    return [
        _change(path, value, path in old and old[path] not in (None, ""))
        for path, value in new.items()
        if _blank(value) != _blank(old.get(path))
    ]


def path(*names):
    """The JSON pointer to a member, names escaped."""
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)


def _change(pointer, value, exists):
    if _blank(value) is None:
        return {"op": "remove", "path": pointer}
    return {"op": "replace" if exists else "add", "path": pointer, "value": value}


def _blank(value):
    return None if value == "" else value
