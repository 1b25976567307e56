-- Words that belong to the whole file.
CREATE TABLE setting (
  key TEXT PRIMARY KEY, -- name of the setting
  value TEXT NOT NULL -- its value, as text
) STRICT;

CREATE TABLE tag (
  key TEXT PRIMARY KEY, -- the word typed after ":" in a line
  label TEXT NOT NULL, -- how it is shown
  position INTEGER NOT NULL -- order in lists
) STRICT;

CREATE TABLE stakeholder_group (
  key TEXT PRIMARY KEY CHECK (key <> ''), -- what lines and CSV files use
  label TEXT NOT NULL CHECK (label <> ''), -- how one is called
  plural TEXT NOT NULL, -- how several are called
  position INTEGER NOT NULL, -- order in lists
  is_family INTEGER NOT NULL DEFAULT 0 CHECK (is_family IN (0, 1)), -- parents and guardians
  is_student INTEGER NOT NULL DEFAULT 0 CHECK (is_student IN (0, 1)), -- pupils
  is_priority_voice INTEGER NOT NULL DEFAULT 0 CHECK (is_priority_voice IN (0, 1)) -- a voice the partnership wants to hear more
) STRICT;

CREATE TABLE partnership (
  id TEXT PRIMARY KEY, -- UUIDv7
  name TEXT NOT NULL CHECK (name <> ''), -- its name
  vision TEXT NOT NULL DEFAULT '', -- the shared vision, read out in the opening step
  vision_affirmed_on TEXT CHECK (vision_affirmed_on GLOB '????-??-??'), -- day the room last said it still holds
  model TEXT NOT NULL DEFAULT '', -- collaborative, service-learning, integrated, advocacy
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('idea', 'approached', 'talking', 'agreed', 'active', 'paused', 'closed')), -- where it stands
  started_on TEXT CHECK (started_on GLOB '????-??-??'), -- first day
  review_on TEXT CHECK (review_on GLOB '????-??-??'), -- day it is looked at again
  cadence TEXT NOT NULL DEFAULT '', -- how often it meets, such as "every 4 weeks"
  usual_place TEXT NOT NULL DEFAULT '', -- where it usually meets
  data_statement TEXT NOT NULL DEFAULT '', -- what is written down, who sees it, for how long
  retention_months INTEGER CHECK (retention_months > 0) -- how long the record is kept
) STRICT;

CREATE TABLE number_given (
  partnership_id TEXT NOT NULL, -- whose numbers; no foreign key, so that they outlast an undo of the partnership
  kind TEXT NOT NULL CHECK (kind IN ('action', 'decision', 'question', 'minor')), -- what is numbered; minor: by group
  detail TEXT NOT NULL DEFAULT '', -- the group's key for minors
  last INTEGER NOT NULL, -- the highest number ever given
  PRIMARY KEY (partnership_id, kind, detail)
) STRICT;

CREATE TABLE organisation (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose partner it is
  name TEXT NOT NULL CHECK (name <> ''), -- its name
  group_key TEXT REFERENCES stakeholder_group (key), -- the group it belongs to
  mission TEXT NOT NULL DEFAULT '', -- what it is for, in its own words
  joined_on TEXT CHECK (joined_on GLOB '????-??-??'), -- day it joined
  left_on TEXT CHECK (left_on GLOB '????-??-??') -- day it left
) STRICT;
CREATE INDEX organisation_partnership ON organisation (partnership_id);

CREATE TABLE person (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose people
  organisation_id TEXT REFERENCES organisation (id), -- for whom they speak
  name TEXT NOT NULL CHECK (name <> ''), -- full name; for a minor group and number
  role TEXT NOT NULL DEFAULT '', -- what they do there
  group_key TEXT REFERENCES stakeholder_group (key), -- their own group; empty: the organisation's
  email TEXT NOT NULL DEFAULT '', -- never exported
  is_minor INTEGER NOT NULL DEFAULT 0 CHECK (is_minor IN (0, 1)), -- a child: no name is kept
  may_be_named TEXT CHECK (may_be_named IN ('yes', 'no')), -- their answer; empty: nobody asked yet
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)) -- still takes part
) STRICT;
CREATE INDEX person_partnership ON person (partnership_id);

