from __future__ import annotations

from facilitator.db.bundle_queries import QUERIES
from facilitator.exports.tables import TABLES

CONTRACT = """
partnerships: id, name, vision, model, state, started_on, review_on
groups: key, label, position, is_family, is_student, is_priority_voice
organisations: id, partnership_id, name, group, mission, joined_on, left_on
people: id, partnership_id, organisation_id, name, role, group, is_minor, may_be_named
consents: id, person_id, scope, answer, on, by, until
norms: id, partnership_id, position, text, from, until
meetings: id, partnership_id, title, template, state, mode, place, facilitator, planned_start, time_zone, \
planned_minutes, started_at, ended_at, purpose
attendance: meeting_id, person_id, name, organisation, group, status, mode, head_count, arrived_at, left_at
steps: id, meeting_id, position, kind, title, planned_minutes, floor_minutes, started_at, ended_at, \
active_seconds, state
notes: id, meeting_id, step_id, at, kind, speaker, organisation, group, text, is_open_question, confirmed, correction, \
visibility, tags, goal_id
turns: meeting_id, step_id, group, person_id, turns
questions: id, meeting_id, step_id, number, asked_by, group, text, state, answer, answered_at
decisions: id, meeting_id, step_id, number, at, text, method, tally, result, concerns, groups_present, review_on
actions: id, meeting_id, step_id, goal_id, number, text, owner, helpers, organisation, due_first, due, state, done_on, \
reason, created_at
goals: id, partnership_id, statement, why, owner_organisations, measure, unit, baseline, target, current, due, state, \
agreed_on, next_review
goal_readings: id, goal_id, meeting_id, on, value, status, note
goal_changes: id, goal_id, meeting_id, at, field, old, new, reason
parked: id, meeting_id, step_id, text, raised_by, state, outcome
feedback: id, meeting_id, step_id, kind, text, group, state, told_back_on
ratings: meeting_id, instrument, item, group, score, count
appreciations: id, meeting_id, step_id, to, text
measures: meeting_id, measure, numerator, denominator, value
"""


def test_every_file_has_the_promised_columns_first() -> None:
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    for line in CONTRACT.strip().splitlines():
        name, _, promised = line.partition(": ")
        wanted = promised.split(", ")
        assert columns[name][: len(wanted)] == wanted


def test_links_lead_to_keys() -> None:
    keys = {table.name: table.key for table in TABLES}
    for table in TABLES:
        assert set(table.key) <= {column.name for column in table.columns}
        for column in table.columns:
            assert column.meaning
            if column.to:
                resource, key = column.to.split(".")
                assert keys[resource] == (key,)


def test_no_column_twice_and_every_file_can_be_read() -> None:
    assert {table.name for table in TABLES} == QUERIES.keys()
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
