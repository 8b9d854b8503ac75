"""The Backup panel: what its pages show, and what its forms send."""

import json

from helion_dashboard.admin.backup import backups, repositories, restore
from helion_dashboard.admin.overview import views as overview
from tests.unit.dashboard.panel_pages import shown


def detail(make_request, page, path="/", **kwargs):
    return page(make_request(path), **kwargs).answer_detail().content.decode()


class TestBackups:
    def test_the_line_of_what_matters(self, make_request, backup):
        text = shown(make_request, backups.Backups)
        assert "Last verified backup" in text
        assert "helion-failed" in text  # it is too old
        assert "next 02:00 UTC" in text
        assert "12 kept" in text
        assert "1.1\xa0GB" in text

    def test_what_is_in_it(self, make_request, backup):
        text = shown(make_request, backups.Backups)
        assert ">ironic<" in text
        assert "&lt;b&gt;keys" in text
        assert "Damaged" in text

    def test_the_proof(self, make_request, backup):
        text = detail(make_request, backups.Backup, backup="b1")
        assert "2 after the restore, 3 when the backup was taken" in text
        assert "Secrets that decrypt" in text

    def test_the_content(self, make_request, backup):
        text = detail(make_request, backups.Backup, "/?tab=content", backup="b1")
        assert "/etc/ironic" in text
        assert "Scale out compute" in text

    def test_back_up_now(self, post, backup):
        status, _answer = post(backups.Take, {"repository": "r1", "verify": "on", "key": "k"})
        assert status == 200
        assert backup.take.call_args.args[1:] == ("r1", True, "k")

    def test_without_a_repository(self, make_request, backup):
        backup.repositories.return_value = []
        assert backups.Take(make_request("/")).answer().status_code == 302


class TestRestore:
    def test_what_would_be_lost(self, make_request, backup):
        text = restore.Restore(make_request("/?part=ironic"), backup="b1").answer()
        text = text.content.decode()
        assert backup.plan_restore.call_args.args[2] == ["ironic"]
        assert "&lt;i&gt;node" in text
        assert "Lost: newer than the backup" in text
        assert "Scale out" in text
        assert "The backup has not been verified." in text
        assert "Stopped meanwhile: ironic." in text

    def test_the_name_is_typed(self, post, backup):
        data = {"digest": "d" * 64, "confirmation": "something", "key": "k"}
        status, answer = post(restore.Restore, data, backup="b1")
        assert (status, list(answer["errors"])) == (422, ["confirmation"])
        data["confirmation"] = "2026-11-20 10:00 UTC"
        post(restore.Restore, data, backup="b1")
        assert backup.restore.call_args.args[1:] == ("b1", "d" * 64, [], "k")


class TestOverview:
    def test_the_last_one_is_too_old(self, make_request, backup):
        answer = json.loads(overview.backup(make_request("/")).content)
        text = answer["parts"]["helion-overview-backup"]
        assert "more than 48 hours ago" in text
        assert "helion-failed" in text


class TestRepositories:
    def test_the_list(self, make_request, backup):
        text = shown(make_request, repositories.Repositories)
        assert "The repository has no space left." in text
        assert "2026-11-21 02:00" in text

    def test_a_repository(self, make_request, backup):
        text = detail(make_request, repositories.Repository, repository="r1")
        assert "/mnt/keys" in text
        assert "OS_PASSWORD" in text

    def test_one_is_added(self, post, backup):
        data = {
            "name": "n",
            "location": "/srv/b",
            "keys_location": "/mnt/k",
            "password": " secret 1",
            "keys_password": "secret 2",
            "at": "02:30",
            "window": "60",
            "last": "3",
            "daily": "1",
            "weekly": "0",
            "monthly": "0",
            "environment": "OS_PASSWORD=a=b\n\nOS_USERNAME = me",
        }
        post(repositories.Register, data)
        fields = backup.register.call_args.kwargs
        assert fields["schedule"] == {"at": "02:30", "window": 60, "verify": False}
        assert fields["retention"] == {"last": 3, "daily": 1, "weekly": 0, "monthly": 0}
        assert fields["environment"] == {"OS_PASSWORD": "a=b", "OS_USERNAME": " me"}
        assert fields["password"] == " secret 1"

    def test_one_is_changed(self, post, backup):
        data = {"name": "n", "at": "", "window": "60", "last": "3", "daily": "0"}
        data |= {"weekly": "0", "monthly": "0", "environment": ""}
        post(repositories.Edit, data, repository="r1")
        fields = backup.update.call_args.kwargs
        assert fields["schedule"] is None
        assert "environment" not in fields

    def test_a_login_is_removed(self, post, backup):
        data = {"name": "n", "window": "60", "last": "3", "daily": "0", "remove_environment": "on"}
        data |= {"weekly": "0", "monthly": "0", "environment": ""}
        post(repositories.Edit, data, repository="r1")
        assert backup.update.call_args.kwargs["environment"] == {}

    def test_a_line_that_is_no_variable(self, post, backup):
        data = {"name": "n", "window": "60", "last": "3", "daily": "0"}
        data |= {"weekly": "0", "monthly": "0", "environment": "nonsense"}
        status, answer = post(repositories.Edit, data, repository="r1")
        assert status == 422
        assert "environment" in answer["errors"]
