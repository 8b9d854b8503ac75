"""Which versions there are, for clients that ask before they log in."""

from flask import jsonify, request

from helion_services.base import policy

VERSION = "v2"
_MEDIA_TYPES = [{"base": "application/json", "type": "application/vnd.eon.v2+json"}]


def add(views):
    """Add the views; they need no token."""

    @views.get("/")
    @policy.public
    @views.doc(responses={200: {"description": "The versions."}})
    def list_versions():
        """Show the versions of EON's interface."""
        version = {
            "id": VERSION,
            "status": "CURRENT",
            "version": "2.0",
            "min_version": "2.0",
            "links": [_link("self", f"/{VERSION}")],
        }
        return jsonify(
            name="eon API",
            description="The cloud on boarder",
            versions=[version],
            default_version=version,
        )

    @views.get(f"/{VERSION}", strict_slashes=False)
    @policy.public
    @views.doc(responses={200: {"description": "The version."}})
    def show_version():
        """Show what is below version 2."""
        return jsonify(
            id=VERSION,
            media_types=_MEDIA_TYPES,
            links=[_link("self", f"/{VERSION}")],
            resource_mgrs=[_link("self", f"/{VERSION}/resource_mgrs/")],
            resources=[_link("self", f"/{VERSION}/resources/")],
        )


def _link(relation, path):
    return {"rel": relation, "href": request.host_url.rstrip("/") + path}
