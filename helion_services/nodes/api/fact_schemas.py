"""What is common to the JSON of the nodes service: sentences as data."""

from apiflask import Schema
from apiflask.fields import Dict, String
from apiflask.validators import Length

CODE = {"description": "short and stable, for programs"}
PARAMS = {"description": "of the sentence that belongs to the code"}
SENTENCE = {"description": "the sentence in English"}
NAME = Length(1, 255)
MOST = 1000
"""Nodes in one request."""


class Fact(Schema):
    """A sentence as data."""

    code = String(metadata=CODE)
    params = Dict(keys=String(), metadata=PARAMS)
