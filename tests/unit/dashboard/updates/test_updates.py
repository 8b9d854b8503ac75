"""The Updates panel: what its pages show, and what its forms send."""

import dataclasses
import json
import re
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from helion_dashboard.admin.overview import views as overview
from helion_dashboard.admin.updates import catalogue, contents, downloads, publications, sources
from helion_dashboard.api import errors
from helion_dashboard.api.updates import contents as content_records
from helion_dashboard.api.updates import downloads as download_records
from helion_dashboard.api.updates import entries as entry_records
from helion_dashboard.api.updates import publications as publication_records
from helion_dashboard.api.updates import records
from helion_dashboard.api.updates import sources as source_records
from helion_dashboard.api.wire import Wire
from tests.unit.dashboard.panel_pages import shown
from tests.unit.dashboard.updates import samples
from tests.unit.dashboard.updates.conftest import answered


def detail(make_request, page, path="/", **kwargs):
    return page(make_request(path), **kwargs).answer_detail().content.decode()


def detail_of_form(make_request, page, **kwargs):
    return page(make_request("/"), **kwargs).answer().content.decode()


class TestOverview:
    @pytest.fixture
    def text(self, make_request, updates):
        def text():
            answer = json.loads(overview.updates(make_request("/")).content)
            return answer["parts"]["helion-overview-updates"]

        return text

    def test_what_is_urgent_and_what_is_wrong(self, text, updates):
        assert "overcloud-compute 1.1.1" in text()
        assert "The signature &lt;b&gt;is&lt;/b&gt; wrong." in text()
        assert updates.entries.call_args.kwargs["local"] == "false"

    def test_what_is_newer_than_published(self, text, updates):
        assert '?newer=true">3 updates matter to you</a>' in text()
        updates.facets.assert_called_once_with(mock.ANY, newer="true")
        updates.facets.return_value = {**samples.FACETS, "kind": {}}
        assert "matter to you" not in text()

    def test_nothing_is_urgent(self, text, updates):
        updates.entries.return_value = records.Page(())
        assert "All critical updates are downloaded." in text()

    def test_no_source(self, text, updates):
        updates.entries.return_value = records.Page(())
        updates.sources.return_value = []
        assert "No source of updates is registered." in text()


class TestCatalogue:
    def test_the_list(self, make_request, updates):
        text = shown(make_request, catalogue.Catalogue)
        assert "3 entries" in text
        assert "1 critical" in text
        assert "replaces 1.1.0, which is published" in text
        assert '<a href="?newer=true">3 updates matter to you</a>' in text
        assert "restarts servers" in text

    def test_filters_are_the_services(self, make_request, updates):
        catalogue.Catalogue(make_request("/?q=x&kind=image&local=true&sort=rank")).answer_index()
        query = updates.entries.call_args.kwargs
        assert (query["q"], query["kind"], query["local"]) == ("x", "image", "true")
        assert (query["sort_key"], query["sort_dir"]) == ("rank", "asc")

    def test_the_newest_are_first(self, make_request, updates):
        catalogue.Catalogue(make_request("/")).answer_index()
        query = updates.entries.call_args.kwargs
        assert (query["sort_key"], query["sort_dir"]) == ("published_at", "desc")

    def test_a_place_that_is_gone(self, make_request, updates):
        page = updates.entries.return_value
        lost = errors.Invalid("s", "gone", 422, fields={"marker": ["There is no such marker."]})
        updates.entries.side_effect = [lost, page]
        text = shown(lambda path: make_request("/?after=gone"), catalogue.Catalogue)
        assert "starts from the beginning" in text

    def test_calls_are_constant(self, make_request, updates):
        shown(make_request, catalogue.Catalogue)
        assert len(updates.mock_calls) == 3

    def test_an_entry(self, make_request, updates):
        text = detail(make_request, catalogue.Entry, entry="e1")
        assert "overcloud &gt;= 1.1" in text
        assert "<script>alert" not in text

    def test_its_versions(self, make_request, updates):
        """The same table as that of content."""
        suspended = {**samples.ENTRY, "id": "e0", "version": "1.1.0", "status": "suspended"}
        rows = answered("/entries", {"entries": [samples.ENTRY, suspended], "next_marker": None})
        updates.entries.return_value = records.Page(
            tuple(map(entry_records.entry, rows["entries"]))
        )
        text = detail(make_request, catalogue.Entry, "/?tab=versions", entry="e1")
        assert "Suspended" in text
        assert "this version" in text
        assert '<a href="/admin/uc_updates/e0/">1.1.0</a>' in text
        assert '<a href="/admin/uc_updates/content/c1/">1.1.1</a>' in text
        assert "Published" in text

    def test_download(self, act, updates, monkeypatch):
        paths = []
        monkeypatch.setattr(Wire, "post", lambda self, request, path: paths.append(path))
        assert all(row["ok"] for row in act(catalogue.Catalogue, "download", "e1", "e2"))
        assert sorted(paths) == ["/entries/e1/download", "/entries/e2/download"]

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({}, "available"),
            ({"content_id": "c1"}, "local"),
            ({"current_version": "1.1.1", "content_id": "c1"}, "published"),
            ({"operation_id": "o1", "content_id": "c1"}, "working"),
            ({"status": "withdrawn", "content_id": "c1"}, "withdrawn"),
        ],
    )
    def test_the_state_of_an_entry(self, changes, state):
        assert entry_records.entry({**samples.ENTRY, **changes}).state.name == state