CREATE TABLE consent (
  id TEXT PRIMARY KEY, -- UUIDv7
  person_id TEXT NOT NULL REFERENCES person (id), -- who was asked
  scope TEXT NOT NULL CHECK (scope IN ('attendance', 'notes', 'quote', 'story', 'photo')), -- for what
  answer TEXT NOT NULL CHECK (answer IN ('given', 'refused', 'withdrawn')), -- what they said
  on_date TEXT NOT NULL CHECK (on_date GLOB '????-??-??'), -- the day
  by_whom TEXT NOT NULL DEFAULT '', -- who answered, for a child the guardian
  until TEXT CHECK (until GLOB '????-??-??') -- last day it holds
) STRICT;
CREATE INDEX consent_person ON consent (person_id);

CREATE TABLE norm (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose agreement
  position INTEGER NOT NULL, -- order
  text TEXT NOT NULL CHECK (text <> ''), -- how we want to work together
  from_date TEXT NOT NULL CHECK (from_date GLOB '????-??-??'), -- agreed on
  until TEXT CHECK (until GLOB '????-??-??') -- last day it held
) STRICT;
CREATE INDEX norm_partnership ON norm (partnership_id);

CREATE TABLE meeting (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- who meets
  title TEXT NOT NULL CHECK (title <> ''), -- its title
  template_key TEXT NOT NULL DEFAULT '', -- the template it was copied from
  template_version INTEGER NOT NULL DEFAULT 1, -- and its version
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('draft', 'ready', 'running', 'paused', 'closed')), -- where it stands
  mode TEXT NOT NULL DEFAULT 'room' CHECK (mode IN ('room', 'remote', 'hybrid')), -- in the room, remote or both
  place TEXT NOT NULL DEFAULT '', -- where
  facilitator TEXT NOT NULL DEFAULT '', -- who runs it
  planned_start TEXT NOT NULL, -- moment, UTC
  time_zone TEXT NOT NULL, -- IANA zone in which people meet
  planned_minutes INTEGER NOT NULL CHECK (planned_minutes > 0), -- planned length, minutes
  started_at TEXT, -- moment it began, UTC
  ended_at TEXT, -- moment it ended, UTC
  purpose TEXT NOT NULL DEFAULT '', -- what it is for
  counts_by_person INTEGER NOT NULL DEFAULT 0 CHECK (counts_by_person IN (0, 1)), -- the room agreed to turns by person
  is_restricted INTEGER NOT NULL DEFAULT 0 CHECK (is_restricted IN (0, 1)), -- a repair meeting: every line is restricted
  current_step_id TEXT REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED, -- the step in hand
  next_meeting_on TEXT CHECK (next_meeting_on GLOB '????-??-??') -- the next date agreed at the close
) STRICT;
CREATE INDEX meeting_partnership ON meeting (partnership_id, planned_start);
CREATE INDEX meeting_state ON meeting (state, planned_start);

CREATE TABLE meeting_event (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- which meeting
  at TEXT NOT NULL, -- moment, UTC
  event TEXT NOT NULL CHECK (event IN ('closed', 'reopened', 'gap')), -- what happened to the record
  reason TEXT NOT NULL DEFAULT '' -- why it was reopened; how long the gap was
) STRICT;
CREATE INDEX meeting_event_meeting ON meeting_event (meeting_id);

CREATE TABLE step (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- whose agenda
  position INTEGER NOT NULL, -- order on the agenda, from 1
  kind TEXT NOT NULL, -- step kind, such as round; an unknown one runs as a discussion
  title TEXT NOT NULL CHECK (title <> ''), -- its title
  prompt TEXT NOT NULL DEFAULT '', -- what the facilitator says
  planned_minutes INTEGER NOT NULL CHECK (planned_minutes >= 0), -- planned length, minutes
  floor_minutes INTEGER NOT NULL DEFAULT 1 CHECK (floor_minutes >= 0), -- shortest useful time, minutes
  fixed_start TEXT NOT NULL DEFAULT '', -- local HH:MM if it has a fixed clock time
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'skipped', 'moved')), -- where it stands
  started_at TEXT, -- moment it first began, UTC
  ended_at TEXT, -- moment it last ended, UTC
  goal_id TEXT REFERENCES goal (id) -- the goal it is about
) STRICT;
CREATE INDEX step_meeting ON step (meeting_id, position);

