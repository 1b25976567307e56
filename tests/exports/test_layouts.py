from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitator.exports.layouts import built_in, lay_out
from facilitator.exports.minutes.model import Decided, GoalRead, Minutes, Party, Said, StepHeld, Voices
from hostile import HOSTILE

NAMES = ("minutes.md", "minutes.html", "minutes.txt")
DAY = date(2026, 11, 21)


def minutes(words: str = "pilot two late buses", **values: object) -> Minutes:
    return Minutes(
        level="consented",
        language="en",
        partnership=words,
        title=words or "untitled",
        day=DAY,
        start="15:00",
        end="16:00",
        place=words,
        facilitator="",
        purpose=words,
        state="",
        present=(Party("Northside High", ("Ana Ruiz",), 2),),
        decisions=(Decided(1, words, "agreed", concerns=(words,), reason=words),),
        steps=(StepHeld(1, words, 5, 6, "", summaries=(words,), lines=(Said("said", words, words),)),),
        **values,  # type: ignore[arg-type]
    )


def laid_out(name: str, m: Minutes | None = None, folder: Path | None = None) -> tuple[str, str]:
    return lay_out(name, folder, m=m or minutes(), large_print=False)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_break_no_layout(name: str, words: str) -> None:
    text, trouble = laid_out(name, minutes(words))
    assert text
    assert trouble == ""


def test_words_are_no_markdown() -> None:
    text, _ = laid_out("minutes.md", minutes("# [x](javascript:alert) <b>*loud*</b> &amp; | `code`\n- list"))
    assert "\\# \\[x\\](javascript:alert) \\<b\\>\\*loud\\*\\</b\\> \\&amp; \\| \\`code\\` - list" in text
    assert " <b>" not in text
    assert "\n- list" not in text


@pytest.mark.parametrize(
    ("words", "shown"),
    [("1. one", "1\\. one"), ("- x", "\\- x"), ("2026 was good", "2026 was good"), ("> x #", "\\> x \\#")],
)
def test_words_begin_no_list(words: str, shown: str) -> None:
    assert f"\n{shown}\n" in laid_out("minutes.md", minutes(words))[0]


@pytest.mark.parametrize("words", ["Northside & Friends", "snake_case #4 {x}", "5 < 7 > 3!", "AT&T, R&D"])
def test_only_what_markdown_reads_as_its_own_is_escaped(words: str) -> None:
    assert f"\n{words}\n" in laid_out("minutes.md", minutes(words))[0]


def test_words_are_no_html() -> None:
    text, _ = laid_out("minutes.html", minutes("<script>alert(1)</script>\"' onload=x"))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_page_is_whole_in_itself() -> None:
    goal = GoalRead("<Raise>", "on track", baseline=81, target=90, readings=((date(2026, 9, 1), 81), (DAY, 84)))
    text, _ = laid_out("minutes.html", minutes(goals=(goal,), voices=(Voices("families & friends", 3, 2),)))
    for outside in ("http:", "https:", "<script", "<link", "<img", "@import", "url("):
        assert outside not in text.replace("http://www.w3.org", "")
    assert '<html lang="en">' in text
    assert "<desc" in text
    assert "&lt;Raise&gt;" in text
    assert "families &amp; friends: 3 turns, 2 here" in text


def test_the_users_own_layout_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "minutes.md.jinja").write_text("{{ m.title | md }} on {{ m.day | day }}\n", "utf-8")
    assert laid_out("minutes.md", folder=tmp_path) == ("pilot two late buses on Sat 21 Nov 2026\n", "")
    assert laid_out("minutes.txt", folder=tmp_path)[0].startswith("PILOT TWO")


BROKEN = {
    "a tag without its end": ("one\n{% if m.title %}\n", "line"),
    "no such filter": ("one\n{{ m.title | louder }}\n", "line 2"),
    "no such value": ("one\ntwo\n{{ m.tittle }}\n", "line 3"),
    "no such name": ("{{ store.path }}", "line 1"),
    "a mistake while it runs": ("one\n{{ 1 / 0 }}\n", "ZeroDivisionError"),
    "another file": ("{% include '/etc/passwd' %}", "line 1"),
}


@pytest.mark.parametrize(("text", "where"), BROKEN.values(), ids=BROKEN)
def test_a_broken_layout_is_named_and_the_built_in_one_used(tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "minutes.md.jinja").write_text(text, "utf-8")
    words, trouble = laid_out("minutes.md", folder=tmp_path)
    assert words == laid_out("minutes.md")[0]
    assert str(tmp_path / "minutes.md.jinja") in trouble
    assert where in trouble
    assert "built-in" in trouble
    assert "\n" not in trouble


@pytest.mark.parametrize(
    "text",
    [
        "{{ m.__class__.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ lay_out }}",
        "{{ m.title.format.__globals__ }}",
        "{{ '{0.__class__}'.format(m) }}",
        "{% for i in range(10 ** 9) %}x{% endfor %}",
    ],
)
def test_a_layout_reaches_nothing_outside(tmp_path: Path, text: str) -> None:
    (tmp_path / "minutes.md.jinja").write_text(text, "utf-8")
    words, trouble = laid_out("minutes.md", folder=tmp_path)
    assert trouble != ""
    assert words == laid_out("minutes.md")[0]


def test_files_that_are_no_layouts(tmp_path: Path) -> None:
    place = tmp_path / "minutes.md.jinja"
    place.write_bytes(b"\xff\xfe")
    assert "UTF-8" in laid_out("minutes.md", folder=tmp_path)[1]
    place.write_bytes(b" " * 1_000_001)
    assert "too large" in laid_out("minutes.md", folder=tmp_path)[1]
    place.unlink()
    place.mkdir()
    assert "cannot be read" in laid_out("minutes.md", folder=tmp_path)[1]
    assert laid_out("minutes.md", folder=tmp_path / "missing")[1] == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_the_built_in_layout_gives_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.jinja").write_text(built_in(name), "utf-8")
    assert laid_out(name, folder=tmp_path) == laid_out(name)
