import itertools

import pytest

from tests.unit.services.base.sample import Base, Thing

THINGS = "/sample/v1/things"
SIZES = [5, None, 3, 5, None, 1, 5, 2, None, 3]


@pytest.fixture
def things(app, runtime):
    Base.metadata.create_all(runtime.db.engine)
    rows = [
        {"id": f"id-{number}", "name": f"n{number % 4}", "size": size}
        for number, size in enumerate(SIZES)
    ]
    with runtime.db.session() as session:
        session.add_all(Thing(**row) for row in rows)
    return rows


def walk(person, query, limit):
    marker = ""
    while True:
        answer = person.get(f"{THINGS}?{query}&limit={limit}{marker}")
        assert answer.status_code == 200
        assert len(answer.json["things"]) <= limit
        yield from answer.json["things"]
        if answer.json["next"] is None:
            return
        marker = f"&marker={answer.json['next']}"


def order(row, key):
    value = row[key]
    return (value is None, value if value is not None else 0, row["id"])


@pytest.mark.parametrize(
    ("key", "direction", "limit"),
    itertools.product(["name", "size"], ["asc", "desc"], [1, 3, 10, 100]),
)
def test_pages_hold_every_row_once_and_in_order(reader, things, key, direction, limit):
    rows = list(walk(reader, f"sort_key={key}&sort_dir={direction}", limit))
    assert rows == sorted(things, key=lambda row: order(row, key), reverse=direction == "desc")


def test_the_defaults(reader, things):
    answer = reader.get(THINGS).json
    assert answer["next"] is None
    assert answer["things"] == sorted(things, key=lambda row: order(row, "name"))


def test_rows_that_come_and_go_between_pages(reader, admin, things):
    first = reader.get(f"{THINGS}?limit=4").json
    admin.delete(f"{THINGS}/{first['things'][0]['id']}")
    second = reader.get(f"{THINGS}?limit=100&marker={first['next']}").json
    assert len(first["things"] + second["things"]) == len(things)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("marker=gone", "marker"),
        ("marker=", "marker"),
        ("sort_key=id;drop", "sort_key"),
        ("sort_dir=up", "sort_dir"),
    ],
)
def test_invalid_queries(reader, things, query, field):
    answer = reader.get(f"{THINGS}?{query}")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