CREATE TABLE stretch (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- which step ran
  started_at TEXT NOT NULL, -- from, UTC
  ended_at TEXT -- to, UTC; empty while it runs
) STRICT;
CREATE INDEX stretch_step ON stretch (step_id);
CREATE UNIQUE INDEX stretch_open ON stretch (meeting_id) WHERE ended_at IS NULL;

CREATE TABLE attendance (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- which meeting
  person_id TEXT REFERENCES person (id), -- who; empty for a head-count
  group_key TEXT REFERENCES stakeholder_group (key), -- the group of a head-count
  status TEXT NOT NULL CHECK (status IN ('expected', 'present', 'late', 'left', 'apologies', 'absent', 'guest')), -- there or not
  mode TEXT NOT NULL DEFAULT 'room' CHECK (mode IN ('room', 'remote')), -- in the room or remote
  head_count INTEGER CHECK (head_count >= 0), -- how many, for a head-count
  arrived_at TEXT, -- moment, UTC
  left_at TEXT, -- moment, UTC
  heard INTEGER NOT NULL DEFAULT 0 CHECK (heard IN (0, 1)), -- has spoken; emptied at the close
  CHECK ((person_id IS NULL) <> (head_count IS NULL)),
  UNIQUE (meeting_id, person_id)
) STRICT;
CREATE UNIQUE INDEX attendance_count ON attendance (meeting_id, group_key) WHERE person_id IS NULL;

CREATE TABLE turn (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  group_key TEXT REFERENCES stakeholder_group (key), -- whose group spoke
  person_id TEXT REFERENCES person (id), -- who, only after the room's yes and only until the close
  turns INTEGER NOT NULL DEFAULT 1 CHECK (turns > 0) -- how many turns
) STRICT;
CREATE INDEX turn_meeting ON turn (meeting_id, step_id);

CREATE TABLE queue_entry (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- which meeting
  position INTEGER NOT NULL, -- order
  speaker_person_id TEXT REFERENCES person (id), -- who wants to speak
  speaker_organisation_id TEXT REFERENCES organisation (id), -- or for which organisation
  speaker_group TEXT REFERENCES stakeholder_group (key), -- or from which group
  speaker_text TEXT NOT NULL DEFAULT '', -- or the name as typed
  called_at TEXT -- moment they got the word, UTC; empty while they wait
) STRICT;
CREATE INDEX queue_meeting ON queue_entry (meeting_id, position);

CREATE TABLE note (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  at TEXT NOT NULL, -- moment, UTC
  kind TEXT NOT NULL CHECK (kind IN ('note', 'said', 'paraphrase', 'summary', 'question')), -- listening note's kind
  speaker_person_id TEXT REFERENCES person (id), -- whose words (or to whom they were given back)
  speaker_organisation_id TEXT REFERENCES organisation (id), -- or which organisation's
  speaker_group TEXT REFERENCES stakeholder_group (key), -- or which group's
  speaker_text TEXT NOT NULL DEFAULT '', -- or the name as typed, when nobody was found
  text TEXT NOT NULL, -- the words
  is_open_question INTEGER CHECK (is_open_question IN (0, 1)), -- of a question: open or closed, empty where the words do not tell
  confirmed TEXT CHECK (confirmed IN ('yes', 'corrected')), -- of a paraphrase: what its speaker said
  correction TEXT NOT NULL DEFAULT '', -- what they meant
  visibility TEXT NOT NULL DEFAULT 'shared' CHECK (visibility IN ('shared', 'private', 'restricted')), -- who may see it
  tags TEXT NOT NULL DEFAULT '', -- tag keys, separated by blanks
  orid TEXT NOT NULL DEFAULT '' CHECK (orid IN ('', 'objective', 'reflective', 'interpretive', 'decisional')), -- level of a discussion
  goal_id TEXT REFERENCES goal (id) -- the goal it is about
) STRICT;
CREATE INDEX note_step ON note (step_id, id);
CREATE INDEX note_meeting ON note (meeting_id, id);
CREATE INDEX note_level ON note (step_id, orid) WHERE orid <> '';
CREATE INDEX note_waiting ON note (meeting_id, id) WHERE kind = 'paraphrase' AND confirmed IS NULL;

