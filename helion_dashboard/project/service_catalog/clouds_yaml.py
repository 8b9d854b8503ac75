"""A ``clouds.yaml`` for the user and project of the session, without any secret.

Source: https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
"""

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _

from helion_dashboard.api import catalog

FILE_NAME = "clouds.yaml"


def write(request):
    """The file's text."""
    cloud = slugify(request.user.project_name or "") or "openstack"
    lines = _comment(cloud, request.user)
    settings = yaml.safe_dump(
        {"clouds": {cloud: _settings(request)}}, sort_keys=False, allow_unicode=True
    )
    return "".join(f"# {line}".rstrip() + "\n" for line in lines) + settings


def _settings(request):
    user = request.user
    auth = {
        "auth_url": catalog.identity_url(request),
        "username": user.username,
        **_domain("user", user.user_domain_id, user.user_domain_name),
        "project_name": user.project_name,
        **_project_domain(user),
    }
    return {
        "auth": auth,
        **({"region_name": user.services_region} if user.services_region else {}),
        "interface": "public",
        "identity_api_version": 3,
    }


def _domain(of, domain_id, name):
    return {f"{of}_domain_name": name} if name else {f"{of}_domain_id": domain_id}


def _project_domain(user):
    # The session knows the id of the project's domain only; its name when it is the user's own.
    domain_id = user.token.project.get("domain_id") or user.user_domain_id
    name = user.user_domain_name if domain_id == user.user_domain_id else None
    return _domain("project", domain_id, name)


def _comment(cloud, user):
    lines = [
        _("How the tools of OpenStack reach this cloud. There is no password in this file."),
        _("Save it as ~/.config/openstack/clouds.yaml, or beside your work, and give the password"),
        _("in one of these ways:"),
        "",
        _("* The command line asks for it:"),
        f"    openstack --os-cloud {cloud} token issue",
        _("* A file secure.yaml next to this one, readable by you alone (chmod 600), holds it:"),
        "    clouds:",
        f"      {cloud}:",
        "        auth:",
        "          password: ...",
    ]
    if user.is_federated:
        lines += [
            "",
            _("You signed in through another identity provider, so you may have no password here:"),
            _("make an application credential under Identity and use that instead."),
        ]
    # A translation may have line breaks, and each line must stay a comment.
    return [*(part for line in lines for part in line.splitlines() or [""]), ""]