class TestDownloads:
    def test_the_list(self, make_request, updates):
        text = shown(make_request, downloads.Downloads)
        assert "2 in progress, 5.0\xa0MB/s" in text
        assert "1 failed" in text
        assert 'aria-valuenow="25"' in text
        assert "50.0\xa0MB of 200.0\xa0MB" in text
        assert "1 min 30 s" in text
        assert "HDN &lt;b&gt;does not&lt;/b&gt; answer." in text
        assert len(updates.mock_calls) == 1

    def test_none(self, make_request, updates):
        updates.downloads.return_value = []
        text = shown(make_request, downloads.Downloads)
        assert "No download is in progress." in text
        assert "Go to the catalogue" in text

    @pytest.mark.parametrize(
        ("state", "rows"), [("running", 1), ("waiting", 1), ("failed", 1), ("paused", 0)]
    )
    def test_one_state_alone(self, make_request, updates, state, rows):
        text = shown(make_request, downloads.Downloads, f"/?state={state}")
        assert text.count('<tr id="download-') == rows

    def test_paused_alone(self, make_request, updates):
        paused = answered("/downloads", {"downloads": [samples.DOWNLOAD | {"state": "paused"}]})
        updates.downloads.return_value += map(download_records.download, paused["downloads"])
        text = shown(make_request, downloads.Downloads, "/?state=paused")
        assert text.count('<tr id="download-') == 1
        assert "Paused" in text

    @pytest.mark.parametrize("action", ["pause", "resume"])
    def test_paused_and_resumed(self, act, updates, monkeypatch, action):
        paths = []
        monkeypatch.setattr(Wire, "post", lambda self, request, path: paths.append(path))
        assert all(row["ok"] for row in act(downloads.Downloads, action, "c1"))
        assert paths == [f"/downloads/c1/{action}"]

    def test_cancelled(self, act, updates, monkeypatch):
        paths = []
        monkeypatch.setattr(Wire, "delete", lambda self, request, path: paths.append(path))
        assert all(row["ok"] for row in act(downloads.Downloads, "cancel", "c1"))
        assert paths == ["/downloads/c1"]


