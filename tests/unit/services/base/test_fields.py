import pytest
from apiflask import Schema
from apiflask.fields import Integer
from marshmallow import ValidationError

from helion_services.base.fields import BoundedList


class Item(Integer):
    looked_at = 0

    def _deserialize(self, *args, **kwargs):
        Item.looked_at += 1
        return super()._deserialize(*args, **kwargs)


class Body(Schema):
    items = BoundedList(Item(), 1, 3)


@pytest.mark.parametrize("items", [[], [1] * 4, ["x"] * 4])
def test_a_list_of_another_length(items):
    Item.looked_at = 0
    with pytest.raises(ValidationError) as raised:
        Body().load({"items": items})
    assert list(raised.value.messages) == ["items"]
    assert "1 and 3" in raised.value.messages["items"][0]
    assert Item.looked_at == 0


def test_its_items_are_checked():
    assert Body().load({"items": ["1", 2, 3]}) == {"items": [1, 2, 3]}
    with pytest.raises(ValidationError) as raised:
        Body().load({"items": [1, "x"]})
    assert list(raised.value.messages["items"]) == [1]
    for wrong in (None, "x", {}):
        with pytest.raises(ValidationError):
            Body().load({"items": wrong})
