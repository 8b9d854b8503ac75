"""check_mk's local checks, and performance data as numbers."""

import pytest

from helion_services.monitoring import local_checks, performance


def parse(text):
    results, errors = local_checks.parse(text)
    return results, [(error.number, error.reason) for error in errors]


def only(text):
    ((result,), errors) = parse(text)
    assert errors == []
    return result


def test_a_line():
    result = only('1 "disk /srv" used=85;80;90|free=3GB 85 % used\\nmore')
    assert (result.service, result.status) == ("disk /srv", 1)
    assert result.performance == ("used=85;80;90", "free=3GB")
    assert result.output == "85 % used\nmore"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ("a=1;5;9", 0),
        ("a=5;5;9", 1),
        ("a=9;5;9", 2),
        ("a=1;2:5;1:9", 1),
        ("a=0;2:5;1:9", 2),
        ("a=1;5;9|b=7;5;9", 1),
        ("a=1", 0),
    ],
)
def test_p_computes_the_status(values, status):
    assert only(f"P load {values} fine").status == status


def test_the_last_line_of_a_service_counts():
    assert only("0 clock - a\n2 clock - b\n<<<local:sep(0)>>>\n\n").status == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("4 x - text", "format"),
        ("", None),
        ("0 onlyname", "format"),
        ("0 a!b - text", "name"),
        ("0 " + "n" * 101 + " - text", "name"),
        ("0 x a=b text", "performance"),
        ("0 x a=1;z text", "performance"),
        ("0 x a=" + "9" * 400 + " text", "performance"),
        ("0 x - " + "y" * 5000, "too-long"),
    ],
)
def test_what_is_no_line_is_named(line, reason):
    results, errors = parse(f"{line}\n0 good - fine\n")
    assert [result.service for result in results] == ["good"]
    assert [each for _number, each in errors] == ([reason] if reason else [])


def test_escape_codes_are_left_out():
    assert only("0 x - \x1b[31mred\x1b[0m").output == "red"


def test_lines_are_bounded():
    results, errors = parse("".join(f"0 s{number} - x\n" for number in range(10_000)))
    assert len(results) == local_checks.MOST_LINES
    assert errors == [(local_checks.MOST_LINES + 1, "too-many")]


def test_performance_data_as_numbers():
    (row, other) = performance.parse(["used=41%;80;90;0;100", "'a b'=-1.5e3s", "bad", "x=nan"])
    assert (row["value"], row["unit"], row["maximum"]) == (41.0, "%", 100.0)
    assert (other["label"], other["value"], other["critical"]) == ("a b", -1500.0, None)
