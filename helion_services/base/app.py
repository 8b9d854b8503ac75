"""The WSGI application of the services."""

import dataclasses

import sqlalchemy as sa
from apiflask import APIBlueprint, APIFlask, Schema
from apiflask.fields import String

from helion_services import __version__
from helion_services.base import (
    audit,
    audit_trail,
    context,
    error_format,
    error_handlers,
    idempotency,
    openapi,
    policy,
    request_body,
)
from helion_services.base.auth import Gate
from helion_services.base.hosts import AllowedHosts
from helion_services.base.keys import KeyRepository

REQUEST_ID = "X-Openstack-Request-Id"
_TITLE = "Helion services"


def wsgi(runtime):
    """The application with keystonemiddleware in front, for a WSGI server."""
    rules = [rule for service in runtime.services for rule in service.policies()]
    refuse = error_format.refusal(runtime.services)
    gate = Gate(create_app(runtime, blueprints(runtime), rules, refuse), runtime.conf, refuse)
    names = runtime.conf.api.allowed_hosts
    return AllowedHosts(gate, names, refuse) if names else gate


def blueprints(runtime):
    """The REST resources of all services of a runtime.

    Each root has all operations and the whole audit trail: one page shows them, whichever service
    it asks.
    """
    return [
        blueprint
        for service in runtime.services
        for blueprint in (service.blueprint(runtime), *common(runtime, service.name, service.root))
    ]


def common(runtime, name, root):
    """The REST resources that every service has below its root."""
    return (
        runtime.operations.blueprint(name, root),
        audit_trail.blueprint(runtime, name, root),
    )


def create_app(runtime, blueprints, rules=(), refuse=error_format.refuse):
    """The application without keystonemiddleware: it trusts the headers about the user.

    :param blueprints: of the services, with those common to all
    :param rules: the services' policy rules
    :param refuse: makes the answers to requests that fail, see
        :mod:`helion_services.base.error_format`
    """
    app = APIFlask(__name__, title=_TITLE, version=__version__, docs_path=None, static_folder=None)
    app.json.sort_keys = False
    app.config.update(
        MAX_CONTENT_LENGTH=runtime.conf.api.max_body_kib * 1024,
        AUTO_SERVERS=False,
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )
    policy.public(app.view_functions["openapi.spec"])
    for blueprint in (_health(runtime), *blueprints):
        app.register_blueprint(blueprint)
    enforcer = policy.enforcer(runtime.conf, rules)
    policy.check_views(app, enforcer)
    error_handlers.register(app, refuse)
    _add_hooks(app, runtime, enforcer)
    public = {rule.rule for rule in app.url_map.iter_rules() if _is_public(app, rule)}
    app.spec_processor(lambda spec: _document(runtime, openapi.complete(spec, public)))
    return app


def _document(runtime, spec):
    """The document, with the resources of operations, and completed by the services."""
    spec["x-resources"] = [
        {"service": service.name, **dataclasses.asdict(resource)}
        for service in runtime.services
        for resource in service.resources
    ]
    for service in runtime.services:
        service.document(spec)
    return spec


def _add_hooks(app, runtime, enforcer):
    keys = KeyRepository(runtime.conf.secrets.key_repository)

    @app.before_request
    def before():
        request_body.check_address()
        policy.enforce(enforcer)
        request_body.check()
        return idempotency.before(runtime.db, keys)

    @app.after_request
    def after(response):
        idempotency.after(runtime.db, response)
        audit.after(runtime.db, response)
        response.headers[REQUEST_ID] = context.current().request_id
        return response


def _is_public(app, rule):
    return policy.is_public(app.view_functions[rule.endpoint])


class Health(Schema):
    status = String(required=True, metadata={"description": "always ok"})


def _health(runtime):
    blueprint = APIBlueprint("health", __name__)

    @blueprint.get("/healthcheck")
    @policy.public
    @blueprint.output(Health)
    def healthcheck():
        """Whether the service can work: 503 when its database does not answer."""
        with runtime.db.reader() as session:
            session.execute(sa.text("SELECT 1"))
        return {"status": "ok"}

    return blueprint
