"""The key manager's part is played by castellan's interface, with the signatures it has."""

from unittest import mock

import pytest
from castellan.common import exception, utils
from castellan.common.credentials.token import Token
from castellan.key_manager import key_manager

from helion_services.base import problems, secrets
from helion_services.base.keys import KeysError

VALUE = {"password": "correct horse"}


@pytest.fixture
def manager():
    return mock.create_autospec(key_manager.KeyManager, instance=True)


@pytest.fixture
def store(conf, manager):
    conf.register_opts(utils.credential_opts, group=utils.OPT_GROUP)
    conf.set_override("auth_type", "token", group="key_manager")
    conf.set_override("token", "t0", group="key_manager")
    conf.set_override("backend", "castellan", group="secrets")
    with mock.patch("castellan.key_manager.API", autospec=True, return_value=manager) as factory:
        yield secrets.create(conf, db=None)
    factory.assert_called_once_with(conf)


def test_there_and_back(store, manager):
    manager.store.return_value = "id-1"
    assert store.put(VALUE, session=object()) == "id-1"
    context, sealed = manager.store.call_args.args
    assert isinstance(context, Token)
    assert context.token == "t0"
    manager.get.return_value = sealed
    assert store.get("id-1") == VALUE
    assert manager.get.call_args.args[1] == "id-1"


def test_deleting(store, manager):
    store.delete("id-1")
    assert manager.delete.call_args.args[1] == "id-1"
    manager.delete.side_effect = exception.ManagedObjectNotFoundError(uuid="id-1")
    store.delete("id-1")


def test_a_missing_secret(store, manager):
    manager.get.side_effect = exception.ManagedObjectNotFoundError(uuid="id-1")
    with pytest.raises(problems.NotFound, match="id-1"):
        store.get("id-1")


def test_a_key_manager_that_does_not_respond(store, manager):
    manager.store.side_effect = exception.KeyManagerError(reason="down")
    with pytest.raises(problems.Unavailable, match="down") as raised:
        store.put(VALUE)
    assert "correct horse" not in str(raised.value)


def test_the_key_manager_rotates_its_own_keys(store):
    store.prepare()
    with pytest.raises(KeysError):
        store.rotate()
