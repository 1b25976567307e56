"""The SELECT of each file of the CSV bundle, and which records belong in it.

Whose a record is comes in four columns with one prefix, in the order of `parties`: person, organisation, group, name
as typed. Cells that hold several values come as JSON, or as words separated by blanks where they are stored so.
Parameters: `:partnership` and `:meeting` (NULL for all), `:everything` (1 with private and restricted lines).
"""

from __future__ import annotations

_OPEN = "(:everything OR n.visibility = 'shared')"

_MENTIONS = (
    ("note n", "speaker", f"n.meeting_id IN told AND {_OPEN}"),
    ("question n", "asker", "n.meeting_id IN told"),
    ("action n", "owner", "n.meeting_id IN told"),
    ("parked n", "raiser", "n.meeting_id IN told"),
    ("appreciation n", "receiver", "n.meeting_id IN told"),
    ("action_helper n", "helper", "n.action_id IN (SELECT id FROM action WHERE meeting_id IN told)"),
)
_MENTIONED_PEOPLE = " UNION ".join(
    f"SELECT n.{prefix}_person_id FROM {table} WHERE {where}" for table, prefix, where in _MENTIONS
)
_MENTIONED_ORGANISATIONS = " UNION ".join(
    f"SELECT n.{prefix}_organisation_id FROM {table} WHERE {where}" for table, prefix, where in _MENTIONS
)
_GOALS_OF_A_MEETING = (
    "SELECT goal_id FROM step WHERE meeting_id IN in_meeting"
    f" UNION SELECT goal_id FROM note n WHERE meeting_id IN told AND {_OPEN}"
    + "".join(
        f" UNION SELECT goal_id FROM {table} WHERE meeting_id IN told"
        for table in ("action", "decision", "parked", "goal_reading", "goal_change")
    )
)

IN_THE_BUNDLE = (
    *(
        f"CREATE TEMP TABLE {name} (id TEXT PRIMARY KEY) WITHOUT ROWID"
        for name in ("in_partnership", "in_meeting", "told", "in_goal", "in_person", "in_organisation")
    ),
    "INSERT INTO in_partnership SELECT id FROM partnership WHERE :partnership IS NULL OR id = :partnership",
    "INSERT INTO in_meeting SELECT id FROM meeting"
    " WHERE partnership_id IN in_partnership AND (:meeting IS NULL OR id = :meeting)",
    # Of a repair meeting everything is restricted: that it was held may leave, with its agenda, and no more.
    "INSERT INTO told SELECT id FROM meeting WHERE id IN in_meeting AND (:everything OR NOT is_restricted)",
    "INSERT INTO in_goal SELECT id FROM goal WHERE partnership_id IN in_partnership"
    f" AND (:meeting IS NULL OR id IN ({_GOALS_OF_A_MEETING}))",
    "INSERT INTO in_person SELECT id FROM person"
    " WHERE partnership_id IN in_partnership AND (:meeting IS NULL OR id IN ("
    "SELECT person_id FROM attendance WHERE meeting_id IN told"
    f" UNION SELECT person_id FROM turn WHERE meeting_id IN told UNION {_MENTIONED_PEOPLE}))",
    "INSERT INTO in_organisation SELECT id FROM organisation"
    " WHERE partnership_id IN in_partnership AND (:meeting IS NULL OR id IN ("
    "SELECT organisation_id FROM person WHERE id IN in_person"
    f" UNION SELECT organisation_id FROM goal_owner WHERE goal_id IN in_goal UNION {_MENTIONED_ORGANISATIONS}))",
)
"""Statements that note in temporary tables which records belong in the bundle; `told` are meetings whose lines do."""

LINES_HELD_BACK = (
    "SELECT "
    + " + ".join(
        f"(SELECT count(*) FROM {table} n JOIN meeting m ON m.id = n.meeting_id"
        f" WHERE m.id IN in_meeting AND (m.is_restricted{or_else}))"
        for table, or_else in (
            ("note", " OR n.visibility <> 'shared'"),
            *((table, "") for table in ("question", "action", "decision", "parked", "feedback", "appreciation")),
        )
    )
    + """ + (SELECT count(*) FROM reworded WHERE partnership_id IN in_partnership AND (:meeting IS NULL
    OR CASE WHEN tbl = 'goal' THEN id IN in_goal ELSE coalesce(meeting_id IN in_meeting, 1) END))"""
)
"""How many lines leave only with everything; `reworded` are other records with words of repair meetings."""

