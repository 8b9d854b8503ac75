"""oslo.config files from plain data."""

from helion_embedded.state import write_private


def render(sections):
    """The text of a configuration file.

    ``sections`` maps a section to a dict of options. Values: ``True``/``False`` are written in
    lower case, a list or tuple as comma-separated text, a dict as ``key:value`` pairs, anything
    else as ``str``. An option whose value is None is left out: oslo.config has no null.
    """
    lines = []
    for section, options in sections.items():
        lines.append(f"[{section}]")
        lines += [
            f"{option} = {_text(value)}".rstrip()
            for option, value in options.items()
            if value is not None
        ]
        lines.append("")
    return "\n".join(lines)


def write(path, sections):
    """Write :func:`render` to ``path``, readable by its owner only (it holds passwords)."""
    write_private(path, render(sections))


def _text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return ",".join(f"{key}:{_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ",".join(_text(item) for item in value)
    return str(value)
