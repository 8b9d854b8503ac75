"""Tables that are written by the code they are about: ``.. table-of:: settings``."""

import dataclasses
import inspect
import pathlib
import re

import yaml
from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

ROOT = pathlib.Path(__file__).resolve().parents[3]
POLICY = ROOT / "helion_dashboard" / "policies" / "helion_default.yaml"

KINDS = {
    "new": "known, not yet ready for use",
    "ready": "waits for work",
    "active": "does its work",
    "moving": "changes by itself",
    "held": "waits for a person",
    "failed": "needs a person",
}


def settings():
    """Key, what it is for, its default."""
    from helion_dashboard import config

    docstring = inspect.getdoc(config.Config)
    items = re.findall(r":ivar (\w+): (.*?)(?=\n:ivar|\Z)", docstring, re.DOTALL)
    meanings = {name: " ".join(text.split()) for name, text in items}
    yield "Key", "What it is", "Default"
    for field in dataclasses.fields(config.Config):
        meaning = meanings[field.name]
        # What refers to a module goes nowhere in these pages.
        meaning = re.sub(r":\w+:`([^`]+)`", r"``\1``", meaning)
        yield f"``{field.name.upper()}``", _sentence(meaning), f"``{field.default!r}``"


def rules():
    """Policy rule, what it allows, who may by default."""
    entries = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    yield "Rule", "What it is for", "Default"
    for entry in entries:
        yield f"``{entry['name']}``", entry["description"], f"``{entry['check_str']}``"


def states():
    """Provision state, what Ironic calls it, what it means, what can be done."""
    node_states = _node_states()
    yield "State", "Ironic’s name", "It", "Verbs of Ironic"
    for state in node_states.STATES.values():
        verbs = ", ".join(f"``{verb}``" for verb in state.verbs)
        yield str(state.label), f"``{state.name}``", KINDS[state.kind.value], verbs or "none"


def actions():
    """Action of a menu, what happens, when, policy rule."""
    node_states = _node_states()
    from helion_dashboard.admin.nodes import actions as table

    yield "Action", "What happens", "Possible", "Policy rule"
    for group in table.GROUPS:
        for action in group.actions:
            text = str(action.text) + (" Its name must be typed." if action.destroys else "")
            when = "; ".join(_when(action.needs, node_states)) or "always"
            yield str(action.label), text, _sentence(when) + ".", f"``{action.rule}``"


def planning_rules():
    """Rule of network planning, what it asks for."""
    _set_up()
    from helion_dashboard.kit.topology.planning import rules as table

    yield "What", "Rule"
    for rule in table.RULES:
        yield str(rule.title), str(rule.text)


def service_options():
    """Option of the services' configuration file, what it is, its default."""
    from helion_services.base import config, service

    yield "Option", "What it is", "Default"
    groups = [*config.OURS, ("undercloud", config.CLOUD)]
    groups += [(each.name, each.options) for each in service.installed().values()]
    for group, options in groups:
        for option in options:
            default = option.default
            if isinstance(default, list):
                default = ", ".join(default)
            shown = "none" if default in (None, "", {}) else f"``{default}``"
            yield f"``[{group}] {option.name}``", option.help, shown


def service_rules():
    """Policy rule of the services, the requests it is for, what it allows, who may by default."""
    from helion_services.base import policy, service

    yield "Rule", "Requests", "What it is for", "Default"
    rules = [*policy.OPERATIONS]
    for each in service.installed().values():
        rules += each.policies()
    for rule in rules:
        requests = ", ".join(f"``{each['method']} {each['path']}``" for each in rule.operations)
        yield f"``{rule.name}``", requests, rule.description, f"``{rule.check_str}``"


def network_rules():
    """Where a rule of network properties holds, its message, the profiles."""
    from helion_services.eon import network
    from helion_services.eon.network.rules import RULES

    yield "Where", "What is said", "Profiles"
    for rule in RULES:
        where = ", ".join(f"``{path}``" for path in rule.where)
        profiles = "all" if rule.profiles == network.PROFILES else ", ".join(rule.profiles)
        yield where, re.sub(r"[{](\w+)[}]", r"*\1*", rule.text), profiles


def _when(needs, node_states):
    words = {
        ("maintenance", "set"): "in maintenance",
        ("maintenance", "unset"): "not in maintenance",
        ("protected", "unset"): "unless protected",
        ("instance", "unset"): "without an instance",
        ("instance", "set"): "with an instance",
    }
    for need in needs:
        unless = f", or in {need.unless}" if need.unless else ""
        if need.field == "state":
            labels = [str(node_states.STATES[name].label) for name in need.values]
            yield f"in {', '.join(labels)}{unless}"
        elif need.field == "power":
            yield f"unless the power is {' or '.join(need.values).removeprefix('power ')}"
        elif need.field != "lock":  # so it is with almost every action
            yield words[need.field, need.test] + unless


TABLES = {
    "settings": settings,
    "rules": rules,
    "states": states,
    "actions": actions,
    "planning-rules": planning_rules,
    "service-options": service_options,
    "service-rules": service_rules,
    "network-rules": network_rules,
}


class TableOf(Directive):
    """The directive ``table-of``; its argument is a key of :data:`TABLES`."""

    required_arguments = 1

    def run(self):
        lines = [".. list-table::", "   :header-rows: 1", ""]
        for row in TABLES[self.arguments[0]]():
            lines += [f"   {'*' if not i else ' '} - {cell}" for i, cell in enumerate(row)]
        parent = nodes.Element()
        self.state.nested_parse(StringList(lines, source=__file__), 0, parent)
        return parent.children


def setup(app):
    """Called by Sphinx."""
    app.add_directive("table-of", TableOf)
    return {"parallel_read_safe": True}


def _node_states():
    _set_up()
    from helion_dashboard.api.ironic import states as node_states

    return node_states


def _set_up():
    import django
    from django.conf import settings as django_settings

    if not django_settings.configured:  # labels are translated when they are read
        from openstack_dashboard import defaults

        apps = ["django.contrib.contenttypes", "django.contrib.auth"]
        horizons = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
        django_settings.configure(**{**horizons, "USE_I18N": False, "INSTALLED_APPS": apps})
        django.setup()


def _sentence(text):
    return text[0].upper() + text[1:]
