"""Drafts written by a thread: soon, the latest words only, and never after the act that took them out."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from queue import SimpleQueue

import pytest

from facilitator.db import Store, connection
from facilitator.errors import DiskTrouble, FacilitatorError, FileBusy, MovedFile

Outcomes = SimpleQueue[FacilitatorError | None]


@pytest.fixture
def told() -> Outcomes:
    """What the thread has told."""
    return SimpleQueue()


def written(told: Outcomes) -> bool:
    """Waits for what the thread tells next."""
    return told.get(timeout=10) is None


def acts(store: Store) -> int:
    found: int = store.value("SELECT count(*) FROM act")
    return found


def test_words_kept_soon_are_on_the_disk_when_it_is_told(store: Store, other: Store, told: Outcomes) -> None:
    store.drafts.save_soon("line", "half", 4, told.put)
    assert written(told)
    assert other.drafts.draft("line") == ("half", 4)
    store.drafts.save_soon("line", "", 0, told.put)
    assert written(told)
    assert other.drafts.draft("line") is None
    assert acts(store) == 0


def test_they_are_as_safe_as_everything_else(store: Store) -> None:
    with store.beside() as aside:
        assert aside.value("PRAGMA synchronous") == store.value("PRAGMA synchronous") == 3
        assert aside.value("PRAGMA journal_mode") == "delete"


def test_only_the_latest_words_of_a_field_wait(store: Store, other: Store, told: Outcomes) -> None:
    before = other.value("PRAGMA data_version")
    with store.turn:
        for text in ("h", "ha", "hal", "half"):
            store.drafts.save_soon("line", text, 1, told.put)
        store.drafts.save_soon("form", "{}", 0, told.put)
        assert other.drafts.draft("line") is None
    assert written(told)
    assert written(told)
    assert told.empty()
    assert other.drafts.draft("line") == ("half", 1)
    assert other.drafts.draft("form") == ("{}", 0)
    # One transaction for both.
    assert other.value("PRAGMA data_version") == before + 1


def test_words_that_an_act_takes_out_do_not_come_back(store: Store, other: Store, told: Outcomes) -> None:
    with store.write("a line"):
        store.people.add_partnership("Northside Works")
        store.drafts.save_soon("line", "half", 4, told.put)
        store.drafts.save("line", "", 0)
    store.drafts.save_soon("form", "later", 0, told.put)
    assert written(told)
    assert other.drafts.draft("line") is None


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_order_of_the_threads(store: Store, other: Store, told: Outcomes, seed: int) -> None:
    seeded = random.Random(seed)
    last = ""
    for number in range(150):
        last = seeded.choice(("", f"words {number}"))
        if last and seeded.random() < 0.9:
            store.drafts.save_soon("line", last, 0, told.put)
        else:
            store.drafts.save("line", last, 0)
            assert other.drafts.draft("line") == ((last, 0) if last else None)
    store.drafts.save("line", last, 0)
    store.drafts.save_soon("form", "the end", 0, told.put)
    while other.drafts.draft("form") is None:
        assert written(told)
    assert other.drafts.draft("line") == ((last, 0) if last else None)
    assert not [error for error in iter(lambda: None if told.empty() else told.get(), None) if error]


def test_acts_and_drafts_of_one_program_never_find_the_file_busy(
    store: Store, other: Store, told: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They wait for each other however long the disk takes; only for other programs there is a limit."""
    store._conn.execute("PRAGMA busy_timeout = 0")
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0)
    for number in range(100):
        store.drafts.save_soon("line", f"words {number}", 0, told.put)
        with store.write("a line"):
            store.people.add_partnership(f"Partnership {number}")
    store.close()
    while not told.empty():
        assert written(told)
    assert acts(other) == 100


def test_a_read_waits_for_a_draft_that_a_slow_disk_takes_long_over(store: Store, other: Store) -> None:
    class Turn:
        """Held by a thread that is at its commit, until it is waited for."""

        def locked(self) -> bool:
            return True

        def __enter__(self) -> None:
            other._conn.execute("ROLLBACK")

        def __exit__(self, *_: object) -> None:
            pass

    store._conn.execute("PRAGMA busy_timeout = 0")
    other._conn.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FileBusy):
        store.people.partnerships()
    store.turn = Turn()  # type: ignore[assignment]
    assert store.people.partnerships() == []


