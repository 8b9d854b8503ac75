"""Compute proxies as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested, String
from apiflask.validators import Length

from helion_services.base.fields import Fact
from helion_services.eon.api.schemas.common import Result


class Proxy(Schema):
    datacenter = String(required=True, validate=Length(max=255))
    port_group = String(required=True, validate=Length(max=255))
    port_group_moid = String(load_default=None, allow_none=True, validate=Length(max=64))
    hostname = String(required=True, validate=Length(max=255))
    dhcp = Boolean(load_default=True)
    address = String(allow_none=True, validate=Length(max=45))
    netmask = String(allow_none=True, validate=Length(max=45))
    gateway = String(allow_none=True, validate=Length(max=45))


class PortGroup(Schema):
    moid = String(allow_none=True)
    name = String()
    switch = String(allow_none=True)


class Choice(Schema):
    datacenter = String()
    port_groups = List(String())
    networks = List(Nested(PortGroup))


class ProxyAnswer(Schema):
    proxy = Nested(Proxy, allow_none=True)
    inherited = Boolean()
    changeable = Boolean()
    reason = String(allow_none=True)
    reason_fact = Nested(Fact, allow_none=True)
    choices = List(Nested(Choice))


class Restored(Result):
    operation = String(allow_none=True)


class RestoredResults(Schema):
    results = List(Nested(Restored))