class TestContents:
    def test_the_list(self, make_request, updates):
        text = shown(make_request, contents.Contents)
        assert "1.0\xa0GB used, 4.0\xa0GB free for downloads" in text

    def test_content(self, make_request, updates):
        text = detail(make_request, contents.Content, content="c1")
        assert "overcloud-compute 1.1.1" in text

    def test_its_versions_side_by_side(self, make_request, updates):
        """What is here, and what the catalogue has besides."""
        text = detail(make_request, contents.Content, "/?tab=versions", content="c1")
        assert "this version" in text
        assert '<a href="/admin/uc_updates/e1/">1.1.1</a>' in text
        queries = [call.kwargs for call in (updates.contents.call_args, updates.entries.call_args)]
        assert [query["name"] for query in queries] == ["overcloud-compute"] * 2

    def test_publish(self, post, updates):
        data = {"visibility": "public", "project_id": ""}
        status, body = post(contents.Publish, data, content="c1")
        assert (status, body["url"]) == (200, "/admin/uc_operations/o1/")
        assert updates.publish.call_args.args[1:4] == ("c1", "public", "")

    def test_what_is_published_already(self, post, updates):
        updates.publish.return_value = None
        status, body = post(contents.Publish, {"visibility": "private"}, content="c1")
        assert (status, body["url"]) == (200, "/admin/uc_updates/content/c1/")

    def test_a_visibility_that_does_not_exist(self, post, updates):
        status, body = post(contents.Publish, {"visibility": "loud"}, content="c1")
        assert (status, list(body["errors"])) == (422, ["visibility"])
        updates.publish.assert_not_called()

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({}, "available"),
            ({"state": "missing"}, "missing"),
            ({"publications": [samples.PLACE]}, "published"),
            ({"publications": [samples.PLACE], "operation_id": "o1"}, "working"),
        ],
    )
    def test_the_state_of_content(self, changes, state):
        assert content_records.content({**samples.CONTENT, **changes}).state.name == state


class TestImport:
    @pytest.fixture
    def upload(self, make_request, updates, monkeypatch):
        sent = []

        def post(self, request, path, body=None):
            sent.append((path, body))
            return {"id": "u1", "offset": 0, "piece_bytes": 4, "operation_id": "o4"}

        def send(self, request, path, query, piece):
            sent.append((path, query["offset"], piece))
            return {"offset": query["offset"] + len(piece)}

        monkeypatch.setattr(Wire, "post", post)
        monkeypatch.setattr(Wire, "send", send)

        def upload(data, **files):
            request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
            request.method = "POST"
            request.POST = data
            request._files = MultiValueDict({name: [file] for name, file in files.items()})
            answer = contents.Import(request).answer()
            return answer.status_code, json.loads(answer.content), sent

        return upload

    def test_the_file_is_sent_in_pieces(self, upload):
        file = SimpleUploadedFile("a.csu", b"bytes")
        status, body, sent = upload({"source": "s1"}, file=file)
        assert (status, body["url"]) == (200, "/admin/uc_operations/o4/")
        assert sent == [
            ("/imports", {"source_id": "s1", "name": "a.csu", "size": 5}),
            ("/imports/u1", 0, b"byte"),
            ("/imports/u1", 4, b"s"),
            ("/imports/u1/verify", None),
        ]

    def test_a_piece_that_is_refused_leaves_nothing(self, upload, monkeypatch):
        full = errors.Conflict("s", "The disk is full.", 409)
        monkeypatch.setattr(Wire, "send", mock.Mock(side_effect=full))
        delete = mock.Mock()
        monkeypatch.setattr(Wire, "delete", delete)
        status, body, _sent = upload({"source": "s1"}, file=SimpleUploadedFile("a.csu", b"x"))
        assert (status, body["errors"]) == (422, {"__all__": ["The disk is full."]})
        assert delete.call_args.args[-1] == "/imports/u1"

    @pytest.mark.parametrize(
        ("data", "content", "field"),
        [({"source": "x"}, b"bytes", "source"), ({"source": "s1"}, b"", "file")],
    )
    def test_bad_input_is_at_its_field(self, upload, data, content, field):
        status, body, sent = upload(data, file=SimpleUploadedFile("a.csu", content))
        assert (status, list(body["errors"])) == (422, [field])
        assert not sent

    def test_no_source(self, make_request, updates):
        updates.sources.return_value = []
        assert contents.Import(make_request("/")).answer().status_code == 302

    def test_a_mirror_vouches_for_nothing(self, make_request, updates):
        updates.sources.return_value = [source_records.source(samples.MIRROR_DETAIL)]
        assert contents.Import(make_request("/")).answer().status_code == 302


