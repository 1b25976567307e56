from __future__ import annotations

from datetime import timedelta

from facilitator.db import Store
from support import NOW, FixedClock, make_meeting


def test_a_draft_is_kept_with_its_cursor_until_it_is_empty(store: Store) -> None:
    assert store.drafts.draft("meeting/line") is None
    store.drafts.save("meeting/line", "!@ben draft", 5)
    store.drafts.save("goals/note", "why", 3)
    store.drafts.save("meeting/line", "!@ben draft the", 15)
    assert store.drafts.draft("meeting/line") == ("!@ben draft the", 15)
    store.drafts.save("meeting/line", "", 0)
    assert store.drafts.draft("meeting/line") is None
    assert store.drafts.draft("goals/note") == ("why", 3)


def test_a_draft_is_on_disk_and_not_in_the_journal(store: Store, other: Store) -> None:
    store.drafts.save("meeting/line", "half", 4)
    assert other.drafts.draft("meeting/line") == ("half", 4)
    assert store.value("SELECT count(*) FROM act") == 0


def test_when_a_screen_last_had_a_meeting_open(store: Store, clock: FixedClock) -> None:
    meeting = make_meeting(store)
    store.drafts.seen(meeting.id, NOW)
    clock.forward(minutes=2)
    store.drafts.seen(meeting.id, store.now())
    assert store.drafts.last_sign(meeting.id, "line") == store.now()


def test_the_last_sign_of_a_screen_is_the_newest_of_all(store: Store, clock: FixedClock) -> None:
    meeting = make_meeting(store)
    assert store.drafts.last_sign(meeting.id, "line") is None
    store.drafts.seen(meeting.id, NOW)
    assert store.drafts.last_sign(meeting.id, "line") == NOW
    clock.forward(minutes=1)
    store.drafts.save("line", "half", 4)
    store.drafts.save("elsewhere", "half", 4)
    assert store.drafts.last_sign(meeting.id, "line") == NOW + timedelta(minutes=1)
    clock.forward(minutes=1)
    with store.write("a line", meeting.id):
        store.meetings.update(meeting.id, place="Library")
    assert store.drafts.last_sign(meeting.id, "line") == NOW + timedelta(minutes=2)


def test_what_left_the_file_is_listed_the_newest_first(store: Store, clock: FixedClock) -> None:
    store.drafts.log_export("minutes", "consented", 40, "/home/dana/minutes.md")
    clock.forward(days=1)
    store.drafts.log_export("bundle", "full", 1200, "/home/dana/out")
    assert store.drafts.exports() == [
        ("2026-11-22T15:00:00.000Z", "bundle", "full", 1200, "/home/dana/out"),
        ("2026-11-21T15:00:00.000Z", "minutes", "consented", 40, "/home/dana/minutes.md"),
    ]