CREATE TABLE question (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose question
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  number INTEGER NOT NULL, -- number within the partnership
  at TEXT NOT NULL, -- moment, UTC
  asker_person_id TEXT REFERENCES person (id), -- who asked
  asker_organisation_id TEXT REFERENCES organisation (id), -- or which organisation
  asker_group TEXT REFERENCES stakeholder_group (key), -- or which group
  asker_text TEXT NOT NULL DEFAULT '', -- or the name as typed
  text TEXT NOT NULL CHECK (text <> ''), -- the question
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dropped')), -- answered or not
  answer TEXT NOT NULL DEFAULT '', -- the answer
  answered_at TEXT, -- moment, UTC
  UNIQUE (partnership_id, number)
) STRICT;
CREATE INDEX question_step ON question (step_id);
CREATE INDEX question_meeting ON question (meeting_id);

CREATE TABLE goal (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose goal
  statement TEXT NOT NULL CHECK (statement <> ''), -- what is to be reached
  why TEXT NOT NULL DEFAULT '', -- why it matters
  measure TEXT NOT NULL DEFAULT '', -- what is read
  unit TEXT NOT NULL DEFAULT '', -- in which unit
  baseline REAL, -- value at the start
  target REAL, -- value aimed at
  due TEXT CHECK (due GLOB '????-??-??'), -- by when
  state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'on_track', 'at_risk', 'off_track', 'reached', 'retired')), -- where it stands; people set it
  started_on TEXT CHECK (started_on GLOB '????-??-??'), -- work began
  agreed_on TEXT CHECK (agreed_on GLOB '????-??-??'), -- the room agreed
  next_review TEXT CHECK (next_review GLOB '????-??-??') -- looked at again
) STRICT;
CREATE INDEX goal_partnership ON goal (partnership_id);

CREATE TABLE goal_owner (
  id TEXT PRIMARY KEY, -- UUIDv7
  goal_id TEXT NOT NULL REFERENCES goal (id), -- which goal
  organisation_id TEXT NOT NULL REFERENCES organisation (id), -- which organisation carries it
  UNIQUE (goal_id, organisation_id)
) STRICT;

CREATE TABLE goal_reading (
  id TEXT PRIMARY KEY, -- UUIDv7
  goal_id TEXT NOT NULL REFERENCES goal (id), -- which goal
  meeting_id TEXT REFERENCES meeting (id), -- read in which meeting
  on_date TEXT NOT NULL CHECK (on_date GLOB '????-??-??'), -- the day
  value REAL, -- the measure's value
  status TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'proposed', 'on_track', 'at_risk', 'off_track', 'reached', 'retired')), -- state set with it
  note TEXT NOT NULL DEFAULT '' -- what tells us so
) STRICT;
CREATE INDEX goal_reading_goal ON goal_reading (goal_id, on_date);

CREATE TABLE goal_change (
  id TEXT PRIMARY KEY, -- UUIDv7
  goal_id TEXT NOT NULL REFERENCES goal (id), -- which goal
  meeting_id TEXT REFERENCES meeting (id), -- agreed in which meeting
  at TEXT NOT NULL, -- moment, UTC
  field TEXT NOT NULL, -- what changed
  old TEXT NOT NULL DEFAULT '', -- from
  new TEXT NOT NULL DEFAULT '', -- to
  reason TEXT NOT NULL DEFAULT '' -- why
) STRICT;
CREATE INDEX goal_change_goal ON goal_change (goal_id);

