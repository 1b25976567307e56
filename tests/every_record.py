"""A data file with every kind of record in it, with hostile words and people of every sort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from facilitator.db import Store, open_store
from facilitator.db.passphrase import Passphrase
from facilitator.model.people import Party


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def zone_name(self) -> str:
        return "Europe/Lisbon"

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Filled:
    """The store and the ids of what is in it."""

    store: Store
    clock: SetClock
    ids: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def person(self, name: str) -> Party:
        return Party("person", self.ids[name], name)

    def organisation(self, name: str) -> Party:
        return Party("organisation", self.ids[name], name)


def group(key: str) -> Party:
    return Party("group", key, key)


def unknown(typed: str) -> Party:
    return Party("unknown", "", typed)


def fill(folder: Path, passphrase: Passphrase | None = None) -> Filled:
    """Fills `record.db` in `folder`, made when it is not there, with what it can hold.

    One partnership with a closed, a running and a repair meeting, and a second one.
    """
    clock = SetClock(datetime(2026, 12, 3, 14, 0, tzinfo=UTC))
    store = open_store(folder / "record.db", create=True, clock=clock, passphrase=passphrase)
    filled = Filled(store, clock, {})
    with store.write("fill"):
        _people(filled)
        _goals(filled)
        _closed_meeting(filled)
        _running_meeting(filled)
        _repair_meeting(filled)
        _second_partnership(filled)
        store.insert("setting", key="small_number_threshold", value="4")
    return filled


def _people(it: Filled) -> None:
    people, ids = it.store.people, it.ids
    p = ids["p"] = people.add_partnership(
        "Northside and friends",
        "=every child belongs",
        model="collaborative",
        started_on=date(2025, 9, 1),
        cadence="every 4 weeks",
        data_statement="We write down what helps; ask Rosa Quispe.",
        retention_months=36,
    )
    people.add_group("night_school", "evening class; \\ adults", "evening classes")
    school = ids["School"] = people.add_organisation(p, "Northside High", "school", "Learning; for all")
    bakery = ids["Bakery"] = people.add_organisation(p, "Golden Crust", "business", "Golden Crust bakes since 1912")
    library = ids["Library"] = people.add_organisation(p, "City Library", "cultural")
    parents = ids["Parents"] = people.add_organisation(p, "Parents’ Council", "family")
    everybody: dict[str, dict[str, Any]] = {
        "Ana Ruiz": {"organisation_id": school, "role": "principal"},
        "Tomasz Żółć": {"organisation_id": school, "role": "nurse", "may_be_named": "no"},
        "Ben O'Connor": {"organisation_id": bakery, "role": "owner", "may_be_named": "no"},
        "Lena Frost": {"organisation_id": library},
        "Rosa Quispe": {"organisation_id": parents, "role": "mother of Ana Ruiz"},
        "Carla Mendes": {"organisation_id": parents, "may_be_named": "yes"},
        "José María Peña": {"group": "resident"},
        "Walter": {},
    }
    for name, values in everybody.items():
        ids[name] = people.add_person(p, name, email=f"{name.split()[0]}@example.org", **values)
    ids["student 1"] = people.add_person(p, "student 1", group="student", is_minor=True, organisation_id=school)
    people.update_person(ids["Walter"], is_active=False)
    people.add_consent(ids["Carla Mendes"], "attendance", "given", date(2026, 9, 1), "Carla Mendes")
    people.add_consent(ids["student 1"], "photo", "refused", date(2026, 9, 1), "Greta Holm")
    people.add_norm(p, "Listen first; then speak", date(2026, 9, 1))
    people.end_norm(people.add_norm(p, "+1 for phones away", date(2025, 9, 1)), date(2026, 9, 1))


def _goals(it: Filled) -> None:
    goals = it.store.goals
    goal = it.ids["goal"] = goals.add(
        it["p"],
        "Raise attendance",
        why="@home is not enough",
        measure="attendance",
        unit="%",
        baseline=84.0,
        target=92.5,
        due=date(2027, 6, 30),
        state="at_risk",
        agreed_on=date(2026, 9, 1),
        next_review=date(2027, 1, 7),
        started_on=date(2026, 9, 15),
    )
    goals.add_owner(goal, it["School"])
    goals.add_owner(goal, it["Bakery"])
    goals.add_reading(goal, date(2026, 10, 1), 85.0)
    it.ids["quiet goal"] = goals.add(it["p"], "Open the gym")


def _meeting(it: Filled, title: str, start: datetime, **values: object) -> str:
    return it.store.meetings.add(
        partnership_id=it["p"],
        title=title,
        template_key="check_in",
        planned_start=start,
        time_zone="Europe/Lisbon",
        planned_minutes=60,
        **values,
    )


def _step(it: Filled, meeting: str, position: int, kind: str, **values: object) -> str:
    return it.store.meetings.add_step(
        meeting, position, kind=kind, title=f"The {kind}", planned_minutes=10, floor_minutes=5, **values
    )


def _closed_meeting(it: Filled) -> None:
    store, ids, clock = it.store, it.ids, it.clock
    meetings, notes = store.meetings, store.notes
    m = ids["closed"] = _meeting(
        it,
        "Buses, “late” ones",
        clock.at,
        place="Room 2\nleft door",
        facilitator="Nadia Haddad",
        purpose="Late buses for Żółć",
        next_meeting_on=date(2027, 1, 7),
    )
    s = ids["round"] = _step(it, m, 1, "round", prompt="Who waits?", goal_id=ids["goal"])
    ids["close"] = _step(it, m, 2, "close", fixed_start="15:50", state="skipped")
    meetings.update(m, state="running", started_at=clock.at, current_step_id=s)
    for name in ("Ana Ruiz", "Tomasz Żółć", "Rosa Quispe", "Carla Mendes", "student 1"):
        meetings.add_attendance(m, person_id=ids[name], status="present", arrived_at=clock.at)
    meetings.add_attendance(m, person_id=ids["Lena Frost"], status="apologies")
    meetings.add_attendance(m, group_key="family", head_count=5, status="present", mode="remote")
    meetings.open_stretch(m, s, clock.at)
    clock.move(90.25)
    notes.add(m, s, "said", "=buses stop at four", speaker=it.person("Ana Ruiz"), tags=("need", "idea"))
    notes.add(m, s, "said", "ask zolc or Tomasz", speaker=it.person("Rosa Quispe"), goal_id=ids["goal"])
    given = notes.add(m, s, "paraphrase", "no bus; no job", speaker=it.person("Tomasz Żółć"), orid="reflective")
    notes.update("note", given, confirmed="corrected", correction="no bus, no evening job")
    notes.add(m, s, "said", "bread is ready", speaker=it.person("Ben O'Connor"))
    notes.add(m, s, "said", "we can open late", speaker=it.organisation("Library"))
    notes.add(m, s, "said", "we are tired", speaker=group("family"))
    notes.add(m, s, "said", "who am I", speaker=unknown("tomaz"))
    notes.add(m, s, "question", "what would help?", is_open_question=True)
    notes.add(m, s, "note", "SECRET about rent", visibility="private", speaker=it.person("José María Peña"))
    for who in ("Ana Ruiz", "Ana Ruiz", "Rosa Quispe"):
        group_key = "family" if who.startswith("Rosa") else "school"
        meetings.add_turn(m, s, group_key, None)
    meetings.close_stretch(m, clock.at)
    clock.move(30)
    meetings.open_stretch(m, s, clock.at)
    question = notes.add_question(ids["p"], m, s, "who pays?", it.person("José María Peña"))
    notes.update("question", question, state="answered", answer="Quispe asks the city", answered_at=clock.at)
    decision = ids["decision"] = store.decisions.add(
        ids["p"],
        m,
        s,
        "-pilot two late buses",
        groups_present="school family",
        groups_absent="student",
        goal_id=ids["goal"],
        review_on=date(2027, 2, 1),
    )
    store.decisions.update(decision, method="fist", tally=(0, 0, 0, 4, 2, 1), result="agreed", reason="counted twice")
    store.decisions.add_concern(decision, "who drives; when?")
    store.decisions.add_concern(decision, "back\\slash")
    ids["action"] = store.actions.add(
        ids["p"],
        "draft with Ben O’Connor",
        owner=it.person("Ben O'Connor"),
        helpers=(it.person("Ana Ruiz"), it.organisation("Bakery"), group("family"), unknown("zed; x")),
        meeting_id=m,
        step_id=s,
        goal_id=ids["goal"],
        due_first=date(2026, 12, 4),
        due=date(2026, 12, 11),
        reason="ill",
    )
    store.actions.add(ids["p"], "bring keys", owner=it.organisation("Library"), meeting_id=m, step_id=s)
    store.actions.add(ids["p"], "call", owner=group("health"), meeting_id=m, step_id=s, due_words="next meeting")
    store.actions.add(ids["p"], "from the list", owner=None, state="done", done_on=date(2026, 12, 1))
    notes.add_parked(ids["p"], m, s, "cafeteria menu", it.person("Rosa Quispe"), goal_id=ids["goal"])
    notes.add_appreciation(m, s, "found two drivers", it.person("Ben O'Connor"))
    notes.add_appreciation(m, s, "the gym is open", None)
    notes.answer_feedback(
        notes.add_feedback(m, s, "delta", "start on time", "family"), "changed", "we did", date(2027, 1, 7)
    )
    notes.set_ratings(m, "time_worth", (0, 1, 2, 6, 8))
    store.goals.add_reading(ids["goal"], date(2026, 12, 3), 86.25, meeting_id=m, status="at_risk", note="with Silva")
    store.goals.add_change(ids["goal"], "target", "90", "92.5", "Mrs Quispe asked", m)
    clock.move(60)
    meetings.close_stretch(m, clock.at)
    meetings.update_step(s, state="done", started_at=meetings.get(m).started_at, ended_at=clock.at)  # type: ignore[union-attr]
    meetings.update(m, state="closed", ended_at=clock.at)
    meetings.add_event(m, "closed")
    meetings.save_measures(
        m,
        [
            ("start_delay_minutes", 0.0, None, 0.0),
            ("heard_right", 3.0, 4.0, 0.75),
            ("voices_heard", 3.0, 5.0, 0.6),
            ("voices_heard:family", 1.0, 2.0, 0.5),
            ("voices_heard:school", 1.0, 2.0, 0.5),
            ("voices_heard:student", 0.0, 1.0, 0.0),
        ],
    )


def _running_meeting(it: Filled) -> None:
    it.clock.move(3600)
    m = it.ids["running"] = _meeting(it, "Next round", it.clock.at, state="running", started_at=it.clock.at)
    s = it.ids["listen"] = _step(it, m, 1, "listen", state="running", started_at=it.clock.at)
    it.store.meetings.update(m, current_step_id=s, counts_by_person=True)
    it.store.meetings.open_stretch(m, s, it.clock.at)
    for name in ("Ana Ruiz", "Rosa Quispe"):
        it.store.meetings.add_attendance(m, person_id=it[name], status="late")
    it.store.meetings.add_turn(m, s, "school", it["Ana Ruiz"])
    it.store.meetings.add_turn(m, s, "school", it["Tomasz Żółć"])
    it.store.meetings.add_turn(m, s, "family", it["Rosa Quispe"])
    it.store.meetings.add_turn(m, s, "family", it["Carla Mendes"])
    it.store.meetings.add_turn(m, s, "family", None)
    it.store.notes.add(m, s, "note", "日本語 \x1b[31mred 👩‍👩‍👧‍👦")


def _repair_meeting(it: Filled) -> None:
    m = it.ids["repair"] = _meeting(it, "Repair", it.clock.at, is_restricted=True, purpose="HIDDEN purpose")
    s = _step(it, m, 1, "listen")
    store = it.store
    store.meetings.add_attendance(m, person_id=it["Walter"], status="present")
    store.notes.add(m, s, "said", "HIDDEN words", speaker=it.person("Walter"), visibility="restricted")
    store.notes.add_question(it["p"], m, s, "HIDDEN question", None)
    store.notes.add_parked(it["p"], m, s, "HIDDEN topic", None)
    store.notes.add_feedback(m, s, "concern", "HIDDEN concern")
    store.notes.add_appreciation(m, s, "HIDDEN thanks", None)
    store.decisions.add_concern(store.decisions.add(it["p"], m, s, "HIDDEN decision"), "HIDDEN doubt")
    store.actions.add(it["p"], "HIDDEN promise", owner=None, helpers=(it.person("Walter"),), meeting_id=m, step_id=s)
    store.goals.add_reading(it["goal"], date(2026, 12, 4), 99.0, meeting_id=m, note="HIDDEN reading")
    store.goals.add_change(it["goal"], "why", "", "HIDDEN", "HIDDEN", m)
    store.meetings.add_event(m, "reopened", "HIDDEN reason")


def _second_partnership(it: Filled) -> None:
    it.ids["other"] = it.store.people.add_partnership("Harbour")
    it.ids["Otto Berg"] = it.store.people.add_person(it["other"], "Otto Berg", group="family")
    it.store.people.add_norm(it["other"], "Be kind", date(2026, 9, 1))
