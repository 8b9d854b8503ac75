"""Values in configuration files that oslo.config reads."""

_BREAKS = "\x85\u2028\u2029"


def option_text(value):
    """A value as a line of a file, so that oslo.config reads the same value back.

    It takes blanks and one pair of quotes away from the ends, and replaces what begins with ``$``.
    Raises ValueError for a value that no line can hold.
    """
    text = str(value)
    # A backslash before a dollar sign is read as the dollar sign alone.
    if "\\$" in text or any(character < " " or character in _BREAKS for character in text):
        raise ValueError("no line can hold it")
    text = text.replace("$", "$$")
    # Quotes also where the text has its own: a pair of them would be taken for ours.
    return f'"{text}"' if text != text.strip() or text[:1] in ('"', "'") else text
