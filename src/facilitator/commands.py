"""Every command, once: the slash list, the palette, Esc and a letter, help and README's table come from here."""

from __future__ import annotations

from facilitator.frozen import frozen


@frozen
class Command:
    """A command of a meeting.

    `slash` is its name without the slash, `usage` its arguments as help prints them, `label` what the palette and the
    footer call it, `help` one line of explanation, `letter` the key after Esc (or with Alt), empty for rare ones.
    `needs_words` commands are put into the line to be completed when they are chosen by key or palette.
    """

    slash: str
    usage: str
    label: str
    help: str
    letter: str = ""
    needs_words: bool = False


COPY = Command("copy", "[FILE]", "Save a copy", "writes the whole record into a new file")
"""Offered on every screen: the way out when the data file was deleted or the disk is full."""

MEETING = (
    Command("next", "", "Next step", "ends this step and begins the next", "n"),
    Command("back", "", "Step back", "goes back a step; nothing is deleted", "j"),
    Command("goto", "N", "Go to step", "goes to step N of the agenda", "g", needs_words=True),
    Command("start", "", "Start now", "starts the clocks of a waiting meeting"),
    Command("pause", "", "Pause or go on", "stops the clocks; again, or /resume, starts them", "p"),
    Command("resume", "", "Go on", "starts the clocks again"),
    Command("extend", "[N]", "More time", "gives this step N minutes more (5)", "x"),
    Command("shrink", "N", "Less time", "takes N minutes from this step", "k", needs_words=True),
    Command("fit", "[1|2|3]", "Running late", "shows the ways to end on time; /fit 1 takes the first", "f"),
    Command("skip", "", "Skip this step", "leaves this step out", "s"),
    Command("defer", "", "To next meeting", "moves this step to the next meeting", "d"),
    Command("step", "TITLE [N]", "Add a step", "adds a step of N minutes after this one", "a", needs_words=True),
    Command("order", "N PLACE", "Reorder", "moves step N to another place on the agenda", needs_words=True),
    Command("here", "WHO…", "Arrived", "marks people present: /here ana ben", needs_words=True),
    Command("late", "WHO…", "Came late", "marks people as late", needs_words=True),
    Command("remote", "WHO…", "Joined remotely", "marks people present from afar", needs_words=True),
    Command("left", "WHO…", "Left early", "marks people as gone", needs_words=True),
    Command("absent", "WHO…", "Absent", "marks people as absent", needs_words=True),
    Command("apologies", "WHO…", "Sent apologies", "marks people who said they cannot come", needs_words=True),
    Command(
        "walkin",
        "NAME[, GROUP]",
        "Walk-in",
        "adds somebody nobody expected, as a guest; /walkin student adds a pupil by number",
        needs_words=True,
    ),
    Command("count", "GROUP N", "Head-count", "counts heads of a group: /count students 12", needs_words=True),
    Command(
        "who",
        "[TYPED is] NAME|N|new",
        "Who is that",
        "says who the latest unknown name is, or that TYPED is NAME",
        "w",
        needs_words=True,
    ),
    Command("named", "WHO… yes|no", "May be named", "what people say about being named outside", needs_words=True),
    Command(
        "consent",
        "WHO… SCOPE yes|no [by NAME]",
        "Consent",
        "consent to notes, quote, story, photo or attendance; for a child by a guardian",
        needs_words=True,
    ),
    Command("agree", "TEXT", "Group agreement", "how we want to work together", needs_words=True),
    Command(
        "told", "N yes|no [REASON]", "What we changed", "whether last time's delta N was changed", needs_words=True
    ),
    Command("turn", "WHO", "Count a turn", "counts a turn without words", "t", needs_words=True),
    Command("queue", "[WHO…]", "Speaking queue", "puts people in the queue; alone it calls the next", "q"),
    Command(
        "goal",
        "NAME VALUE [on|risk|off|reached] [NOTE]",
        "Goal reading",
        "a goal's new reading and status",
        needs_words=True,
    ),
    Command("propose", "GOAL", "Propose a goal", "adds a goal the room thinks of", needs_words=True),
    Command(
        "adjust",
        "NAME FIELD VALUE because WHY",
        "Adjust a goal",
        "changes statement, why, measure, unit, baseline, target, due or review of a goal",
        needs_words=True,
    ),
    Command(
        "lean", "A B C D E F G H", "Gradients of agreement", "counts 1 to 8 on the latest decision", needs_words=True
    ),
    Command("fist", "A B C D E F", "Fist to five", "counts 0 to 5 on the latest decision", needs_words=True),
    Command(
        "concern", "[#N] TEXT", "A concern", "word for word, with this step's latest decision", "c", needs_words=True
    ),
    Command("review", "[#N] WHEN", "Look again", "the day the latest decision (or #N) comes back", needs_words=True),
    Command(
        "overrule",
        "[#N] agreed|not agreed|open REASON",
        "Another result",
        "what came out, where the counts say something else",
        needs_words=True,
    ),
    Command(
        "affected",
        "[#N] GROUP…|none",
        "Affected but absent",
        "groups the decision affects that are not in the room",
        needs_words=True,
    ),
    Command("own", "N WHO", "Who owns it", "who takes promise N", needs_words=True),
    Command("done", "N", "Promise kept", "promise N is done", needs_words=True),
    Command("drop", "N REASON", "Drop a promise", "promise N is no longer needed", needs_words=True),
    Command("move", "N WHEN REASON", "Move a promise", "promise N gets an honest date", "m", needs_words=True),
    Command("answer", "N TEXT", "Answer", "answers question N", needs_words=True),
    Command("plus", "TEXT", "Plus", "something to keep in our meetings", needs_words=True),
    Command("delta", "TEXT", "Delta", "something to change in our meetings", needs_words=True),
    Command("rate", "A B C D E", "Worth the time", "counts for 0 (worthless) to 4 (superb)", needs_words=True),
    Command("share", "", "Share the latest note", "makes the latest note shared"),
    Command("private", "", "Make it private", "makes the latest note private", "v"),
    Command("meet", "WHEN", "Next meeting", "the date of the next meeting", needs_words=True),
    Command("bypeople", "[off]", "Count by person", "the room agreed to count turns by person; off stops it"),
    Command("gap", "", "Count the gap", "takes the time away from the program out of the clocks", "z"),
    Command("blank", "", "Privacy screen", "hides all but the clocks and the line (F8)", "o"),
    Command("undo", "", "Undo", "takes back the latest act", "u"),
    Command("redo", "", "Redo", "does it again", "r"),
    Command("history", "[WORDS]", "History", "who did what and when; takes any act back", "y"),
    Command("minutes", "[FILE]", "Minutes", "shows the minutes as they would leave; there Enter writes them"),
    Command("export", "[FOLDER]", "Export CSV", "shows what the CSV files would hold; there Enter writes them"),
    COPY,
    Command("recap", "", "Read-back so far", "reads back without closing", "i"),
    Command("end", "", "Close the meeting", "opens the read-back; there again closes the meeting", "e"),
    Command("reopen", "REASON", "Reopen", "opens a closed meeting again, with a trace", needs_words=True),
    Command("help", "", "Help", "all marks, commands and keys (F1)", "h"),
    Command("quit", "", "Leave", "leaves the meeting running; you come back exactly here", "l"),
)

BY_SLASH = {command.slash: command for command in MEETING}
BY_LETTER = {command.letter: command for command in MEETING if command.letter}


def starting_with(typed: str) -> list[Command]:
    """The commands whose slash name starts so, in their order; all for nothing typed."""
    return [command for command in MEETING if command.slash.startswith(typed.lower())]
