"""The line, row by row and sentence by sentence of the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.model.line import Line, LineKind
from facilitator.model.people import Party
from facilitator.model.text import QUOTES
from sample_room import (
    AMINA,
    ANA,
    ARRIVALS,
    ATTENDANCE,
    BEN,
    DAYS,
    FAMILY,
    FRIDAY,
    INTERNSHIPS,
    LIBRARY,
    MARIA,
    ROOM,
    SPOKEN,
    TOMASZ,
    WAITING,
    names_of,
    person,
    read,
)


def unknown(name: str) -> Party:
    return Party("unknown", "", name)


def plain(raw: str, text: str, *hints: str) -> Line:
    return Line(raw, LineKind.NOTE, text, hints=hints)


# The table of marks


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("room went quiet at the word buses", plain("", "room went quiet at the word buses")),
        (
            "@ana buses stop at four :need",
            Line("", LineKind.SAID, "buses stop at four", ANA, tags=("need",), counts_turn=True),
        ),
        (
            "< so without a car nobody can stay late",
            Line("", LineKind.PARAPHRASE, "so without a car nobody can stay late"),
        ),
        (
            "<< three barriers: buses, shifts, childcare",
            Line("", LineKind.SUMMARY, "three barriers: buses, shifts, childcare"),
        ),
        (
            "? what would make staying possible",
            Line("", LineKind.QUESTION, "what would make staying possible", is_open_question=True),
        ),
        (
            "?@maria who pays for the late bus",
            Line("", LineKind.ASKED, "who pays for the late bus", MARIA, counts_turn=True),
        ),
        ("?? who pays for the late bus", Line("", LineKind.ASKED, "who pays for the late bus")),
        ("+@ben found two drivers", Line("", LineKind.APPRECIATION, "found two drivers", BEN)),
        (
            "!@ben draft the bus agreement by fri #attendance",
            Line("", LineKind.ACTION, "draft the bus agreement", BEN, due=FRIDAY, due_words="fri", goal=ATTENDANCE),
        ),
        ("= pilot two late buses until June", Line("", LineKind.DECISION, "pilot two late buses until June")),
        ("> cafeteria menu", Line("", LineKind.PARKED, "cafeteria menu")),
        (
            "~@ana is worried about her job",
            Line("", LineKind.SAID, "is worried about her job", ANA, is_private=True, counts_turn=True),
        ),
        ("/next", Line("", LineKind.COMMAND, command="next")),
    ],
)
def test_the_table_row_by_row(raw: str, line: Line) -> None:
    assert read(raw) == replace(line, raw=raw)


@pytest.mark.parametrize("raw", ["", " ", "\t \n", "\x00\x1b", "\u2028"])
def test_nothing_typed_is_an_empty_line(raw: str) -> None:
    assert read(raw) == Line(raw, LineKind.EMPTY)


# A mark counts only at the very start and only before a letter, a blank, @, ¿ or an opening quote


@pytest.mark.parametrize(
    "raw",
    [
        "+5 % attendance", "<3", "=1+1", "...", "?5", ">=3", ">>> x", "==x", "<<<x", "???x", "!!x",
        "@5 past", "@#x", "<-", "+👏 well done", "office@school.org", "3:30", "-x", "*x", "//", "// x", "/", "/ x",
        "/5", "/@ana", "/¿", "#", ":", ":)", "#1", ";-)", "\\", "\\x", "\\\\@ana",
    ],
)  # fmt: skip
def test_what_is_no_mark_is_a_plain_note_with_all_it_has(raw: str) -> None:
    line = read(raw)
    assert (line.kind, line.text, line.party, line.hints) == (LineKind.NOTE, raw, None, ())


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("<", LineKind.PARAPHRASE),
        ("<<", LineKind.SUMMARY),
        ("?", LineKind.QUESTION),
        ("??", LineKind.ASKED),
        ("+", LineKind.APPRECIATION),
        ("!", LineKind.ACTION),
        ("=", LineKind.DECISION),
        (">", LineKind.PARKED),
    ],
)
def test_a_mark_counts_before_a_letter_of_any_script_a_blank_or_an_opening_quote(mark: str, kind: LineKind) -> None:
    for words in ("word", "éa", "слово", "字", "שלום", "كلمة", "¿x", *(f"{quote}so be it" for quote in QUOTES)):
        assert (read(mark + words).kind, read(mark + words).text) == (kind, words)
        assert (read(f"{mark} {words}").kind, read(f"{mark}  {words} ").text) == (kind, words)
    assert read(f" {mark} word") == plain(f" {mark} word", f"{mark} word")
    assert read(f"so {mark} word") == plain(f"so {mark} word", f"so {mark} word")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\\@ana said", "@ana said"),
        ("\\< so", "< so"),
        ("\\<< so", "<< so"),
        ("\\? what", "? what"),
        ("\\¿qué?", "¿qué?"),
        ("\\! now", "! now"),
        ("\\/next", "/next"),
        ("\\~ soft", "~ soft"),
        ("\\+5 %", "+5 %"),
        ("\\= x", "= x"),
        ("\\> x", "> x"),
    ],
)
def test_a_backslash_before_a_mark_is_dropped(raw: str, text: str) -> None:
    assert read(raw) == plain(raw, text)


def test_an_escaped_note_can_have_a_tag() -> None:
    assert read("\\@ana :need") == Line("\\@ana :need", LineKind.NOTE, "@ana", tags=("need",))


# Names


@pytest.mark.parametrize(
    ("raw", "kind", "party", "text"),
    [
        ("@ana buses", LineKind.SAID, ANA, "buses"),
        ("@ANA.r buses", LineKind.SAID, ANA, "buses"),
        ("@ana: buses", LineKind.SAID, ANA, "buses"),
        ("@ana, buses", LineKind.SAID, ANA, "buses"),
        ("@ana... buses", LineKind.SAID, ANA, "... buses"),
        ("@ana   buses  stop ", LineKind.SAID, ANA, "buses  stop"),
        ("@ana @ben is right", LineKind.SAID, ANA, "@ben is right"),
        ("@library opens late", LineKind.SAID, LIBRARY, "opens late"),
        ("@families wait", LineKind.SAID, FAMILY, "wait"),
        ("<@ana so", LineKind.PARAPHRASE, ANA, "so"),
        ("< @ana so", LineKind.PARAPHRASE, ANA, "so"),
        ("<<@ana so", LineKind.SUMMARY, ANA, "so"),
        ("<< @ana so", LineKind.SUMMARY, ANA, "so"),
        ("?@ana who", LineKind.ASKED, ANA, "who"),
        ("? @ana who", LineKind.ASKED, ANA, "who"),
        ("??@ana who", LineKind.ASKED, ANA, "who"),
        ("¿@ana quién", LineKind.ASKED, ANA, "quién"),
        ("+ @ana thanks", LineKind.APPRECIATION, ANA, "thanks"),
        ("! @ana draft", LineKind.ACTION, ANA, "draft"),
        (">@ana menu", LineKind.PARKED, ANA, "menu"),
        ("> @ana menu", LineKind.PARKED, ANA, "menu"),
        ("=@ana leads", LineKind.DECISION, None, "@ana leads"),
        ("= @ana leads", LineKind.DECISION, None, "@ana leads"),
        ("< @ 5 so", LineKind.PARAPHRASE, None, "@ 5 so"),
        ("> @5 menu", LineKind.PARKED, None, "@5 menu"),
    ],
)
def test_a_name_after_a_mark_is_whose_it_is(raw: str, kind: LineKind, party: Party | None, text: str) -> None:
    line = read(raw)
    assert (line.kind, line.party, line.text) == (kind, party, text)
    assert line.hints == ()


def test_an_unknown_name_is_kept_as_typed_and_counts_no_turn() -> None:
    line = read("@Tomaz the doors are shut")
    assert line == Line(
        "@Tomaz the doors are shut",
        LineKind.SAID,
        "the doors are shut",
        unknown("Tomaz"),
        hints=('who is "Tomaz"? /who 1 Tomasz Żółć · /who new',),
    )
    assert read("?@xqwv who").hints == ('who is "xqwv"? /who new',)
    for raw in ("<@xqwv so", "+@xqwv so", "!@xqwv so", ">@xqwv so", "<<@xqwv so"):
        line = read(raw)
        assert (line.party, line.text, line.hints) == (unknown("xqwv"), "so", ('who is "xqwv"? /who new',))


def test_a_name_that_could_be_several_is_asked_for() -> None:
    people = [person("Ana Ruiz"), person("Ana Silva"), person("Sam Lee", "City Library"), person("Sam Lee")]
    room = replace(ROOM, names=names_of(people))
    assert read("@ana no bus", room).party == unknown("ana")
    assert read("@ana no bus", room).hints == ('who is "ana"? /who 1 Ana Ruiz · /who 2 Ana Silva · /who new',)
    assert read("@sam no", room).hints == ('who is "sam"? /who 1 Sam Lee · /who 2 Sam Lee (City Library) · /who new',)
    assert not read("@ana no bus", room).counts_turn


def test_a_name_without_words_is_a_note_that_says_how_to_count_a_turn() -> None:
    assert read("@ana") == plain("@ana", "@ana", "a remark needs some words: /turn ana counts a turn")
    assert read("@ana ") == plain("@ana ", "@ana ", "a remark needs some words: /turn ana counts a turn")


@pytest.mark.parametrize("raw", ["@@ana x", '@"ana" x', "@¿x", "@“x” y"])
def test_an_at_without_a_name_is_a_note(raw: str) -> None:
    assert read(raw) == plain(raw, raw, "no name stands behind the @: kept as a note")


# The same speaker going on, and whom a paraphrase goes back to


def test_at_and_a_blank_is_the_same_speaker_going_on_without_a_new_turn() -> None:
    assert read("@ and at night too :need", SPOKEN) == Line(
        "@ and at night too :need", LineKind.SAID, "and at night too", AMINA, tags=("need",)
    )
    assert read("~@ and at night", SPOKEN).is_private


def test_nobody_goes_on_before_anybody_has_spoken() -> None:
    hint = "nobody has spoken in this step yet: @ and a name says who"
    assert read("@ and at night :need ") == plain("@ and at night :need ", "@ and at night :need ", hint)


def test_a_paraphrase_without_a_name_goes_back_to_the_latest_speaker_else_to_the_room() -> None:
    assert read("< so evenings are out", SPOKEN).party == AMINA
    assert read("< so evenings are out").party is None
    assert read("<@ben so evenings are out", SPOKEN).party == BEN
    assert read("<< evenings are out", SPOKEN).party is None
    assert read("? what now", SPOKEN).party is None


# Yes and no


def test_y_alone_confirms_the_paraphrase_that_waits() -> None:
    for raw in ("y", "Y", "y ", " y"):
        assert read(raw, WAITING) == Line(raw, LineKind.YES, "evenings are out for you", AMINA, waiting_id="n3")


def test_n_marks_it_corrected_and_keeps_what_was_meant() -> None:
    assert read("n", WAITING) == Line("n", LineKind.NO, "evenings are out for you", AMINA, waiting_id="n3")
    line = read("N only  fridays :need ", WAITING)
    assert (line.kind, line.waiting_id, line.correction) == (LineKind.NO, "n3", "only  fridays :need")


def test_a_name_behind_y_or_n_means_an_earlier_one() -> None:
    assert read("y@ana", WAITING).waiting_id == "n1"
    assert read("Y@tomaz", WAITING).waiting_id == "n2"
    line = read("n@ana: not before five", WAITING)
    assert (line.kind, line.waiting_id, line.correction, line.party) == (LineKind.NO, "n1", "not before five", ANA)
    # an, a start of two names, can only mean the one who has something waiting
    people = replace(WAITING, names=names_of([person("Ana Ruiz", "Northside High", "school"), person("Anabel Wu")]))
    assert read("y@an", people).waiting_id == "n1"


def test_y_for_somebody_with_nothing_waiting_is_a_note() -> None:
    for raw in ("y@ben", "n@ben not so", "y@xqwv"):
        name = raw[2:].partition(" ")[0]
        hint = f'nothing waits for a yes from "{name}": kept as a note'
        assert read(raw, WAITING) == plain(raw, raw, hint)


@pytest.mark.parametrize("raw", ["y", "n", "Y", "n what they meant", "y@ana", "n@ana no"])
def test_without_a_paraphrase_waiting_they_are_plain_notes(raw: str) -> None:
    assert read(raw) == plain(raw, raw)


@pytest.mark.parametrize(
    "raw", ["yes", "y!", "y es", "y @ana", "no", "nothing", "y@", "n@5 x", "y@ana sure", "ya", "y."]
)
def test_what_is_not_exactly_y_or_n_is_a_plain_note(raw: str) -> None:
    assert read(raw, WAITING) == plain(raw, raw)


def test_private_y_is_a_private_note() -> None:
    assert read("~y", WAITING) == Line("~y", LineKind.NOTE, "y", is_private=True)


# Turns


@pytest.mark.parametrize("raw", ["@ana x", "~@ana x", "?@ana x", "~?@ana x", "@library x", "@families x"])
def test_a_turn_is_counted_by_a_remark_and_a_question_with_a_name(raw: str) -> None:
    assert read(raw).counts_turn
    assert read(raw).party


@pytest.mark.parametrize(
    "raw",
    ["@ x", "x", "<@ana x", "<<@ana x", "? x", "?? x", "+@ana x", "!@ana x", "=@ana x", ">@ana x", "@xqwv x", "@ana",
     "?@ana", "~?@xqwv x", "/turn ana", "y", "\\@ana x"],
)  # fmt: skip
def test_nothing_else_counts_a_turn(raw: str) -> None:
    assert not read(raw, SPOKEN).counts_turn


# Private lines


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("~quiet room", LineKind.NOTE, "quiet room"),
        ("~ quiet room", LineKind.NOTE, "quiet room"),
        ("~“quiet” room", LineKind.NOTE, "“quiet” room"),
        ("~ 5 left", LineKind.NOTE, "5 left"),
        ("~@ana worries", LineKind.SAID, "worries"),
        ("~ @ana worries", LineKind.SAID, "worries"),
        ("~< so", LineKind.PARAPHRASE, "so"),
        ("~<<so", LineKind.SUMMARY, "so"),
        ("~? what now", LineKind.QUESTION, "what now"),
        ("~¿qué ahora", LineKind.QUESTION, "qué ahora"),
        ("~\\@ana was late", LineKind.NOTE, "@ana was late"),
    ],
)
def test_a_tilde_makes_a_note_remark_paraphrase_summary_or_own_question_private(
    raw: str, kind: LineKind, text: str
) -> None:
    line = read(raw)
    assert (line.kind, line.text, line.is_private, line.hints) == (kind, text, True, ())


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("!@ben draft it by fri #attendance", "an action"),
        ("= two buses :need", "a decision"),
        ("> menu", "a parked item"),
        ("+@ben drivers", "an appreciation"),
        ("?? who pays", "a question that needs an answer"),
    ],
)
def test_what_is_shared_by_nature_becomes_a_private_note_as_typed(raw: str, what: str) -> None:
    hint = f"{what} is shared by nature: kept as a private note"
    assert read("~" + raw) == Line("~" + raw, LineKind.NOTE, raw, is_private=True, hints=(hint,))


def test_a_private_question_of_somebody_is_a_note_and_still_a_turn() -> None:
    assert read("~?@maria who pays") == Line(
        "~?@maria who pays",
        LineKind.NOTE,
        "?@maria who pays",
        MARIA,
        is_private=True,
        counts_turn=True,
        hints=("a question that needs an answer is shared by nature: kept as a private note",),
    )


def test_a_private_line_stays_private_when_it_says_nothing() -> None:
    for raw in ("~@ana", "~!@ben", "~?", "~< "):
        assert (read(raw).kind, read(raw).text, read(raw).is_private) == (LineKind.NOTE, raw[1:], True)
    line = read("~/next")
    assert (line.kind, line.text, line.is_private, len(line.hints)) == (LineKind.NOTE, "/next", True, 1)


@pytest.mark.parametrize("raw", ["~5 left", "~<3", "~~x", "~+5", "~:)"])
def test_a_tilde_that_does_not_count_says_that_the_line_is_not_private(raw: str) -> None:
    assert read(raw) == plain(raw, raw, "not private: ~ counts before a letter or a blank")


# Goals and tags


@pytest.mark.parametrize(
    ("raw", "text", "tags", "goal"),
    [
        ("@ana buses stop :need", "buses stop", ("need",), None),
        ("@ana buses :need stop", "buses stop", ("need",), None),
        ("@ana :Need buses", "buses", ("need",), None),
        ("@ana buses :need, stop", "buses, stop", ("need",), None),
        ("@ana buses :need :idea :NEED", "buses", ("need", "idea"), None),
        ("@ana el bus :senal", "el bus", ("señal",), None),
        ("@ana buses #ninth", "buses", (), ATTENDANCE),
        ("@ana buses #att :need", "buses", ("need",), ATTENDANCE),
        ("@ana buses #ATTÉND", "buses", (), ATTENDANCE),
        ("@ana buses #late", "buses #late", (), None),
        ("@ana buses #cut", "buses", (), ARRIVALS),
        ("@ana buses #internships #thirty", "buses", (), INTERNSHIPS),
        ("quiet :concern #internships.thirty", "quiet", ("concern",), INTERNSHIPS),
        ("< so buses :need #att", "so buses", ("need",), ATTENDANCE),
        ("<< so buses :need #att", "so buses", ("need",), ATTENDANCE),
        ("? what :need #att", "what", ("need",), ATTENDANCE),
        ("= two buses #att", "two buses", (), ATTENDANCE),
        ("! call ben #att", "call ben", (), ATTENDANCE),
        ("a:need b#att 3:need", "a:need b#att 3:need", (), None),
    ],
)
def test_goals_and_tags_leave_the_text(raw: str, text: str, tags: tuple[str, ...], goal: object) -> None:
    line = read(raw)
    assert (line.text, line.tags, line.goal) == (text, tags, goal)


@pytest.mark.parametrize(
    ("raw", "text", "hint"),
    [
        ("@ana bus :nedd", "bus :nedd", '":nedd" is no tag here: kept as text'),
        ("@ana bus #zoo", "bus #zoo", '"#zoo" meets no goal here: kept as text'),
        (
            "@ana bus #late",
            "bus #late",
            '"#late" could be “Cut late arrivals” or “Thirty internships for late starters”: kept as text',
        ),
        ("@ana bus #att #cut", "bus #cut", 'one goal a line: "#cut" kept as text'),
        ("! call :need", "call :need", '":need" is no tag here: kept as text'),
        ("= buses :need", "buses :need", '":need" is no tag here: kept as text'),
        ("> menu #att", "menu #att", '"#att" meets no goal here: kept as text'),
        ("+ drivers #att", "drivers #att", '"#att" meets no goal here: kept as text'),
        ("?? who :need", "who :need", '":need" is no tag here: kept as text'),
    ],
)
def test_what_is_no_goal_or_tag_stays_with_a_hint(raw: str, text: str, hint: str) -> None:
    line = read(raw)
    assert (line.text, line.hints) == (text, (hint,))


def test_a_whole_word_of_a_goal_beats_a_start() -> None:
    assert read("x #start") == replace(read("x #starters"), raw="x #start")
    assert read("x #arrival").goal == ARRIVALS
    goals = (replace(ATTENDANCE, statement="Art for all"), replace(ARRIVALS, statement="Arts week"))
    assert read("x #art", replace(ROOM, goals=goals)).goal == goals[0]


# Actions


def action(raw: str) -> tuple[object, ...]:
    line = read(raw)
    assert line.kind is LineKind.ACTION
    return line.text, line.party, line.helpers, line.due, line.due_words


@pytest.mark.parametrize(
    ("raw", "understood"),
    [
        ("!@ben draft it", ("draft it", BEN, (), None, "")),
        ("! draft it", ("draft it", None, (), None, "")),
        ("!draft it tomorrow", ("draft it", None, (), date(2026, 11, 22), "tomorrow")),
        ("!@ben draft it by fri #attendance", ("draft it", BEN, (), FRIDAY, "fri")),
        ("!@ben draft it #attendance by fri", ("draft it", BEN, (), FRIDAY, "fri")),
        ("!@ben by fri draft it", ("draft it", BEN, (), FRIDAY, "fri")),
        ("!@ben call about dec 3", ("call about", BEN, (), date(2026, 12, 3), "dec 3")),
        ("!@ben look again in 10 days", ("look again", BEN, (), date(2026, 12, 1), "in 10 days")),
        ("!@ben bring it next meeting", ("bring it", BEN, (), None, "next meeting")),
        ("!@ben go with @amina by fri", ("go with Amina Diallo", BEN, (AMINA,), FRIDAY, "fri")),
        ("!@ben go with @amina, @library.", ("go with Amina Diallo, City Library.", BEN, (AMINA, LIBRARY), None, "")),
        ("!@ben go by fri @amina", ("go Amina Diallo", BEN, (AMINA,), FRIDAY, "fri")),
        ("! go with @ben", ("go with Ben O'Connor", None, (BEN,), None, "")),
        ("!@ben ask @ben and @ana and @ana", ("ask Ben O'Connor and Ana Ruiz and Ana Ruiz", BEN, (ANA,), None, "")),
        ("!@library open late fri", ("open late", LIBRARY, (), FRIDAY, "fri")),
        ("! mail office@school.org at 3:30 fri", ("mail office@school.org at 3:30", None, (), FRIDAY, "fri")),
    ],
)
def test_owner_helpers_and_date(raw: str, understood: tuple[object, ...]) -> None:
    assert action(raw) == understood


def test_a_helpers_name_is_never_read_as_a_date() -> None:
    names = names_of([person("June Sun"), person("Ben O'Connor")])
    line = read("!@ben walk with @june", replace(ROOM, names=names))
    assert (line.text, line.due) == ("walk with June Sun", None)


def test_a_helper_nobody_knows_stays_with_a_hint() -> None:
    line = read("!@ben go with @xqwv and @5 by fri")
    assert (line.text, line.helpers, line.due) == ("go with @xqwv and @5", (), FRIDAY)
    assert line.hints == ('"@xqwv" is nobody known: kept as text',)
    assert read("! go with @a").hints[0].startswith('"@a" could be Amina Diallo or An Nguyen or Ana Ruiz')


def test_next_meeting_is_its_date_once_known() -> None:
    room = replace(ROOM, days=replace(DAYS, next_meeting=date(2026, 12, 17)))
    line = read("! bring it by next meeting", room)
    assert (line.text, line.due, line.due_words) == ("bring it", date(2026, 12, 17), "next meeting")


def test_a_day_that_is_none_of_the_forms_is_text_and_the_hint_says_how_to_write_it() -> None:
    line = read("! call by friday")
    assert (line.text, line.due, line.hints) == ("call by friday", None, ('no date was read: write "fri"',))


def test_only_an_action_has_a_date() -> None:
    for raw, text in (("@ana comes fri", "comes fri"), ("= start by fri", "start by fri"), ("> fri", "fri")):
        assert (read(raw).text, read(raw).due) == (text, None)


# What says nothing is kept


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ("!", "an action"),
        ("! ", "an action"),
        ("!@ben", "an action"),
        ("!@ben  ", "an action"),
        ("! fri", "an action"),
        ("!@ben by fri #att", "an action"),
        ("=", "a decision"),
        ("= #att", "a decision"),
        (">", "a parked item"),
        ("+@ben", "an appreciation"),
        ("<", "a paraphrase"),
        ("<@ana", "a paraphrase"),
        ("<< ", "a summary"),
        ("?", "a question"),
        ("¿ ", "a question"),
        ("?@ana", "a question that needs an answer"),
        ("??", "a question that needs an answer"),
        ("@", "a remark"),
        ("@ ", "a remark"),
        ("@ana :need", "a remark"),
        (":need", "a note"),
        ("#att", "a note"),
    ],
)
def test_what_has_no_words_is_a_note_as_typed(raw: str, what: str) -> None:
    assert read(raw) == plain(raw, raw, f"{what} needs some words")


def test_control_characters_and_line_breaks_never_reach_the_text() -> None:
    assert read("@ana one\r\ntwo\x1b[31m\tthree\u202e").text == "one two[31m three"
    assert read("!\x00\n").text == "! "


# Questions


@pytest.mark.parametrize(
    ("raw", "text", "is_open"),
    [
        ("? how do you see it", "how do you see it", True),
        ("?is it late", "is it late", False),
        ("? the bus", "the bus", None),
        ("¿qué falta", "qué falta", True),
        ("¿ es tarde", "es tarde", False),
        ("¿Qué falta?", "Qué falta?", True),
        ("? ¿Es tarde?", "¿Es tarde?", False),
        ("?¿cómo?", "¿cómo?", True),
        ("? qu’est-ce qui manque", "qu’est-ce qui manque", True),
    ],
)
def test_open_and_closed_questions(raw: str, text: str, is_open: bool | None) -> None:
    line = read(raw)
    assert (line.kind, line.text, line.is_open_question) == (LineKind.QUESTION, text, is_open)


def test_only_the_facilitators_own_questions_are_open_or_closed() -> None:
    assert read("?@ana what now").is_open_question is None
    assert read("?? what now").is_open_question is None


# Commands


@pytest.mark.parametrize(
    ("raw", "command", "arguments"),
    [
        ("/next", "next", ""),
        ("/NEXT ", "next", ""),
        ("/who Tomasz Żółć", "who", "Tomasz Żółć"),
        ("/move 3  fri the  bus ", "move", "3  fri the  bus"),
        ("/goal #att 3", "goal", "#att 3"),
        ("/été x", "été", "x"),
        ("/home/ana is full", "home/ana", "is full"),
    ],
)
def test_a_slash_before_a_letter_is_a_command(raw: str, command: str, arguments: str) -> None:
    assert read(raw) == Line(raw, LineKind.COMMAND, command=command, arguments=arguments)


def test_a_command_behind_a_blank_is_a_note() -> None:
    assert read(" /next") == plain(" /next", "/next")


def test_the_unknown_tomasz_is_found_by_his_name_without_accents() -> None:
    assert read("@zolc here").party == TOMASZ


def test_a_line_that_may_tell_who_a_child_is_says_so_and_is_kept() -> None:
    line = read("@ana too late for his child Timmy")
    assert line.text == "too late for his child Timmy"
    assert line.hints == ("“child Timmy” may tell who a child is: better without",)
