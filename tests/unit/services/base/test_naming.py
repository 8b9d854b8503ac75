import pytest

from helion_services.overcloud.naming import listing


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ("a", "a"),
        ("ab", "a and b"),
        ("abc", "a, b and c"),
        ("abcd", "a, b and 2 more"),
        ("abcdefg", "a, b and 5 more"),
    ],
)
def test_lists_of_names(names, text):
    assert listing(names) == text
