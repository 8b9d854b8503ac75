"""A failure where its data would be: who failed, why, and a way to try again."""

import pytest
from django.template import loader

from helion_dashboard.api import errors


@pytest.mark.parametrize(
    ("error", "may_pass"),
    [
        (errors.Unreachable("compute", "It did not answer in time."), True),
        (errors.ServiceError("compute", "Boom", 500), True),
        (errors.Conflict("compute", "It is locked.", 409), True),
        (errors.Refused("compute", "No.", 403), False),
        (errors.NoSystemRole("identity", "No role."), False),
        (errors.NotFound("compute", "Gone.", 404), False),
        (errors.Invalid("compute", "Odd.", 400), False),
    ],
)
def test_what_may_pass_can_be_tried_again(error, may_pass):
    text = loader.render_to_string("helion_dashboard/_trouble.html", {"trouble": error})
    assert ("data-again" in text) == may_pass