class TestPublications:
    def test_the_list(self, make_request, updates):
        assert "Public" in shown(make_request, publications.Publications)

    def test_a_publication_and_its_other_versions(self, make_request, updates):
        text = detail(make_request, publications.Publication, publication="p1")
        assert "Hidden in Glance" in text
        assert "1.0.1" in text

    def test_what_uses_it(self, make_request, updates):
        text = detail(make_request, publications.Publication, "/?tab=usage", publication="p1")
        assert "compute-0" in text
        assert "There may be more" in text

    def test_change_the_version(self, post, updates):
        status, body = post(publications.RollBack, {"version": "1.0.1"}, publication="p1")
        assert (status, body["url"]) == (200, "/admin/uc_operations/o2/")
        assert updates.roll_back.call_args.args[1:3] == ("p1", "1.0.1")

    def test_a_version_that_is_not_offered(self, post, updates):
        status, body = post(publications.RollBack, {"version": "9"}, publication="p1")
        assert (status, list(body["errors"])) == (422, ["version"])

    @pytest.fixture
    def changing(self, make_request, updates):
        """The page that changes the version."""
        return lambda: detail_of_form(make_request, publications.RollBack, publication="p1")

    def test_who_uses_it_is_shown_before_the_version_is_changed(self, changing):
        assert "compute-0" in changing()

    def test_the_version_can_be_changed_although_nobody_tells_who_uses_it(self, changing, updates):
        updates.usage.side_effect = errors.ServiceError("compute", "down")
        assert "It is unknown which servers use the image" in changing()

    def test_no_other_version(self, make_request, updates):
        body = {**samples.PUBLICATION_DETAIL, "roll_back_to": []}
        updates.publication.return_value = publication_records.publication(body)
        answer = publications.RollBack(make_request("/"), publication="p1").answer()
        assert answer.status_code == 302

    def test_unpublish_what_servers_use_wants_its_name(self, post, updates):
        status, body = post(publications.Unpublish, {"confirmation": "x"}, publication="p1")
        assert (status, list(body["errors"])) == (422, ["confirmation"])
        data = {"confirmation": "overcloud-compute"}
        assert post(publications.Unpublish, data, publication="p1")[0] == 200
        assert updates.unpublish.call_args.args[1:3] == ("p1", True)

    def test_unpublish_what_nothing_uses(self, post, updates):
        updates.usage.return_value = publication_records.Usage()
        assert post(publications.Unpublish, {}, publication="p1")[0] == 200
        assert updates.unpublish.call_args.args[1:3] == ("p1", False)