OF_A_MEETING = (
    *("note", "question", "decision", "action", "parked", "feedback", "appreciation", "attendance", "turn", "rating"),
    *("step", "stretch", "meeting_event", "measure"),
)
"""Tables whose rows belong to a meeting: the long ones."""

GOAL_HISTORY = """
    SELECT goal_id, on_date, value FROM goal_reading r WHERE goal_id IN in_goal AND value IS NOT NULL
      AND (:everything OR r.meeting_id IS NULL OR r.meeting_id NOT IN (SELECT id FROM meeting WHERE is_restricted))
      AND (:meeting IS NULL OR on_date <= (SELECT date(max(planned_start, coalesce(ended_at, '')), '+1 day')
        FROM meeting WHERE id = :meeting))
    ORDER BY goal_id, on_date, id"""

_NAMES = "'person', 'organisation', 'consent', 'partnership', 'stakeholder_group', 'setting', 'attendance'"
"""Tables on which it depends how people and organisations are called in what leaves: counts of people too."""
_TYPED = {
    "note": "speaker_text",
    "question": "asker_text",
    "parked": "raiser_text",
    "appreciation": "receiver_text",
    "action": "owner_text",
    "action_helper": "helper_text",
}
"""Where names stand as they were typed; they are taken out of other words, too."""
_NAMED = " UNION ALL ".join(
    (
        f"SELECT max(act) AS act FROM change WHERE tbl IN ({_NAMES}) AND field IS NOT 'heard'",
        *(
            f"SELECT max(act) FROM change WHERE tbl = '{table}' AND field = '{column}' AND (old <> '' OR new <> '')"
            f" UNION ALL SELECT max(c.act) FROM {table} n JOIN change c ON c.tbl = '{table}' AND c.row = n.id"
            f" WHERE n.{column} <> ''"
            for table, column in _TYPED.items()
        ),
    )
)


def _parts(table: str, owner: str) -> str:
    """Changes of rows that are part of another record, rows taken out since and moved away too."""
    return (
        f"SELECT p.{owner} AS record, c.act FROM change c JOIN {table} p ON p.id = c.row WHERE c.tbl = '{table}'"
        f" UNION ALL SELECT value, c.act FROM change c, json_each(json_array(c.old, c.new))"
        f" WHERE c.tbl = '{table}' AND c.field = '{owner}' AND value IS NOT NULL"
    )


REVISIONS = f"""
    WITH named AS (SELECT max(act) AS act FROM ({_NAMED}))
    SELECT record, own.act, a.at FROM (
      SELECT record, max(act, coalesce((SELECT act FROM named), 0)) AS act FROM (
        SELECT record, max(act) AS act FROM (
          SELECT row AS record, act FROM change
            WHERE tbl = 'action' OR (tbl = 'meeting' AND field IS NOT 'current_step_id')
          UNION ALL {_parts("step", "meeting_id")}
          UNION ALL {_parts("action_helper", "action_id")}
        ) GROUP BY record)
    ) own JOIN act a ON a.id = own.act"""
"""The newest act that changed a meeting, its agenda, a promise, or what names in them depend on.

Its number only ever grows, an undo is an act too, and stays the same while none of that changes.
"""

RAN_OUT = """
    SELECT count(*) FROM (SELECT id FROM consent WHERE until < :today
      UNION SELECT row FROM change WHERE tbl = 'consent' AND field = 'until' AND old < :today)"""
"""How many answers ran out by a day, those taken out since too: that changes names without an act, and only grows."""

STATE_CHANGES = """
    SELECT c.row, max(a.at) FROM change c JOIN act a ON a.id = c.act
    WHERE c.tbl = 'action' AND (c.field = 'state' OR c.op = 'insert') GROUP BY c.row"""


