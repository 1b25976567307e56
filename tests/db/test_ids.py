from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from facilitator.db.ids import Ids
from support import NOW, FixedClock, make_partnership, make_store


def test_an_id_is_a_uuid_of_version_7_with_its_moment() -> None:
    text = Ids().new(NOW)
    made = uuid.UUID(text)
    assert text == str(made)
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert datetime.fromtimestamp((made.int >> 80) / 1000, UTC) == NOW


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=60))
def test_ids_sort_in_the_order_made_whatever_the_clock_does(steps: list[int]) -> None:
    ids, now, made = Ids(), NOW, []
    for step in steps:
        now += timedelta(milliseconds=step)
        made.append(ids.new(now))
    assert made == sorted(set(made))


def test_ten_thousand_in_a_millisecond_stay_in_order() -> None:
    ids = Ids()
    made = [ids.new(NOW) for _ in range(10_000)]
    assert made == sorted(set(made))
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", it) for it in made)


def test_ids_go_on_behind_the_newest_there_is() -> None:
    first = Ids()
    newest = [first.new(NOW) for _ in range(300)][-1]
    assert Ids(after=newest).new(NOW - timedelta(days=400)) > newest
    assert Ids(after=newest).new(NOW) > newest


def test_an_id_of_another_kind_tells_nothing() -> None:
    assert Ids(after="ffffffff-ffff-4fff-bfff-ffffffffffff").new(NOW) < Ids().new(NOW + timedelta(milliseconds=1))
    assert Ids(after="no id at all").new(NOW) < Ids().new(NOW + timedelta(milliseconds=1))


def test_a_file_keeps_its_order_when_the_clock_was_set_back_twice(tmp_path: Path) -> None:
    clock = FixedClock()
    with make_store(tmp_path, clock) as store:
        make_partnership(store)
    made = []
    for _ in range(3):
        clock.forward(hours=-1)
        with make_store(tmp_path, clock) as store, store.write("a group agreement"):
            made.append(store.people.add_norm(store.people.partnerships()[0].id, "one at a time", NOW.date()))
    with make_store(tmp_path) as store:
        assert sorted([*made, *(person.id for person in store.people.people())])[-3:] == made