class TestSources:
    @pytest.fixture
    def mirror(self, updates):
        body = answered("/sources/s1", samples.MIRROR_DETAIL)
        updates.source.return_value = source_records.source(body)
        return updates.source.return_value

    def test_the_list(self, make_request, updates):
        text = shown(make_request, sources.Sources)
        assert "1 cannot be read" in text
        assert "The signature &lt;b&gt;is&lt;/b&gt; wrong." in text

    def test_a_source(self, make_request, updates):
        assert samples.FINGERPRINT in detail(make_request, sources.Source, source="s1")

    def test_add(self, post, updates):
        status, _body = post(sources.Register, samples.FORM)
        assert status == 200
        fields = updates.register.call_args.kwargs
        assert fields["password"] == "planted"
        assert fields["proxy"] is None
        assert "fingerprint" not in fields

    @pytest.mark.parametrize("name", ["name", "url", "root", "fingerprint"])
    def test_what_is_missing_is_said_at_its_field(self, post, updates, name):
        status, body = post(sources.Register, samples.FORM | {name: ""})
        assert (status, list(body["errors"])) == (422, [name])
        updates.register.assert_not_called()

    def test_a_shipped_root_needs_nothing_else(self, make_request, post, updates):
        page = sources.Register(make_request("/")).answer().content.decode()
        option = re.search(r'<input[^>]*name="shipped"[^>]*checked[^>]*>\s*([^<]*)<', page)
        assert 'value="HDN"' in option[0]
        assert option[1].strip() == f"HDN, {samples.FINGERPRINT}"
        form = samples.FORM | {"shipped": "HDN", "root": "", "fingerprint": ""}
        assert post(sources.Register, form)[0] == 200
        fields = updates.register.call_args.kwargs
        assert fields["root"] == samples.ROOT
        assert not {"shipped", "fingerprint"} & set(fields)

    def test_what_is_entered_is_used_instead_of_a_shipped_root(self, post, updates):
        form = samples.FORM | {"shipped": "HDN", "root": "mine"}
        assert post(sources.Register, form)[0] == 200
        assert updates.register.call_args.kwargs["root"] == "mine"

    def test_without_a_shipped_root_there_is_nothing_to_select(self, make_request, updates):
        updates.shipped_roots.return_value = []
        page = sources.Register(make_request("/")).answer().content.decode()
        assert 'name="shipped"' not in page

    def test_another_fingerprint(self, post, updates):
        status, body = post(sources.Register, samples.FORM | {"fingerprint": "00:11"})
        assert status == 422
        assert samples.FINGERPRINT in body["errors"]["fingerprint"][0]
        updates.register.assert_not_called()

    def test_what_the_service_refuses_is_at_its_field(self, post, updates):
        fields = {"root": ["Enter the root metadata of a TUF repository."]}
        updates.inspect_root.side_effect = errors.Invalid("s", "wrong", 422, fields=fields)
        status, body = post(sources.Register, samples.FORM)
        assert (status, body["errors"]) == (422, fields)

    def test_a_mirror_has_no_root(self, post, updates):
        mirror = {"kind": "simplestreams", "root": "", "fingerprint": "", "keyring": ""}
        assert post(sources.Register, samples.FORM | mirror)[0] == 200
        fields = updates.register.call_args.kwargs
        assert (fields["kind"], fields["keyring"]) == ("simplestreams", None)
        assert "root" not in fields
        updates.inspect_root.assert_not_called()

    def test_a_repository_has_no_keyring(self, post, updates):
        assert post(sources.Register, samples.FORM | {"keyring": "KEYS"})[0] == 200
        assert "keyring" not in updates.register.call_args.kwargs

    def test_what_of_a_mirror_is_verified(self, make_request, updates, mirror):
        text = detail(make_request, sources.Source, source="s1")
        assert "Mirror of public cloud images" in text
        assert "signatures by the keyring" in text
        updates.source.return_value = dataclasses.replace(mirror, keyring="")
        text = detail(make_request, sources.Source, source="s1")
        assert "signatures are not verified" in text

    def test_edit_a_mirror(self, make_request, post, updates, mirror):
        page = sources.Edit(make_request("/"), source="s1").answer().content.decode()
        assert 'name="keyring"' in page
        assert 'name="root"' not in page
        assert 'name="kind"' not in page
        assert post(sources.Edit, samples.FORM | {"keyring": "KEYS"}, source="s1")[0] == 200
        fields = updates.update.call_args.kwargs
        assert fields["keyring"] == "KEYS"
        assert not {"kind", "root"} & set(fields)

    @pytest.mark.parametrize("code", ["keyring", "url"])
    def test_what_is_wrong_of_a_mirror_is_at_its_field(self, post, updates, code):
        fields = {code: ["Enter another."]}
        updates.register.side_effect = errors.Invalid("s", "wrong", 422, fields=fields)
        status, body = post(sources.Register, samples.FORM | {"kind": "simplestreams"})
        assert (status, body["errors"]) == (422, fields)

    def test_edit_sends_no_empty_password(self, post, updates):
        status, _body = post(sources.Edit, samples.FORM | {"password": ""}, source="s1")
        assert status == 200
        assert "password" not in updates.update.call_args.kwargs

    def test_no_password_is_sent_back(self, make_request, updates):
        request = make_request("/")
        request.method = "POST"
        request.POST = samples.FORM | {"name": ""}
        assert "planted" not in sources.Register(request).answer().content.decode()
