"""The form dialog, driven by keys; it knows no store."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest
from textual.app import App
from textual.pilot import Pilot

from facilitator.dialogs.fields import Choice, Field
from facilitator.dialogs.form import Form, FormDialog, Values
from facilitator.errors import DiskTrouble, Invalid, NotFound
from facilitator.model.when import Days
from home_program import burst, press, shown
from hostile import HOSTILE

FIELDS = (
    Field("name", "Name", is_required=True, help="as people call it"),
    Field("group", "Group", "choice", choices=(Choice("s", "School"), Choice("t", "Student"), Choice("f", "Family"))),
    Field("due", "By when", "date"),
    Field("owners", "Carried by", "lines", choices=(Choice("n", "Northside High"),)),
    Field("more", "More", value="as it was"),
)


class FormProgram(App[None]):
    """Opens one form; what it led to is in `saved`, `result` and `kept`."""

    def __init__(
        self,
        draft: str = "",
        check: dict[str, str] | None = None,
        trouble: Exception | None = None,
        now: Values | None = None,
    ) -> None:
        super().__init__()
        self.saved: list[Values] = []
        self.results: list[Values | None] = []
        self.kept: list[str] = []
        self.trouble = trouble
        self.form = Form(
            "A form",
            FIELDS,
            self.save,
            (lambda _: check) if check else None,
            Days(date(2026, 11, 21)),
            draft,
            self.kept.append,
            (lambda: now) if now is not None else None,
        )

    def on_mount(self) -> None:
        self.push_screen(FormDialog(self.form), self.results.append)

    def save(self, values: Values) -> str:
        if self.trouble:
            raise self.trouble
        self.saved.append(values)
        return "Saved"


@asynccontextmanager
async def open_form(program: FormProgram, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with program.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


async def test_enter_goes_on_and_saves_on_the_last_in_one_burst() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana Ruiz\rfam\rfri\rNorthside High\rCity Library\r\r, more\r")
        expected = {
            "name": "Ana Ruiz",
            "group": "f",
            "due": "2026-11-27",
            "owners": "Northside High\nCity Library",
            "more": "as it was, more",
        }
        assert program.saved == [expected]
        assert program.results == [expected]
        assert program.kept[-1] == ""


async def test_ctrl_s_saves_anywhere_even_a_line_not_yet_taken() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\t\t\tNorthside High\x13")
        assert program.saved[0]["owners"] == "Northside High"
        assert program.saved[0]["due"] == ""


async def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\rzebra\r")
        assert "✗ 'zebra' is none of: School, Student, Family" in shown(pilot)
        assert "zebra\n" in "\n".join(line.rstrip(" │") for line in shown(pilot).splitlines()) + "\n"
        await burst(pilot, "\x15school\rsoon\r")
        assert "✗ 'soon' is no day; write it like 3 dec" in shown(pilot)
        await burst(pilot, "\x15fri\x13")
        assert program.saved[0]["due"] == "2026-11-27"


async def test_every_mistake_is_shown_at_once_and_the_cursor_goes_to_the_first() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\tzebra\tsoon\x13")
        text = shown(pilot)
        assert "this is needed" in text
        assert "'zebra' is none of" in text
        assert "'soon' is no day" in text
        await burst(pilot, "Ana")
        assert "this is needed" not in shown(pilot)
        assert program.saved == []


async def test_what_a_check_or_the_act_refuses_lands_beside_the_field() -> None:
    program = FormProgram(check={"more": "say more about it"})
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert "✗ say more about it" in shown(pilot)
    program = FormProgram(trouble=Invalid("name", "somebody has that name"))
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert "✗ somebody has that name" in shown(pilot)
        await burst(pilot, " B")
        assert "somebody has that name" not in shown(pilot)


async def test_other_trouble_stands_at_the_foot_and_nothing_is_lost() -> None:
    program = FormProgram(trouble=DiskTrouble("the disk is full, nothing was saved"))
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert "Not saved: the disk is full, nothing was saved" in shown(pilot)
        program.trouble = None
        await burst(pilot, "\x13")
        assert program.saved[0]["name"] == "Ana"


async def test_a_mistake_of_a_field_that_is_not_asked_is_still_said() -> None:
    program = FormProgram(trouble=Invalid("elsewhere", "that cannot be"))
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert "Not saved: that cannot be" in shown(pilot)


async def test_up_and_down_go_through_choices_and_between_other_fields() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana")
        await press(pilot, "down", "down", "down")
        assert "↑↓ School  Student  Family" in shown(pilot)
        await press(pilot, "tab", "down", "tab", "down", "ctrl+s")
        assert program.saved[0]["group"] == "t"
        assert program.saved[0]["owners"] == "Northside High" or program.saved[0]["owners"] == ""


async def test_choices_narrow_while_one_types_and_cycle_among_what_is_left() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\rs")
        assert "↑↓ School  Student" in shown(pilot)
        await press(pilot, "down", "down", "down", "ctrl+s")
        assert program.saved[0]["group"] == "s"


async def test_backspace_brings_a_taken_line_back() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\t\t\tOne\rTwo\r\x7f\x7fn\x13")
        assert program.saved[0]["owners"] == "One\nTwn"


async def test_leaving_keeps_what_was_typed_and_it_stands_there_again() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\t\t\tOne\rTw")
        await press(pilot, "escape")
        assert program.results == [None]
    again = FormProgram(program.kept[-1])
    async with open_form(again) as pilot:
        assert "as you left it" in shown(pilot)
        await burst(pilot, "\x13")
        assert (again.saved[0]["name"], again.saved[0]["owners"]) == ("Ana", "One\nTw")


async def test_ctrl_r_starts_afresh() -> None:
    program = FormProgram('{"name": "Ana", "more": "else"}')
    async with open_form(program) as pilot:
        await press(pilot, "ctrl+r")
        assert program.kept[-1] == ""
        await burst(pilot, "Ben\x13")
        assert (program.saved[0]["name"], program.saved[0]["more"]) == ("Ben", "as it was")


@pytest.mark.parametrize("draft", ["nonsense", "[1]", '{"name": 3, "gone": "x"}'])
async def test_a_draft_that_cannot_be_read_is_left(draft: str) -> None:
    program = FormProgram(draft)
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert program.saved[0]["name"] == "Ana"


async def test_leaving_untouched_keeps_nothing() -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        await press(pilot, "escape")
        assert program.kept == [""]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10), (20, 5)])
async def test_works_at_every_size(size: tuple[int, int]) -> None:
    program = FormProgram()
    async with open_form(program, size) as pilot:
        await burst(pilot, "Ana\r\r\r\r\r")
        assert program.saved[0]["name"] == "Ana"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_text_is_taken_or_refused_in_every_field(text: str) -> None:
    program = FormProgram()
    async with open_form(program) as pilot:
        for _ in FIELDS:
            await burst(pilot, f"\x1b[200~{text}\x1b[201~\t")
        await burst(pilot, "\x13")
        assert not set(shown(pilot)) & set("\x1b\x07\x9b\u202e\u2067\u061c")
        await press(pilot, "escape")
        assert len(program.results) == 1


def _who(name: str) -> str:
    return "" if name in ("Ana", "Ben") else f"nobody is called “{name}”. Enter again adds them"


class AskingProgram(FormProgram):
    """Asks about names that nobody has, in a line and in lines."""

    def __init__(self) -> None:
        super().__init__()
        fields = (
            Field("owner", "Who", value="Old Hand", question=_who),
            Field("helpers", "Helped by", "lines", value="Former Friend", question=_who),
            Field("more", "More"),
        )
        self.form = replace(self.form, fields=fields)


async def test_a_name_nobody_has_is_asked_about_and_enter_again_takes_it() -> None:
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\x15Anna\r")
        assert "? nobody is called “Anna”. Enter again adds them" in shown(pilot)
        assert program.focused is program.screen.rows[0].line  # type: ignore[attr-defined]
        await burst(pilot, "\r")
        assert program.focused is program.screen.rows[1].line  # type: ignore[attr-defined]
        await burst(pilot, "Cy\r")
        assert "? nobody is called “Cy”" in shown(pilot)
        await burst(pilot, "\rBen\r\rmore\r")
        assert program.saved == [{"owner": "Anna", "helpers": "Former Friend\nCy\nBen", "more": "more"}]


async def test_who_stood_there_and_who_is_known_is_not_asked_about() -> None:
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\r\r\r")
        assert program.saved == [{"owner": "Old Hand", "helpers": "Former Friend", "more": ""}]
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\x15Ben\x13")
        assert program.saved[0]["owner"] == "Ben"


async def test_another_name_is_asked_about_anew() -> None:
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\x15Anna\r")
        await burst(pilot, "x\r")
        assert "? nobody is called “Annax”" in shown(pilot)
        await burst(pilot, "\x7f\x7f\x7f\r")
        assert "nobody is called “An”" in shown(pilot)
        await burst(pilot, "a\r")
        assert program.focused is program.screen.rows[1].line  # type: ignore[attr-defined]
        assert program.saved == []


@pytest.mark.parametrize("again", ["\r", "\x13"])
async def test_saving_from_another_field_goes_to_the_question_and_once_more_saves(again: str) -> None:
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\x15Anna\t\tmore")
        assert "? nobody is called “Anna”" in shown(pilot)
        await burst(pilot, "\x13")
        assert program.saved == []
        assert program.focused is program.screen.rows[0].line  # type: ignore[attr-defined]
        await burst(pilot, again)
        assert program.saved == [{"owner": "Anna", "helpers": "Former Friend", "more": "more"}]


async def test_a_question_loses_nothing_when_the_form_is_left() -> None:
    program = AskingProgram()
    async with open_form(program) as pilot:
        await burst(pilot, "\x15Anna\r")
        await press(pilot, "escape")
        assert program.results == [None]
        assert json.loads(program.kept[-1])["owner"] == "Anna"


# What others change meanwhile


async def test_a_field_nobody_typed_in_takes_what_others_wrote_and_says_so() -> None:
    now = {field.key: field.value for field in FIELDS} | {"more": "as others have it"}
    program = FormProgram(now=now)
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert program.saved == []
        assert "another terminal changed More." in shown(pilot)
        assert "as others have it" in shown(pilot)
        await burst(pilot, "\x13")
        assert program.saved[0]["name"] == "Ana"
        assert program.saved[0]["more"] == "as others have it"


async def test_words_typed_where_others_wrote_stay_and_are_saved_the_second_time() -> None:
    now = {field.key: field.value for field in FIELDS} | {"name": "Theirs"}
    program = FormProgram(now=now)
    async with open_form(program) as pilot:
        await burst(pilot, "Mine\x13")
        assert program.saved == []
        assert "another terminal made it “Theirs”; saving replaces that" in shown(pilot)
        await burst(pilot, "\x13")
        assert program.saved[0]["name"] == "Mine"


async def test_a_draft_says_what_others_made_of_the_field_since() -> None:
    program = FormProgram('{"more": "half typ", " was": {"more": "as it was once"}}')
    async with open_form(program) as pilot:
        assert "half typ" in shown(pilot)
        assert "another terminal made it “as it was”;" in shown(pilot)


async def test_a_record_that_is_gone_is_said() -> None:
    program = FormProgram(now={})

    def gone() -> Values:
        raise NotFound("That person is not there any more; look again.")

    program.form = replace(program.form, now=gone)
    async with open_form(program) as pilot:
        await burst(pilot, "Ana\x13")
        assert program.saved == []
        assert "Not saved: That person is not there any more" in shown(pilot)