CREATE TABLE decision (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose decision
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  number INTEGER NOT NULL, -- number within the partnership
  at TEXT NOT NULL, -- moment, UTC
  text TEXT NOT NULL CHECK (text <> ''), -- the proposal as agreed
  method TEXT NOT NULL DEFAULT 'noted' CHECK (method IN ('consent', 'gradients', 'fist', 'majority', 'noted')), -- how it was decided
  tally TEXT NOT NULL DEFAULT '', -- counts by level, separated by blanks: gradients 1 to 8, fist 0 to 5
  result TEXT NOT NULL DEFAULT 'agreed' CHECK (result IN ('agreed', 'not_agreed', 'open')), -- what came out
  reason TEXT NOT NULL DEFAULT '', -- why the panel overruled the counts
  groups_present TEXT NOT NULL DEFAULT '', -- keys of the groups in the room, separated by blanks
  groups_absent TEXT NOT NULL DEFAULT '', -- keys of groups it affects that were not there
  review_on TEXT CHECK (review_on GLOB '????-??-??'), -- looked at again
  goal_id TEXT REFERENCES goal (id), -- the goal it is about
  UNIQUE (partnership_id, number)
) STRICT;
CREATE INDEX decision_step ON decision (step_id);
CREATE INDEX decision_meeting ON decision (meeting_id);

CREATE TABLE decision_concern (
  id TEXT PRIMARY KEY, -- UUIDv7
  decision_id TEXT NOT NULL REFERENCES decision (id), -- with which decision
  at TEXT NOT NULL, -- moment, UTC
  text TEXT NOT NULL CHECK (text <> '') -- the concern, word for word
) STRICT;
CREATE INDEX decision_concern_decision ON decision_concern (decision_id);

CREATE TABLE action (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose promise
  meeting_id TEXT REFERENCES meeting (id), -- made in which meeting
  step_id TEXT REFERENCES step (id), -- in which step
  goal_id TEXT REFERENCES goal (id), -- for which goal
  number INTEGER NOT NULL, -- number within the partnership
  text TEXT NOT NULL CHECK (text <> ''), -- what is promised
  owner_person_id TEXT REFERENCES person (id), -- who owns it
  owner_organisation_id TEXT REFERENCES organisation (id), -- or which organisation, until a person is named
  owner_group TEXT REFERENCES stakeholder_group (key), -- or which group
  owner_text TEXT NOT NULL DEFAULT '', -- or the name as typed
  due_first TEXT CHECK (due_first GLOB '????-??-??'), -- the date first promised
  due TEXT CHECK (due GLOB '????-??-??'), -- the date now
  due_words TEXT NOT NULL DEFAULT '', -- "next meeting" until that date is known
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')), -- where it stands
  done_on TEXT CHECK (done_on GLOB '????-??-??'), -- day it was done
  reason TEXT NOT NULL DEFAULT '', -- why it was moved or dropped
  created_at TEXT NOT NULL, -- moment, UTC
  UNIQUE (partnership_id, number)
) STRICT;
CREATE INDEX action_partnership ON action (partnership_id, state, due);
CREATE INDEX action_step ON action (step_id);
CREATE INDEX action_meeting ON action (meeting_id);

CREATE TABLE action_helper (
  id TEXT PRIMARY KEY, -- UUIDv7
  action_id TEXT NOT NULL REFERENCES action (id), -- which promise
  position INTEGER NOT NULL, -- order
  helper_person_id TEXT REFERENCES person (id), -- who helps
  helper_organisation_id TEXT REFERENCES organisation (id), -- or which organisation
  helper_group TEXT REFERENCES stakeholder_group (key), -- or which group
  helper_text TEXT NOT NULL DEFAULT '' -- or the name as typed
) STRICT;
CREATE INDEX action_helper_action ON action_helper (action_id);

