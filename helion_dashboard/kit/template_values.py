"""Values of a template's parameters as text."""

import json

SECRET = "••••••••"  # noqa: S105 - what stands for one


def shown(content):
    """A value as text: JSON for structures, commas between the items of a list."""
    if content is None:
        return ""
    if isinstance(content, list) and all(isinstance(item, (str, int, float)) for item in content):
        return ", ".join(str(item) for item in content)
    if isinstance(content, (dict, list)):
        return json.dumps(content)
    return str(content)


def of(parameter):
    """The value of a parameter as text; stars for a secret."""
    return SECRET if parameter.hidden else shown(parameter.value)
