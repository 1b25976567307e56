"""One row for every journalled table, with every column filled where it can be, in an order the relations allow."""

from __future__ import annotations

AT = "2026-11-21T15:00:00.000Z"
DAY = "2026-11-21"
STEP = {"meeting_id": "m", "step_id": "s"}

ROWS: dict[str, dict[str, str | int | float]] = {
    "setting": {"key": "k", "value": "v"},
    "tag": {"key": "t", "label": "T", "position": 9},
    "stakeholder_group": {
        "key": "g", "label": "G", "plural": "Gs", "position": 99, "is_family": 1, "is_student": 1,
        "is_priority_voice": 1,
    },
    "partnership": {
        "id": "p", "name": "P", "vision": "V", "vision_affirmed_on": DAY, "model": "integrated", "state": "active",
        "started_on": DAY,
        "review_on": DAY, "cadence": "monthly", "usual_place": "here", "data_statement": "D", "retention_months": 12,
    },
    "organisation": {
        "id": "o", "partnership_id": "p", "name": "O", "group_key": "g", "mission": "M", "joined_on": DAY,
        "left_on": DAY,
    },
    "person": {
        "id": "i", "partnership_id": "p", "organisation_id": "o", "name": "I", "role": "R", "group_key": "g",
        "email": "E",
        "is_minor": 1, "may_be_named": "yes", "is_active": 1,
    },
    "consent": {
        "id": "c", "person_id": "i", "scope": "notes", "answer": "given", "on_date": DAY, "by_whom": "B",
        "until": DAY,
    },
    "norm": {"id": "n", "partnership_id": "p", "position": 1, "text": "T", "from_date": DAY, "until": DAY},
    "goal": {
        "id": "G", "partnership_id": "p", "statement": "S", "why": "W", "measure": "M", "unit": "%",
        "baseline": 1.5, "target": 9.5,
        "due": DAY, "state": "on_track", "started_on": DAY, "agreed_on": DAY, "next_review": DAY,
    },
    "meeting": {
        "id": "m", "partnership_id": "p", "title": "T", "template_key": "check_in", "template_version": 1,
        "state": "running",
        "mode": "room", "place": "here", "facilitator": "F", "planned_start": AT, "time_zone": "UTC",
        "planned_minutes": 60,
        "started_at": AT, "ended_at": AT, "purpose": "P", "counts_by_person": 1, "is_restricted": 1,
        "current_step_id": "s",
        "next_meeting_on": DAY,
    },
    "step": {
        "id": "s", "meeting_id": "m", "position": 1, "kind": "open", "title": "T", "prompt": "P",
        "planned_minutes": 5, "floor_minutes": 3,
        "fixed_start": "15:00", "state": "running", "started_at": AT, "ended_at": AT, "goal_id": "G",
    },
    "meeting_event": {"id": "e", "meeting_id": "m", "at": AT, "event": "closed", "reason": "R"},
    "stretch": {"id": "z", "meeting_id": "m", "step_id": "s", "started_at": AT, "ended_at": AT},
    "attendance": {
        "id": "a", "meeting_id": "m", "person_id": "i", "group_key": "g", "status": "present", "mode": "room",
        "arrived_at": AT,
        "left_at": AT, "heard": 1,
    },
    "turn": {"id": "t", **STEP, "group_key": "g", "person_id": "i", "turns": 1},
    "queue_entry": {
        "id": "q", "meeting_id": "m", "position": 1, "speaker_person_id": "i", "speaker_organisation_id": "o",
        "speaker_group": "g",
        "speaker_text": "T", "called_at": AT,
    },
    "note": {
        "id": "N", **STEP, "at": AT, "kind": "paraphrase", "speaker_person_id": "i", "speaker_organisation_id": "o",
        "speaker_group": "g",
        "speaker_text": "T", "text": "W", "is_open_question": 1, "confirmed": "yes", "correction": "C",
        "visibility": "shared",
        "tags": "t", "orid": "objective", "goal_id": "G",
    },
    "question": {
        "id": "Q", "partnership_id": "p", **STEP, "number": 1, "at": AT, "asker_person_id": "i",
        "asker_organisation_id": "o",
        "asker_group": "g", "asker_text": "T", "text": "W", "state": "open", "answer": "A", "answered_at": AT,
    },
    "goal_owner": {"id": "w", "goal_id": "G", "organisation_id": "o"},
    "goal_reading": {
        "id": "r", "goal_id": "G", "meeting_id": "m", "on_date": DAY, "value": 2.5, "status": "on_track", "note": "N",
    },
    "goal_change": {
        "id": "h", "goal_id": "G", "meeting_id": "m", "at": AT, "field": "due", "old": "1", "new": "2", "reason": "R",
    },
    "decision": {
        "id": "d", "partnership_id": "p", **STEP, "number": 1, "at": AT, "text": "T", "method": "fist",
        "tally": "0 0 0 0 0 1",
        "result": "agreed", "reason": "R", "groups_present": "g", "groups_absent": "g", "review_on": DAY,
        "goal_id": "G",
    },
    "decision_concern": {"id": "D", "decision_id": "d", "at": AT, "text": "T"},
    "action": {
        "id": "A", "partnership_id": "p", **STEP, "goal_id": "G", "number": 1, "text": "T", "owner_person_id": "i",
        "owner_organisation_id": "o", "owner_group": "g", "owner_text": "T", "due_first": DAY, "due": DAY,
        "due_words": "next meeting",
        "state": "open", "done_on": DAY, "reason": "R", "created_at": AT,
    },
    "action_helper": {
        "id": "H", "action_id": "A", "position": 1, "helper_person_id": "i", "helper_organisation_id": "o",
        "helper_group": "g",
        "helper_text": "T",
    },
    "parked": {
        "id": "k", "partnership_id": "p", **STEP, "at": AT, "text": "T", "raiser_person_id": "i",
        "raiser_organisation_id": "o",
        "raiser_group": "g", "raiser_text": "T", "goal_id": "G", "state": "parked", "outcome": "O",
    },
    "feedback": {
        "id": "f", **STEP, "at": AT, "kind": "delta", "text": "T", "group_key": "g", "state": "heard",
        "reason": "R", "told_back_on": DAY,
    },
    "rating": {
        "id": "R", "meeting_id": "m", "instrument": "time_worth", "item": "I", "group_key": "g", "score": 1,
        "count": 2,
    },
    "appreciation": {
        "id": "P", **STEP, "at": AT, "text": "T", "receiver_person_id": "i", "receiver_organisation_id": "o",
        "receiver_group": "g",
        "receiver_text": "T",
    },
    "measure": {
        "id": "M", "meeting_id": "m", "position": 1, "measure": "x", "numerator": 1.5, "denominator": 2.5,
        "value": 0.6,
    },
}  # fmt: skip
