"""The parameters of a deployment: checked against the template, by Heat and by what they name."""

import dataclasses
import ipaddress
import re

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid
from helion_services.nodes import stack, undercloud
from helion_services.nodes.plans import template_references
from helion_services.nodes.plans.password_hash import password_hash
from helion_services.nodes.stack import form

INTERNAL = ("removal", "placement", "images")
"""Purposes of parameters that the service writes itself."""

_PARAMETER = re.compile(r"[Pp]arameter:? '?(\w+)'?|The Parameter \(?(\w+)\)?")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label of a host name is no number: that would be an address that lacks a part.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}\Z")


@dataclasses.dataclass(frozen=True)
class Values:
    """Parameters that are fit to deploy.

    :ivar public: those of the request, by name, without the hidden ones
    :ivar hidden: the hidden ones, passwords of the overcloud's Keystone as their hashes
    :ivar counts: how many servers each role gets, by its name
    :ivar shown: ``{"name", "label", "value", "hidden"}`` of all that matter, for a plan
    """

    public: dict
    hidden: dict = dataclasses.field(repr=False)
    counts: dict
    shown: tuple


def read(clouds, rolemap, parameters):
    """The :class:`Values` of ``parameters``; raises :class:`Invalid` for wrong and missing ones."""
    heat = undercloud.heat(clouds)
    with undercloud.answering("orchestration"):
        template = {parameter.name: parameter for parameter in stack.parameters(heat, rolemap)}
    values = _validated(template, parameters)
    _let_heat_validate(heat, rolemap, values)
    counts = {
        role.name: int(values.get(role.count, template[role.count].default))
        for role in rolemap.roles
    }
    idle = [role for role in rolemap.roles if not counts[role.name]]
    unused = template_references.unused(rolemap, idle)
    faults = template_references.faults(clouds, template, values, unused)
    if faults:
        raise Invalid({f"parameters.{name}": messages for name, messages in faults.items()})
    hidden = {
        name: password_hash(str(value)) if template[name].hashed else value
        for name, value in values.items()
        if template[name].hidden
    }
    return Values(
        public={name: value for name, value in values.items() if name not in hidden},
        hidden=hidden,
        counts=counts,
        shown=tuple(
            _shown(parameter, values)
            for parameter in template.values()
            if parameter.purpose not in INTERNAL and parameter.name not in unused
        ),
    )


def _shown(parameter, values):
    value = values.get(parameter.name, parameter.default)
    return {
        "name": parameter.name,
        "label": parameter.label,
        "value": None if parameter.hidden else value,
        "hidden": parameter.hidden,
    }


def _validated(template, parameters):
    """The values that are not empty; raises :class:`Invalid` for wrong and missing ones."""
    faults, values = {}, {}
    for name, value in parameters.items():
        parameter = template.get(name)
        if parameter is None or parameter.purpose in INTERNAL:
            faults[f"parameters.{name}"] = [
                Message("template-parameter-unknown", "The template has no such parameter.")
            ]
        elif value not in ("", None):
            values[name] = value
    for name, parameter in template.items():
        messages = _faults(parameter, values)
        if messages:
            faults[f"parameters.{name}"] = messages
    if faults:
        raise Invalid(faults)
    return values


def _faults(parameter, values):
    """A :class:`Message` for each fault of a parameter's value that Heat would not find."""
    if parameter.name not in values:
        if parameter.default is not None:
            return []
        return [Message("template-parameter-required", "This parameter is required.")]
    value = values[parameter.name]
    if parameter.purpose == "count":
        return _count_faults(value, parameter.constraints.get("max"))
    return _item_faults(value, parameter.constraints.get("items"))


def _count_faults(value, maximum):
    try:
        count = int(value)
    except (TypeError, ValueError, OverflowError):
        return [Message("not-a-number", "Enter a number.")]
    if count < 0:
        return [Message("number-negative", "Enter 0 or a larger number.")]
    if maximum is not None and count > maximum:
        return [Message("number-too-large", "Enter at most {maximum}.", maximum=maximum)]
    return []


def _item_faults(value, kind):
    """What is wrong with the items of a list of hosts or addresses."""
    if kind is None:
        return []
    items = value if isinstance(value, list) else str(value).split(",")
    items = [str(item).strip() for item in items]
    wrong = [item for item in items if item and not _is_address(item)]
    if kind == form.HOST:
        wrong = [item for item in wrong if not _HOST.match(item)]
        message = Message(
            "items-not-hosts", "Neither a host name nor an IP address: {items}.", items=wrong
        )
    else:
        message = Message("items-not-addresses", "Not an IP address: {items}.", items=wrong)
    return [message] if wrong else []


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _let_heat_validate(heat, rolemap, values):
    """Let Heat check the values against the template's constraints."""
    template = rolemap.template()
    body = {"template": template.text, "files": template.files, "parameters": values}
    try:
        heat.post("/validate", json=body, log=False)  # it has passwords
    except keystoneauth.BadRequest as exc:
        text = exc.message.removeprefix("ERROR: ").strip()
        match = _PARAMETER.search(text)
        name = next(filter(None, match.groups()), None) if match else None
        field = f"parameters.{name}" if name else "parameters"
        raise Invalid({field: [Message("heat-refuses", "{reason}", reason=text)]}) from exc
