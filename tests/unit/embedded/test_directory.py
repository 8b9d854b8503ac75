"""The LDAP directory of the embedded undercloud: a real slapd, where it is installed."""

import pathlib

import ldap3
import pytest
import yaml

from helion_embedded import openstack, slapd
from helion_embedded.openstack.directory import Directory, watch


@pytest.mark.skipif(not slapd.PROGRAM.exists(), reason="slapd is not installed")
def test_its_users_are_there_for_as_long_as_it_runs(make_instance):
    instance, directory = make_instance(("directory",)), Directory()
    directory.write_configuration(instance)
    login = yaml.safe_load(instance.state.directory.read_text())
    running, statuses = directory.server(instance), []
    application = watch(running)
    application({}, lambda status, _headers: statuses.append(status))
    server = ldap3.Server(login["url"], get_info=ldap3.NONE)
    with ldap3.Connection(server, login["user"], login["password"], auto_bind=True) as connection:
        connection.search(login["user_tree_dn"], "(uid=user0)")
        assert len(connection.entries) == 1
    running.close()
    application({}, lambda status, _headers: statuses.append(status))
    assert [status[:3] for status in statuses] == ["200", "503"]


def test_without_it_the_demo_starts_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr(slapd, "PROGRAM", pathlib.Path("/nowhere"))
    names, notes = openstack.possible(("keystone", "directory"))
    assert names == ("keystone",)
    assert "slapd" in notes[0]