CREATE TABLE parked (
  id TEXT PRIMARY KEY, -- UUIDv7
  partnership_id TEXT NOT NULL REFERENCES partnership (id), -- whose topic
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- parked in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  at TEXT NOT NULL, -- moment, UTC
  text TEXT NOT NULL CHECK (text <> ''), -- the topic
  raiser_person_id TEXT REFERENCES person (id), -- who raised it
  raiser_organisation_id TEXT REFERENCES organisation (id), -- or which organisation
  raiser_group TEXT REFERENCES stakeholder_group (key), -- or which group
  raiser_text TEXT NOT NULL DEFAULT '', -- or the name as typed
  goal_id TEXT REFERENCES goal (id), -- the goal that is off track
  state TEXT NOT NULL DEFAULT 'parked' CHECK (state IN ('parked', 'scheduled', 'closed')), -- where it stands
  outcome TEXT NOT NULL DEFAULT '' -- what became of it
) STRICT;
CREATE INDEX parked_step ON parked (step_id);
CREATE INDEX parked_meeting ON parked (meeting_id);

CREATE TABLE feedback (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- given in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  at TEXT NOT NULL, -- moment, UTC
  kind TEXT NOT NULL CHECK (kind IN ('plus', 'delta', 'concern')), -- to keep, to change, or a concern
  text TEXT NOT NULL CHECK (text <> ''), -- the words
  group_key TEXT REFERENCES stakeholder_group (key), -- from which group
  state TEXT NOT NULL DEFAULT 'heard' CHECK (state IN ('heard', 'considered', 'changed', 'not_changed')), -- what became of it
  reason TEXT NOT NULL DEFAULT '', -- why it was or was not changed
  told_back_on TEXT CHECK (told_back_on GLOB '????-??-??') -- day the room was told
) STRICT;
CREATE INDEX feedback_step ON feedback (step_id);
CREATE INDEX feedback_meeting ON feedback (meeting_id);

CREATE TABLE rating (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- of which meeting
  instrument TEXT NOT NULL, -- time_worth, meeting_quality, pulse
  item TEXT NOT NULL DEFAULT '', -- the item asked
  group_key TEXT REFERENCES stakeholder_group (key), -- by which group, or all
  score INTEGER NOT NULL, -- the score
  count INTEGER NOT NULL CHECK (count >= 0) -- how many gave it
) STRICT;
CREATE INDEX rating_meeting ON rating (meeting_id);

CREATE TABLE appreciation (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- in which meeting
  step_id TEXT NOT NULL REFERENCES step (id), -- in which step
  at TEXT NOT NULL, -- moment, UTC
  text TEXT NOT NULL CHECK (text <> ''), -- thanks or success, in the words said
  receiver_person_id TEXT REFERENCES person (id), -- to whom
  receiver_organisation_id TEXT REFERENCES organisation (id), -- or which organisation
  receiver_group TEXT REFERENCES stakeholder_group (key), -- or which group
  receiver_text TEXT NOT NULL DEFAULT '' -- or the name as typed
) STRICT;
CREATE INDEX appreciation_step ON appreciation (step_id);
CREATE INDEX appreciation_meeting ON appreciation (meeting_id);

CREATE TABLE measure (
  id TEXT PRIMARY KEY, -- UUIDv7
  meeting_id TEXT NOT NULL REFERENCES meeting (id), -- of which closed meeting
  position INTEGER NOT NULL, -- order in lists
  measure TEXT NOT NULL, -- which figure
  numerator REAL, -- upper part, or empty
  denominator REAL, -- lower part, or empty
  value REAL, -- the figure, or empty where there is nothing to divide by
  UNIQUE (meeting_id, measure)
) STRICT;

CREATE TABLE draft (
  place TEXT PRIMARY KEY, -- which field of which screen
  text TEXT NOT NULL, -- half-typed words
  cursor INTEGER NOT NULL DEFAULT 0, -- where the cursor stood
  at TEXT NOT NULL -- moment, UTC
) STRICT;

CREATE TABLE presence (
  meeting_id TEXT PRIMARY KEY REFERENCES meeting (id) ON DELETE CASCADE, -- which meeting
  seen_at TEXT NOT NULL -- moment a screen last had it open, UTC
) STRICT;

