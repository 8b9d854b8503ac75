"""Recovery from nothing, by ``helion-manage``: all there is are repositories and passwords."""

import shutil

import pytest

from helion_services.cmd import manage
from tests.service.backup.conftest import PASSWORDS


@pytest.fixture
def call(folder):
    """``call(command, *options)`` -> its exit status."""
    for name, text in PASSWORDS.items():
        (folder / name).write_text(f"{text}\n")
    store = folder / "store"

    def call(command, *options):
        return manage.main(
            [
                f"--config-file={folder}/services.conf",
                command,
                f"{store}/main",
                f"{store}/main-keys",
                f"--password-file={folder}/password",
                f"--keys-password-file={folder}/keys_password",
                *options,
            ]
        )

    return call


def test_from_nothing(steps, env, cloud, folder, call, capsys):
    secret = env.runtime.secrets.put({"password": "kept"})
    steps.take(verify=False)
    env.runtime.operations.stop()
    env.runtime.db.close()
    for name in ("ironic", "keystone", "heat", "images", "keys", "state"):
        shutil.rmtree(folder / name)
    for path in folder.glob("*.db*"):
        path.unlink()
    # The configuration that says where databases are comes from the installation.
    for name in ("ironic", "keystone", "heat"):
        (folder / name).mkdir()
        (folder / name / f"{name}.conf").write_text(
            f"[database]\nconnection = sqlite:///{cloud.path(name)}\n"
        )
    assert call("backup") == 0
    assert call("verify") == 0
    assert "Verified." in capsys.readouterr().out
    assert call("restore", "--yes") == 0
    assert cloud.nodes() == ["node-0", "node-1", "node-2"]
    assert (folder / "images" / "image-1").stat().st_size == 100_000
    assert env.runtime.secrets.get(secret) == {"password": "kept"}


def test_a_wrong_password_is_one_line(steps, folder, call, capsys):
    (folder / "password").write_text("guessed\n")
    assert call("backup") == 1
    assert capsys.readouterr().err == (
        "helion-manage: The password does not open the repository.\n"
    )
