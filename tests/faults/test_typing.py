"""Whatever is typed or pasted, however fast: it arrives exact and in order, and never drives the terminal."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from command_line import program
from facilitator.db import open_store
from facilitator.model.text import LINE_LIMIT
from fault_tools import SOAK, assert_sound, meeting, notes
from hostile import HOSTILE

pytestmark = pytest.mark.pty


def test_a_burst_of_lines_arrives_exact_and_in_order(file: Path) -> None:
    lines = [f"line {number} of a quick hand" for number in range(60)]
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.send("".join(f"{line}\r" for line in lines))
        screen.wait_for("Saved · 60 lines")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert notes(file) == lines


@pytest.mark.parametrize("seed", range(1 + SOAK))
def test_a_random_burst_of_marks_and_other_alphabets(file: Path, seed: int) -> None:
    seeded = random.Random(seed)
    words = ["café", "Żółć", "日本", "שלום", "👩‍👩‍👧", "buses", "stop", "12", "a:b", "it's"]
    lines = [f"{number} " + " ".join(seeded.choices(words, k=seeded.randint(1, 9))) for number in range(40)]
    with meeting(file, size=(120, 40)) as screen:
        screen.wait_for("F1 help")
        screen.send("".join(f"{line}\r" for line in lines))
        screen.wait_for("Saved · 40 lines", 30)
    assert notes(file) == [unicodedata.normalize("NFC", line) for line in lines]


def test_a_paste_never_runs_anything(file: Path) -> None:
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.send("\x1b[200~one\n/next\ntwo\x1b[201~")
        screen.wait_for("one /next two")
        screen.send("\r")
        screen.wait_for("Saved · 1 line ")
    assert notes(file) == ["one /next two"]


def test_a_paste_of_a_megabyte_is_cut_and_that_is_said(file: Path) -> None:
    pasted = "".join(f"{number:07} " for number in range(131_072))
    assert len(pasted) == 1 << 20
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.send(f"\x1b[200~{pasted}\x1b[201~", 60)
        screen.wait_for("A line holds 10,000 characters", 60)
        screen.send("\r")
        screen.wait_for("Saved · 1 line ", 60)
    assert notes(file) == [pasted[:LINE_LIMIT].strip()]


def pasted(text: str) -> str:
    """As a terminal sends it: what would end the paste is not in it."""
    return f"\x1b[200~{text}\x1b[201~\r"


def test_hostile_text_never_drives_the_terminal_nor_leaves_the_file(file: Path, tmp_path: Path) -> None:
    texts = [*HOSTILE.values(), "[/] \x1b]0;owned\x07 \x9b31m end"]
    shown = [text for text in texts if text.strip()]
    with meeting(file, size=(120, 40)) as screen:
        screen.wait_for("F1 help")
        for number, text in enumerate(shown, start=1):
            screen.send(pasted(text))
            screen.wait_for(f"Saved · {number} line")
        screen.send("/recap\r")
        screen.wait_for("WE AGREED")
        raw = bytes(screen.raw)
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    for bad in (b"\x1b]0;", b"owned\x07", b"\xc2\x9b", b"\x1b[2J\x1b[31mred", b"\xe2\x80\xae", b"\xe2\x80\xa8"):
        assert bad not in raw, bad
    kept = notes(file)
    assert len(kept) == len(shown)
    for text in kept:
        assert text == unicodedata.normalize("NFC", text)
        assert not any(unicodedata.category(c) == "Cc" for c in text)
    assert program(tmp_path, "export", "out", "--names", "full", "--file", file).code == 0
    for it in (tmp_path / "out").iterdir():
        content = it.read_bytes()
        assert not any(bad in content for bad in (b"\x1b", b"\x07", b"\xc2\x9b", b"\xe2\x80\xae")), it.name
    assert_sound(file)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_columns_stay_aligned_beside_wide_and_joined_text(file: Path, size: tuple[int, int]) -> None:
    """In the list every line begins in the same column, whatever stands in the lines above."""
    texts = ["日本語のメモ", "שלום עולם", "Z\u0351\u036bg\u0310o cafe\u0301", "👩‍👩‍👧‍👦 here", "plain"]
    with meeting(file, size=size) as screen:
        screen.wait_for("F1 help")
        for number, text in enumerate(texts, start=1):
            screen.send(f"|{text}|\r")
            screen.wait_for(f"Saved · {number} line")
        screen.send("\x0c")
        starts = {row.index("|") for row in screen.lines() if row.count("|") >= 2 and not row.lstrip().startswith("✓")}
        assert len(starts) == 1
    assert notes(file) == [unicodedata.normalize("NFC", f"|{text}|") for text in texts]
    with open_store(file) as store:
        assert store.value("PRAGMA integrity_check") == "ok"
