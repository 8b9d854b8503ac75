"""The drawing's modules and the sentences that the server gives them."""

import pathlib
import re

import helion_dashboard
from helion_dashboard.kit.topology import texts

_JS = pathlib.Path(helion_dashboard.__file__).parent / "static/helion_dashboard/js/topology"
# texts.name, texts[... 'name' ...], and the tables of states, whose `text` names a sentence.
_NAMED = re.compile(r"\btexts\.(\w+)|\btext: '(\w+)'|\btexts\[[^\]]*? \? '(\w+)' : '(\w+)'\]")


def test_the_modules_and_the_server_know_the_same_sentences():
    named = {
        name
        for file in _JS.glob("*.mjs")
        for match in _NAMED.findall(file.read_text(encoding="utf-8"))
        for name in match
        if name
    }
    assert named == set(texts.TEXTS)