def _taken_out(table: str, *fields: str) -> str:
    """Records that are not there any more, but were when a calendar left the file."""
    values = ", ".join(f"max(c.old) FILTER (WHERE c.field = '{it}')" for it in fields)
    return f"""
    SELECT c.row, c.act, a.at, {values} FROM change c JOIN act a ON a.id = c.act
    WHERE c.tbl = '{table}' AND c.op = 'delete' AND c.row NOT IN (SELECT id FROM {table})
      AND c.act = (SELECT max(act) FROM change WHERE tbl = '{table}' AND row = c.row AND op = 'delete')
      AND EXISTS (SELECT 1 FROM export_log e WHERE e.what = 'calendar' AND e.at <= a.at AND e.at >= (
        SELECT min(b.at) FROM change i JOIN act b ON b.id = i.act
        WHERE i.tbl = '{table}' AND i.row = c.row AND i.op = 'insert'))
    GROUP BY c.row ORDER BY c.row"""


MEETINGS_GONE = _taken_out("meeting", "partnership_id", "planned_start", "time_zone", "planned_minutes")
ACTIONS_GONE = _taken_out("action", "partnership_id", "number", "meeting_id")


def _whose(table: str, prefix: str) -> str:
    parts = ("person_id", "organisation_id", "group", "text")
    return ", ".join(f"{table}.{prefix}_{part}" for part in parts)


_BY_MEETING = "JOIN meeting m ON m.id = x.meeting_id WHERE m.id IN told ORDER BY m.planned_start, m.id"

_NOTE = f"""n.id, n.meeting_id, n.step_id, n.at, n.kind, n.text, n.is_open_question, n.confirmed, n.correction,
          n.visibility, n.tags, n.goal_id, n.orid, {_whose("n", "speaker")}"""