def test_a_file_in_use_by_another_program_is_told_and_tried_again(
    store: Store, other: Store, told: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.001)
    with other.write("an act elsewhere"):
        store.drafts.save_soon("line", "half", 4, told.put)
        assert isinstance(told.get(timeout=10), FileBusy)
    store.drafts.save_soon("form", "{}", 0, told.put)
    assert written(told)
    assert written(told)
    assert other.drafts.draft("line") == ("half", 4)


def test_a_file_that_went_away_is_told_and_none_is_made(store: Store, told: Outcomes, tmp_path: Path) -> None:
    away = tmp_path / "away.db"
    store.path.rename(away)
    store.drafts.save_soon("line", "half", 4, told.put)
    assert isinstance(told.get(timeout=10), MovedFile)
    assert not store.path.exists()
    with pytest.raises(MovedFile):
        store.beside()
    away.rename(store.path)
    store.drafts.save_soon("line", "half a", 6, told.put)
    assert written(told)
    assert store.drafts.draft("line") == ("half a", 6)


def test_a_full_disk_is_told_and_the_words_are_written_when_there_is_room(
    store: Store, told: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = store.beside

    def small() -> Store:
        """The file may not grow."""
        aside = opened()
        aside._conn.execute(f"PRAGMA max_page_count = {aside.value('PRAGMA page_count')}")
        beside.append(aside)
        return aside

    beside: list[Store] = []
    monkeypatch.setattr(store, "beside", small)
    words = "x" * 100_000
    store.drafts.save_soon("line", words, 0, told.put)
    assert isinstance(told.get(timeout=10), DiskTrouble)
    assert store.drafts.draft("line") is None
    beside[0]._conn.execute("PRAGMA max_page_count = 100000")
    store.drafts.save_soon("form", "{}", 0, told.put)
    assert written(told)
    assert written(told)
    assert store.drafts.draft("line") == (words, 0)
    assert len(beside) == 1


def test_one_connection_serves_for_all_drafts(store: Store, told: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the key of an encrypted file is made once, and not by the thread."""
    made: list[threading.Thread] = []
    opened = store.beside

    def counted() -> Store:
        assert "raw_key" in vars(store)
        made.append(threading.current_thread())
        return opened()

    monkeypatch.setattr(store, "beside", counted)
    for number in range(5):
        store.drafts.save_soon("line", f"words {number}", 0, told.put)
        assert written(told)
    assert [it.name for it in made] == ["drafts"]


def test_a_second_screen_keeps_its_own(store: Store, other: Store, told: Outcomes) -> None:
    store.origin, other.origin = "screen", "second"
    store.drafts.save_soon("line", "the first one’s", 0, told.put)
    other.drafts.save_soon("line", "the second one’s", 0, told.put)
    assert written(told)
    assert written(told)
    assert store.drafts.draft("line") == ("the first one’s", 0)
    assert other.drafts.draft("line") == ("the second one’s", 0)


def test_a_screen_that_only_reads_keeps_none(store: Store, told: Outcomes) -> None:
    store.read_only(True)
    store.drafts.save_soon("line", "half", 4, told.put)
    assert "drafts" not in {it.name for it in threading.enumerate()}
    store.read_only(False)
    assert store.drafts.draft("line") is None


def test_the_thread_ends_with_the_store(store: Store, told: Outcomes) -> None:
    store.drafts.save_soon("line", "half", 4, told.put)
    assert written(told)
    [thread] = [it for it in threading.enumerate() if it.name == "drafts"]
    store.close()
    assert not thread.is_alive()
    assert [it.name for it in store.path.parent.iterdir()] == [store.path.name]


def test_whether_others_wrote_is_not_waited_for_while_a_draft_is_written(store: Store, other: Store) -> None:
    store.changed_elsewhere()
    with other.write("an act elsewhere"):
        other.people.add_partnership("Northside Works")
    with store.turn:
        assert not store.changed_elsewhere()
    assert store.changed_elsewhere()
