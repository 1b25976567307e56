"""What holds for any line, whatever is typed."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from facilitator.model.echo import echo
from facilitator.model.line import Line, LineContext, LineKind
from facilitator.model.text import clean, fold, one_line
from facilitator.model.when import parse_day
from sample_room import ROOM, SPOKEN, WAITING, read

CONTEXTS = st.sampled_from([ROOM, SPOKEN, WAITING])
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)

TYPED_MARKS = "@ < << ? ¿ ?? + ! = > ~ / \\ ~@ ~< ~? ~! ~/ ~\\ ~?@ ?@ !@ +@ <@ y n y@ n@ Y"
MARKS = TYPED_MARKS.split()
PIECES = (
    "@ana @ana.r @ben, @xqwv @library @@ @ :need :need, :zzz :) #att #late #zoo #cut. by by in the fri tomorrow dec 3 "
    "12/3 2026-12-03 10 days next meeting end of month friday ... – “so quoted” ¿qué? שלום 👩‍👧 3:30 o@school.org y n"
)
PIECE = st.sampled_from(PIECES.split())
LINES = st.builds(
    lambda mark, gap, pieces: mark + gap + " ".join(pieces),
    st.sampled_from(["", *MARKS]),
    st.sampled_from(["", " ", "  "]),
    st.lists(PIECE, max_size=8),
)
MARK_CHARACTERS = "@<?¿+!=>~/\\#:"
PUNCTUATION = ".,;:!?)]}…”»›’\"'–—-"


@given(ANYTHING | LINES | st.builds(str.__add__, st.sampled_from(MARKS), ANYTHING), CONTEXTS)
@settings(max_examples=200, deadline=None)
def test_every_string_is_a_line_that_can_be_echoed(raw: str, context: LineContext) -> None:
    line = read(raw, context)
    assert line.raw == raw
    assert (line.kind is LineKind.EMPTY) == (not one_line(raw).strip())
    assert (line.kind is LineKind.COMMAND) == bool(line.command)
    for words in (line.text, line.correction, line.arguments, *line.hints, echo(line)):
        assert clean(words) == words
        assert "\n" not in words
    if line.kind not in (LineKind.EMPTY, LineKind.COMMAND):
        assert line.text.strip()
        assert echo(line)
    assert (line.waiting_id is not None) == (line.kind in (LineKind.YES, LineKind.NO))
    assert not line.counts_turn or (line.party is not None and line.party.kind != "unknown")
    assert not line.is_private or line.kind in ("note", "said", "paraphrase", "summary", "question")


@given(LINES | ANYTHING | st.lists(ANYTHING | PIECE, max_size=4).map(" ".join), CONTEXTS)
@example("!@@ben, 12/3", ROOM)
@settings(max_examples=200, deadline=None)
def test_no_word_is_ever_lost(raw: str, context: LineContext) -> None:
    line = read(raw, context)
    if line.kind is LineKind.COMMAND:
        assert one_line(raw).split()[1:] == line.arguments.split()
        return
    for word in one_line(raw).split():
        assert is_kept(word, line) or was_understood(word, line), word


def is_kept(word: str, line: Line) -> bool:
    text = line.correction if line.kind is LineKind.NO else line.text
    # A comma that hung before a due phrase goes with it.
    bare = word.lstrip(MARK_CHARACTERS)
    return word in text or bare in text or (bool(line.due_words) and text.endswith(bare.rstrip(PUNCTUATION)))


def was_understood(word: str, line: Line) -> bool:
    if line.kind in (LineKind.YES, LineKind.NO):
        return word[0] in "ynYN"
    bare = word.lstrip(MARK_CHARACTERS).rstrip(PUNCTUATION)
    tail = word[word.rindex(bare) + len(bare) :] if bare else ""
    phrase = line.due_words.split()
    return (
        (not bare and not any(character.isalnum() for character in word))
        or (line.party is not None and "@" in word and (tail in ".,;:" or tail in line.text))
        or any(party.name + tail in line.text for party in line.helpers)
        or ("#" in word and line.goal is not None and fold(bare) in fold(line.goal.statement))
        or (":" in word and fold(bare) in map(fold, line.tags))
        or word.lower().rstrip(PUNCTUATION).lstrip(MARK_CHARACTERS) in (*phrase, *(("by", "the") if phrase else ()))
    )


@given(st.sampled_from(MARKS), st.lists(PIECE, max_size=6), CONTEXTS)
@settings(max_examples=200, deadline=None)
def test_words_that_mean_nothing_else_stay_in_their_order(mark: str, pieces: list[str], context: LineContext) -> None:
    content = [f"w{number}rd" for number in range(5)]
    mixed = list(pieces)
    for place, word in enumerate(content):
        mixed.insert(place * (len(mixed) + 1) // len(content), word)
    line = read(f"{mark} " + " ".join(mixed), context)
    kept = {LineKind.COMMAND: line.arguments, LineKind.NO: line.correction}.get(line.kind, line.text)
    assert re.findall(r"w\drd", kept) == [word for word in mixed if word in content]


@given(st.text(st.sampled_from("abcé ñ 字-'.,/")), CONTEXTS)
@settings(max_examples=100, deadline=None)
def test_plain_words_stay_as_typed(words: str, context: LineContext) -> None:
    line = read(f"x{words}", context)
    assert (line.kind, line.text, line.hints) == (LineKind.NOTE, f"x{words}".strip(), ())


@given(LINES, CONTEXTS)
@settings(max_examples=150, deadline=None)
def test_escaping_makes_any_line_a_plain_note(raw: str, context: LineContext) -> None:
    line = read("\\" + raw, context)
    if raw[:1] and raw[0] in "@<?¿+!=>~/":
        assert line.kind is LineKind.NOTE
        assert not line.is_private
        assert line.party is None


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_a_date_is_one_the_words_name(raw: str) -> None:
    line = read(raw)
    if line.due:
        assert line.kind is LineKind.ACTION
        assert parse_day(line.due_words, ROOM.days) == line.due
