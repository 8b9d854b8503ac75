"""Facts of our own services in words: one table from their codes to sentences.

A service answers with a code and parameters, and with an English sentence for those who have no
table. Each service's package has its part of the table in ``messages.py``; a plug-in adds its own
with :func:`register` when its application is ready.
"""

import string

from django.utils.translation import gettext as _

_LISTED = 5  # names of a longer list, in a sentence
_TABLE = {}


def register(table):
    """Add a table ``{code: template}``.

    A template is a lazy translation with the names of parameters in braces, such as ``{node}``; of
    a list of names ``{nodes}`` is the list in words, and ``{nodes_count}`` its length. A plural is
    an ``ngettext_lazy`` of a parameter's name. A sentence that needs more is a function of the
    parameters, a dictionary.

    Raises :class:`ValueError` if another table has one of the codes already.
    """
    clash = sorted(code for code in table if _TABLE.get(code, table[code]) is not table[code])
    if clash:
        raise ValueError(f"Sentences are registered already for: {', '.join(clash)}")
    _TABLE.update(table)


def sentence(code, params=None, detail=""):
    """The sentence of a fact, in the user's language.

    :param code: the code of a message
    :param params: its parameters, a dictionary of JSON
    :param detail: the service's own sentence, for a code or parameters that the table lacks
    """
    try:
        return _sentence(code, params)
    except (LookupError, TypeError, ValueError, AttributeError):
        return str(detail or "")


def flat(body, name="detail"):
    """The sentence of a dictionary that is a message: ``code`` and ``params`` beside ``name``."""
    return sentence(body.get("code"), body.get("params"), body.get(name))


def twin(body, name):
    """The sentence that is a property of a thing, whose fact is its twin ``<name>_fact``."""
    fact = body.get(f"{name}_fact")
    return flat({**fact, "detail": body.get(name)}) if fact else body.get(name) or ""


def twins(details, facts):
    """The sentences of a list; ``facts`` has the same in the same order, or is ``None``."""
    details, facts = list(details or ()), list(facts or ())
    facts += [None] * (len(details) - len(facts))
    return [
        flat({**(fact or {}), "detail": detail})
        for fact, detail in zip(facts, details, strict=False)
    ]


def codes():
    """All codes that have a sentence."""
    return frozenset(_TABLE)


def placeholders(code):
    """Names of the parameters that the sentence of this code holds; ``None`` for a function."""
    template = _TABLE[code]
    if not hasattr(template, "format"):
        return None
    plural = getattr(template, "_translate", None)
    texts = [plural(1), plural(2)] if plural else [str(template)]
    return {name for text in texts for _text, name, _spec, _conv in _parse(text) if name}


def listing(names):
    """``a, b and c``; of more than six the rest is counted: ``a, b, c, d, e and 4 more``."""
    names = [str(name) for name in names]
    if len(names) > _LISTED + 1:
        rest = _("%d more") % (len(names) - _LISTED)
        names = [*names[:_LISTED], rest]
    *most, last = names or [""]
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _parse(text):
    return string.Formatter().parse(text)


def _sentence(code, params):
    template, params = _TABLE[code], dict(params or {})
    if not hasattr(template, "format"):
        return str(template(params))
    counts = {
        f"{name}_count": len(value) for name, value in params.items() if isinstance(value, list)
    }
    return template.format(**counts, **{name: _in_words(value) for name, value in params.items()})


def _in_words(value):
    if isinstance(value, dict):
        return _sentence(value["code"], value.get("params"))
    if not isinstance(value, list):
        return value
    if any(isinstance(item, dict) for item in value):
        return " ".join(str(_in_words(item)) for item in value)
    return listing(value)
