"""What the dashboard shows of other services' errors: the same as the services."""

import pytest

from helion_dashboard.api import reasons
from tests.contract import texts_of_services
from tests.contract.texts_of_services import NODE


def without_stop(text):
    return text.rstrip(".")


@pytest.mark.parametrize(("text", "sentence"), texts_of_services.ANY)
def test_what_only_a_program_can_read_is_left_out(text, sentence):
    assert without_stop(reasons.sentence(text)) == without_stop(sentence)


@pytest.mark.parametrize(("text", "sentence"), texts_of_services.OF_A_NODE)
def test_why_a_node_failed(text, sentence):
    assert without_stop(reasons.of_node(text, NODE)) == without_stop(sentence)