QUERIES = {
    "partnerships": """
        SELECT id, name, vision, model, state, started_on, review_on, vision_affirmed_on, cadence, usual_place,
          data_statement, retention_months
        FROM partnership WHERE id IN in_partnership ORDER BY id""",
    "groups": """
        SELECT key, label, position, is_family, is_student, is_priority_voice, plural
        FROM stakeholder_group ORDER BY position, key""",
    "organisations": """
        SELECT id, partnership_id, group_key AS "group", mission, joined_on, left_on,
          NULL AS own_person_id, id AS own_organisation_id, NULL AS own_group, '' AS own_text
        FROM organisation WHERE id IN in_organisation ORDER BY id""",
    "people": """
        SELECT p.id, p.partnership_id, p.organisation_id, p.role, coalesce(p.group_key, o.group_key) AS "group",
          p.is_minor, p.may_be_named, p.group_key AS own_group_key, p.is_active,
          p.id AS own_person_id, NULL AS own_organisation_id, NULL AS own_group, '' AS own_text
        FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id WHERE p.id IN in_person ORDER BY p.id""",
    "consents": """
        SELECT id, person_id, scope, answer, on_date AS "on", by_whom AS "by", until
        FROM consent WHERE person_id IN in_person ORDER BY id""",
    "norms": """
        SELECT id, partnership_id, position, text, from_date AS "from", until
        FROM norm WHERE partnership_id IN in_partnership ORDER BY partnership_id, position, id""",
    "meetings": """
        SELECT id, partnership_id, title, template_key AS template, state, mode, place, facilitator, planned_start,
          time_zone, planned_minutes, started_at, ended_at,
          CASE WHEN id IN told THEN purpose ELSE '' END AS purpose, template_version, counts_by_person, is_restricted,
          current_step_id, next_meeting_on
        FROM meeting WHERE id IN in_meeting ORDER BY planned_start, id""",
    "attendance": """
        SELECT x.meeting_id, x.status, x.mode, x.head_count, x.arrived_at, x.left_at, x.person_id,
          x.person_id AS who_person_id, NULL AS who_organisation_id, x.group_key AS who_group, '' AS who_text
        FROM attendance x JOIN meeting m ON m.id = x.meeting_id
        LEFT JOIN stakeholder_group g ON g.key = x.group_key WHERE m.id IN told
        ORDER BY m.planned_start, m.id, x.person_id IS NULL, x.person_id, g.position, x.group_key""",
    "steps": """
        SELECT x.id, x.meeting_id, x.position, x.kind, x.title, x.planned_minutes, x.floor_minutes, x.started_at,
          x.ended_at, x.state, x.prompt, x.fixed_start, x.goal_id,
          (SELECT coalesce(sum(max(0, cast(round((julianday(ended_at) - julianday(started_at))
             * 86400000) AS INTEGER))), 0) / 1000.0
             FROM stretch WHERE step_id = x.id AND ended_at IS NOT NULL) AS active_seconds
        FROM step x JOIN meeting m ON m.id = x.meeting_id WHERE m.id IN in_meeting
        ORDER BY m.planned_start, m.id, x.position, x.id""",
    "stretches": f"SELECT x.id, x.meeting_id, x.step_id, x.started_at, x.ended_at FROM stretch x {_BY_MEETING}, x.id",
    "meeting_events": f"SELECT x.id, x.meeting_id, x.at, x.event, x.reason FROM meeting_event x {_BY_MEETING}, x.id",
    "notes": f"SELECT {_NOTE} FROM note n WHERE n.meeting_id IN told AND {_OPEN} ORDER BY n.id",
    "turns": """
        SELECT x.meeting_id, x.step_id, coalesce(x.group_key, '') AS "group", sum(x.turns) AS turns,
          x.person_id AS who_person_id, NULL AS who_organisation_id, NULL AS who_group, '' AS who_text
        FROM turn x JOIN meeting m ON m.id = x.meeting_id JOIN step s ON s.id = x.step_id WHERE m.id IN told
        GROUP BY x.meeting_id, x.step_id, x.group_key, x.person_id
        ORDER BY m.planned_start, m.id, s.position, s.id, x.group_key, x.person_id""",
    "questions": f"""
        SELECT n.id, n.meeting_id, n.step_id, n.number, n.text, n.state, n.answer, n.answered_at, n.at,
          {_whose("n", "asker")}
        FROM question n WHERE n.meeting_id IN told ORDER BY n.id""",
    "decisions": """
        SELECT id, meeting_id, step_id, number, at, text, method, tally, result, groups_present, review_on, reason,
          groups_absent, goal_id,
          (SELECT json_group_array(text) FROM (SELECT text FROM decision_concern WHERE decision_id = d.id ORDER BY id))
            AS concerns
        FROM decision d WHERE meeting_id IN told ORDER BY id""",
    "concerns": """
        SELECT c.id, c.decision_id, c.at, c.text FROM decision_concern c JOIN decision d ON d.id = c.decision_id
        WHERE d.meeting_id IN told ORDER BY d.id, c.id""",
    "actions": f"""
        SELECT n.id, n.meeting_id, n.step_id, n.goal_id, n.number, n.text, n.due_first, n.due, n.state, n.done_on,
          n.reason, n.created_at, n.partnership_id, n.due_words, {_whose("n", "owner")},
          (SELECT json_group_array(json_array({_whose("h", "helper")}))
             FROM (SELECT * FROM action_helper WHERE action_id = n.id ORDER BY position, id) h) AS helpers
        FROM action n WHERE n.partnership_id IN in_partnership
          AND (n.meeting_id IN told OR (n.meeting_id IS NULL AND :meeting IS NULL)) ORDER BY n.id""",
    "action_helpers": f"""
        SELECT h.action_id, h.position, {_whose("h", "helper")} FROM action_helper h JOIN action n ON n.id = h.action_id
        WHERE n.partnership_id IN in_partnership
          AND (n.meeting_id IN told OR (n.meeting_id IS NULL AND :meeting IS NULL)) ORDER BY n.id, h.position, h.id""",
    "goals": """
        SELECT id, partnership_id, statement, why, measure, unit, baseline, target, due, state, agreed_on, next_review,
          started_on,
          (SELECT json_group_array(json_array(NULL, organisation_id, NULL, ''))
             FROM (SELECT organisation_id FROM goal_owner WHERE goal_id = g.id ORDER BY id)) AS owner_organisations,
          (SELECT value FROM goal_reading r WHERE r.goal_id = g.id AND r.value IS NOT NULL
             AND (:everything OR r.meeting_id IS NULL
               OR r.meeting_id NOT IN (SELECT id FROM meeting WHERE is_restricted))
             ORDER BY r.on_date DESC, r.id DESC LIMIT 1) AS current
        FROM goal g WHERE id IN in_goal ORDER BY id""",
    "goal_owners": """
        SELECT w.goal_id, w.organisation_id FROM goal_owner w WHERE w.goal_id IN in_goal ORDER BY w.goal_id, w.id""",
    "goal_readings": """
        SELECT id, goal_id, meeting_id, on_date AS "on", value, status, note FROM goal_reading
        WHERE goal_id IN in_goal AND (meeting_id IN told OR (meeting_id IS NULL AND :meeting IS NULL)) ORDER BY id""",
    "goal_changes": """
        SELECT id, goal_id, meeting_id, at, field, old, new, reason FROM goal_change
        WHERE goal_id IN in_goal AND (meeting_id IN told OR (meeting_id IS NULL AND :meeting IS NULL)) ORDER BY id""",
    "parked": f"""
        SELECT n.id, n.meeting_id, n.step_id, n.text, n.state, n.outcome, n.at, n.goal_id, {_whose("n", "raiser")}
        FROM parked n WHERE n.meeting_id IN told ORDER BY n.id""",
    "feedback": """
        SELECT id, meeting_id, step_id, kind, text, group_key AS "group", state, told_back_on, at, reason
        FROM feedback WHERE meeting_id IN told ORDER BY id""",
    "ratings": f"""
        SELECT x.meeting_id, x.instrument, x.item, coalesce(x.group_key, '') AS "group", x.score, x.count
        FROM rating x {_BY_MEETING}, x.instrument, x.item, x.group_key, x.score, x.id""",
    "appreciations": f"""
        SELECT n.id, n.meeting_id, n.step_id, n.text, n.at, {_whose("n", "receiver")}
        FROM appreciation n WHERE n.meeting_id IN told ORDER BY n.id""",
    "measures": """
        SELECT x.meeting_id, x.measure, x.numerator, x.denominator, x.value
        FROM measure x JOIN meeting m ON m.id = x.meeting_id
        WHERE m.id IN told AND (:everything OR m.state = 'closed') ORDER BY m.planned_start, m.id, x.position, x.id""",
    "tags": "SELECT key, label, position FROM tag ORDER BY position, key",
    "settings": "SELECT key, value FROM setting ORDER BY key",
    "numbers": """
        SELECT partnership_id, kind, detail AS "group", last FROM number_given
        WHERE partnership_id IN in_partnership ORDER BY partnership_id, kind, detail""",
}
"""SELECTs by file. Records come in the order they were made, meetings and what hangs on them by planned start."""

NOTES_IN_ORDER = QUERIES["notes"].replace("n.meeting_id IN told", "+n.meeting_id IN told")
"""The SELECT of the notes of many meetings: read along their key. By their meetings, all would have to be sorted."""

STORIES = f"""
    SELECT {_NOTE} FROM note n JOIN step s ON s.id = n.step_id
    WHERE n.meeting_id IN told AND {_OPEN} AND s.kind = 'stories'
      AND (n.kind = 'summary' OR (n.kind = 'said' AND (:everything OR n.speaker_person_id IN (
        SELECT person_id FROM (SELECT person_id, answer, until, row_number() OVER
          (PARTITION BY person_id ORDER BY on_date DESC, id DESC) AS latest FROM consent WHERE scope = 'story')
        WHERE latest = 1 AND answer = 'given' AND (until IS NULL OR until >= :today)))))
    ORDER BY n.id"""
"""The stories told in steps for them: what was summed up, and what those said who agreed, as the columns of notes."""
