from werkzeug.test import EnvironBuilder

from helion_services.base import context

CONFIRMED = {
    "X-Identity-Status": "Confirmed",
    "X-User-Id": "u1",
    "X-User-Name": "Someone",
    "X-Roles": "admin,member",
}


def context_of(**headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return context.of_environ(EnvironBuilder(headers=CONFIRMED | names).get_environ())


def test_of_a_project():
    who = context_of(X_Project_Id="p1", X_Is_Admin_Project="True")
    assert (who.user_id, who.user_name, who.project_id) == ("u1", "Someone", "p1")
    assert who.roles == ("admin", "member")
    assert who.system_scope is None
    assert who.is_admin_project


def test_of_the_system():
    who = context_of(OpenStack_System_Scope="all", X_Is_Admin_Project="False")
    assert who.project_id is None
    assert who.system_scope == "all"
    assert not who.is_admin_project


def test_of_a_domain():
    """keystonemiddleware sets no X-Is-Admin-Project for it, which would mean yes."""
    who = context_of(X_Domain_Id="d1")
    assert (who.domain_id, who.project_id, who.system_scope) == ("d1", None, None)
    assert not who.is_admin_project


def test_nobody_if_the_token_was_not_confirmed():
    who = context_of(X_Identity_Status="Invalid")
    assert who.user_id is None
    assert who.roles == ()


def test_nobody_where_nobody_checked():
    environ = EnvironBuilder(headers=CONFIRMED).get_environ()
    environ[context.PUBLIC] = True
    assert context.of_environ(environ).user_id is None


def test_the_request_id_stays_the_same():
    environ = EnvironBuilder().get_environ()
    assert context.request_id(environ) == context.request_id(environ)
    assert context.request_id(environ).startswith("req-")


def test_a_request_id_of_the_client_is_no_id_of_ours():
    sent = "req-0d2b4f3a-3b6e-4f3c-9d57-1f0a3c1b2d4e"
    who = context_of(X_Openstack_Request_Id=sent)
    assert who.global_request_id == sent
    assert who.request_id != sent
    who = context_of(X_Openstack_Request_Id=f"{sent} and more")
    assert who.global_request_id is None
    assert sent not in who.request_id