CREATE TABLE export_log (
  id TEXT PRIMARY KEY, -- UUIDv7
  at TEXT NOT NULL, -- moment, UTC
  what TEXT NOT NULL, -- what left: bundle, minutes, ...
  level TEXT NOT NULL CHECK (level IN ('full', 'consented', 'roles', 'anonymous', 'chatham')), -- level of names
  rows INTEGER NOT NULL, -- how many rows
  path TEXT NOT NULL -- where to
) STRICT;

CREATE TABLE act (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which acts were done on this laptop
  name TEXT NOT NULL, -- what undo calls it
  at TEXT NOT NULL, -- moment, UTC
  clock INTEGER NOT NULL, -- counter that orders acts of several laptops
  device TEXT NOT NULL, -- which laptop
  origin TEXT NOT NULL, -- which screen or command
  meeting_id TEXT, -- the meeting it belongs to, if any
  kind TEXT NOT NULL DEFAULT 'do' CHECK (kind IN ('do', 'undo', 'redo')), -- done, taken back, or done again
  is_final INTEGER NOT NULL DEFAULT 0 CHECK (is_final IN (0, 1)), -- cannot be taken back
  undoes INTEGER REFERENCES act (id), -- the act it takes back
  undone_by INTEGER REFERENCES act (id) -- the act that took it back
) STRICT;
CREATE INDEX act_origin ON act (origin, id);

CREATE TABLE change (
  id INTEGER PRIMARY KEY, -- order
  act INTEGER NOT NULL REFERENCES act (id), -- part of which act
  op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')), -- what happened to the row
  tbl TEXT NOT NULL, -- table
  row TEXT NOT NULL, -- primary key of the row
  field TEXT, -- column; empty for an insert, whose values stand in the row
  old ANY, -- value before
  new ANY -- value after
) STRICT;
CREATE INDEX change_act ON change (act);
CREATE INDEX change_row ON change (tbl, row);

CREATE TABLE act_open (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- always 1
  act INTEGER NOT NULL -- the act that is being written
) STRICT;

CREATE VIEW open_promises AS
SELECT partnership.name AS partnership, action.number, coalesce(person.name, organisation.name, action.owner_group, action.owner_text) AS owner,
  action.text, action.due_first, action.due
FROM action JOIN partnership ON partnership.id = action.partnership_id
LEFT JOIN person ON person.id = action.owner_person_id LEFT JOIN organisation ON organisation.id = action.owner_organisation_id
WHERE action.state = 'open' ORDER BY partnership.name, action.due IS NULL, action.due, action.number;

CREATE VIEW decisions_made AS
SELECT partnership.name AS partnership, decision.number, meeting.title AS meeting, decision.at, decision.text, decision.method, decision.result, decision.review_on
FROM decision JOIN partnership ON partnership.id = decision.partnership_id JOIN meeting ON meeting.id = decision.meeting_id
ORDER BY partnership.name, decision.number;

CREATE VIEW meeting_record AS
SELECT meeting.title AS meeting, step.position AS step, step.title AS step_title, note.at, note.kind,
  coalesce(person.name, organisation.name, note.speaker_group, note.speaker_text) AS speaker, note.text, note.confirmed, note.visibility, note.tags
FROM note JOIN meeting ON meeting.id = note.meeting_id JOIN step ON step.id = note.step_id
LEFT JOIN person ON person.id = note.speaker_person_id LEFT JOIN organisation ON organisation.id = note.speaker_organisation_id
ORDER BY meeting.planned_start, note.at;

CREATE VIEW goals_now AS
SELECT partnership.name AS partnership, goal.statement, goal.measure, goal.unit, goal.baseline, goal.target,
  (SELECT value FROM goal_reading WHERE goal_id = goal.id AND value IS NOT NULL ORDER BY on_date DESC, id DESC LIMIT 1) AS current, goal.due, goal.state, goal.next_review
FROM goal JOIN partnership ON partnership.id = goal.partnership_id ORDER BY partnership.name, goal.statement;
