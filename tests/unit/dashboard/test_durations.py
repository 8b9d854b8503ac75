import pytest

from helion_dashboard.kit.durations import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min 0 s"),
        (185, "3 min 5 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 0 min"),
        (8059, "2 h 14 min"),
        (90000, "25 h 0 min"),
    ],
)
def test_a_duration_in_words(seconds, words):
    assert duration(seconds) == words
