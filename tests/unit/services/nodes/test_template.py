from unittest import mock

import pytest
import yaml

from helion_services.nodes import template


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder / "main.yaml"


def test_nested_templates_and_files_are_sent_under_the_words_that_name_them(tmp_path):
    (tmp_path / "boot.sh").write_text("#!/bin/sh\n")
    path = write(
        tmp_path,
        main="resources: {a: {type: OS::Heat::ResourceGroup, properties: "
        "{resource_def: {type: ./server.yaml}}}}",
        server="resources: {s: {type: OS::Nova::Server, properties: "
        "{user_data: {get_file: boot.sh}}}}",
    )
    parsed = template.read(path)
    assert parsed.text == path.read_text()
    assert set(parsed.files) == {"./server.yaml", "boot.sh"}
    assert parsed.files["boot.sh"] == "#!/bin/sh\n"
    assert list(parsed.resources) == ["a"]
    assert parsed.parameters == {}


def test_a_template_may_refer_to_itself_and_to_addresses(tmp_path):
    path = write(
        tmp_path, main="resources: {a: {type: main.yaml}, b: {type: 'https://example.org/x.yaml'}}"
    )
    assert list(template.read(path).files) == ["main.yaml"]


def test_one_name_for_two_files_is_refused(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "x.yaml").write_text("resources: {}")
    (tmp_path / "inner" / "x.yaml").write_text("resources: {}")
    (tmp_path / "inner" / "y.yaml").write_text("resources: {x: {type: x.yaml}}")
    path = write(tmp_path, main="resources: {a: {type: x.yaml}, b: {type: inner/y.yaml}}")
    with pytest.raises(template.TemplateError, match="already stands for"):
        template.read(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("resources: {a: {type: gone.yaml}}", "gone.yaml, which .*main.yaml refers to, cannot be"),
        ("a: [", "is not YAML"),
        ("[]", "is not a map"),
        ("parameters: {}\nresources: [a]", "“resources” is not a map"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, text, words):
    with pytest.raises(template.TemplateError, match=words):
        template.read(write(tmp_path, main=text))


def test_a_binary_file_is_refused(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\xff\xfe\x00")
    path = write(tmp_path, main="resources: {a: {properties: {user_data: {get_file: x.bin}}}}")
    with pytest.raises(template.TemplateError, match="not UTF-8 text"):
        template.read(path)


def test_a_file_is_parsed_again_only_when_it_changes(tmp_path):
    with mock.patch.object(yaml, "safe_load", side_effect=yaml.safe_load) as parse:
        for text, calls in (("parameters: {A: {}}", 1), ("parameters: {B: {}}", 2)):
            path = write(tmp_path, main=text)
            names = [list(template.read(path).parameters) for _time in range(2)]
            assert names == [[text[13]]] * 2
            assert parse.call_count == calls
