import logging
import stat
import threading
from unittest import mock

import pytest
import sqlalchemy as sa

from helion_services.base import database, problems
from helion_services.base.keys import KeyRepository, KeysError
from helion_services.base.secrets import Secret, Secrets
from tests import databases

VALUE = {"password": "correct horse", "ports": [1, 2]}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def secrets(folder, db):
    return Secrets(folder, db)


def keys(folder):
    return sorted(path.name for path in folder.iterdir())


def test_there_and_back(secrets):
    secret_id = secrets.put(VALUE)
    assert secrets.get(secret_id) == VALUE
    assert "correct horse" not in repr(secrets)


@databases.only_sqlite
def test_the_database_has_no_clear_text(secrets, tmp_path, db):
    secrets.put(VALUE)
    db.close()
    files = list(tmp_path.glob("services.db*"))
    assert files
    assert not any(b"correct horse" in file.read_bytes() for file in files)


def test_the_log_has_no_clear_text(secrets, caplog):
    caplog.set_level(logging.DEBUG)
    secrets.get(secrets.put(VALUE))
    secrets.rotate()
    assert "correct horse" not in caplog.text


def test_the_first_key_is_made_and_private(secrets, folder):
    secrets.put(VALUE)
    assert keys(folder) == ["1"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "1").stat().st_mode) == 0o600


def test_deleting(secrets):
    secret_id = secrets.put(VALUE)
    secrets.delete(secret_id)
    secrets.delete(secret_id)
    with pytest.raises(problems.NotFound):
        secrets.get(secret_id)


def test_within_a_session_of_the_caller(secrets, db):
    def fail():
        with db.session() as session:
            secrets.put(VALUE, session=session)
            raise ValueError

    pytest.raises(ValueError, fail)
    with db.session() as session:
        kept = secrets.put(VALUE, session=session)
    assert secrets.get(kept) == VALUE
    with db.session() as session:
        secrets.delete(kept, session=session)
        assert session.scalars(sa.select(Secret.id)).all() == []


def test_rotation_encrypts_with_a_new_key_and_deletes_the_old(secrets, folder, db):
    secret_id, two = secrets.put(VALUE), secrets.put({"password": "other"})
    with db.reader() as session:
        before = session.get(Secret, secret_id).payload
    assert secrets.rotate() == 2
    assert keys(folder) == ["2"]
    with db.reader() as session:
        assert session.get(Secret, secret_id).payload != before
    assert secrets.get(secret_id) == VALUE
    assert secrets.get(two) == {"password": "other"}


def test_the_next_rotation_completes_one_that_was_killed(secrets, folder):
    secret_id = secrets.put(VALUE)
    KeyRepository(folder).add()
    assert secrets.get(secret_id) == VALUE
    secrets.rotate()
    assert keys(folder) == ["3"]
    assert secrets.get(secret_id) == VALUE


def test_rotation_changes_nothing_if_a_secret_cannot_be_opened(secrets, folder, db):
    lost = secrets.put(VALUE)
    (folder / "1").unlink()
    KeyRepository(folder).add()
    kept = secrets.put(VALUE)
    with pytest.raises(KeysError, match=f"decrypts secret {lost}. Nothing changed"):
        secrets.rotate()
    assert secrets.get(kept) == VALUE
    with pytest.raises(KeysError, match=f"decrypts secret {lost}"):
        secrets.get(lost)


def test_reading_while_keys_change(secrets, folder):
    secret_id = secrets.put(VALUE)
    rotations = iter([secrets.rotate])
    box = KeyRepository.box

    def late(keys):
        """By the time the keys are read, the row that was read before is sealed with others."""
        next(rotations, lambda: None)()
        return box(keys)

    with mock.patch.object(KeyRepository, "box", autospec=True, side_effect=late):
        assert secrets.get(secret_id) == VALUE
    assert keys(folder) == ["2"]


def test_writing_while_keys_change(secrets, folder, url, tmp_path):
    """Another process would do the same: nothing is kept in memory."""
    other_db = database.Database(url)
    other = Secrets(folder, other_db)
    secrets.prepare()
    ids = []
    thread = threading.Thread(target=lambda: ids.extend(other.put(VALUE) for _ in range(10)))
    thread.start()
    while thread.is_alive():
        secrets.rotate()
    thread.join()
    other_db.close()
    assert [secrets.get(secret_id) for secret_id in ids] == [VALUE] * 10
    assert len(keys(folder)) == 1


@pytest.mark.parametrize("name", [".", "1"])
def test_keys_that_others_may_read_are_refused(secrets, folder, name):
    secret_id = secrets.put(VALUE)
    (folder / name).chmod(0o750)
    with pytest.raises(KeysError, match="is readable by others"):
        secrets.get(secret_id)


def test_lost_keys_are_not_replaced_silently(secrets, folder):
    secrets.put(VALUE)
    (folder / "1").unlink()
    with pytest.raises(KeysError, match="restore the keys"):
        secrets.put(VALUE)


def test_a_file_that_is_not_a_key(secrets, folder):
    secret_id = secrets.put(VALUE)
    (folder / "1").write_text("nonsense")
    with pytest.raises(KeysError, match="is not a Fernet key"):
        secrets.get(secret_id)


def test_a_folder_that_cannot_be_made(db, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KeysError, match="Not a directory"):
        Secrets(tmp_path / "file" / "keys", db).put(VALUE)
