"""`encrypt`, `decrypt` and `change-passphrase`, and every other command on an encrypted file."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from command_line import Cli, Said, program
from encrypted_files import needs_cipher
from facilitator.clock import SystemClock
from facilitator.db import open_store, safe_copy
from facilitator.db.backup import Backups
from facilitator.db.connection import is_encrypted
from facilitator.db.passphrase import Passphrase
from facilitator.model.backups import Backup
from pty_driver import PtyProgram
from support import make_meeting, make_store

FIRST, SECOND = "correct horse battery", "another one entirely"


class Piped(Protocol):
    def __call__(self, lines: str | bytes, *arguments: object) -> Said: ...


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A plain data file with a meeting."""
    with make_store(tmp_path, name="meetings.db") as store:
        make_meeting(store)
    return tmp_path / "meetings.db"


@pytest.fixture
def piped(cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch) -> Piped:
    """Runs a command with `lines` on stdin and `--passphrase-stdin`."""

    def call(lines: str | bytes, *arguments: object) -> Said:
        data = lines.encode() if isinstance(lines, str) else lines
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return cli(*arguments, "--passphrase-stdin")

    return call


@pytest.fixture
def locked(piped: Piped, file: Path) -> Path:
    """The data file, encrypted with `FIRST`."""
    assert piped(f"{FIRST}\n", "encrypt").code == 0
    assert is_encrypted(file)
    return file


@needs_cipher
def test_lock_use_change_use_unlock(piped: Piped, file: Path, cli: Cli) -> None:
    said = piped(f"{FIRST}\n", "encrypt")
    assert (said.code, said.out) == (0, "")
    assert "is encrypted" in said.err
    assert "was overwritten" in said.err
    assert "made before are plain still" in said.err
    assert "Ana Ruiz" in piped(f"{FIRST}\n", "list", "people").out
    assert piped(f"{FIRST}\n", "new", "partnership", "Harbour").code == 0
    assert piped(f"{FIRST}\r\n{SECOND}\r\n", "change-passphrase").code == 0
    assert "does not open" in piped(f"{FIRST}\n", "list", "people").refusal
    assert "Harbour" in piped(SECOND, "list", "partnerships").out
    assert piped(f"{SECOND}\n", "check").code == 0
    assert piped(f"{SECOND}\n", "export", "out").code == 0
    said = piped(f"{SECOND}\n", "decrypt")
    assert (said.code, said.out) == (0, "")
    assert "Harbour" in cli("list", "partnerships").out
    said = piped(f"{FIRST}\n", "encrypt")
    assert f"exported earlier: {file.parent / 'out'}" in said.err


@needs_cipher
def test_what_cannot_be_done_says_so(piped: Piped, locked: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is encrypted already" in piped(f"{FIRST}\n", "encrypt").refusal
    assert "does not open" in piped(f"{SECOND}\n", "decrypt").refusal
    assert "does not open" in piped(f"{SECOND}\n{FIRST}\n", "change-passphrase").refusal
    assert "at least 8" in piped(f"{FIRST}\nshort\n", "change-passphrase").refusal
    assert "found no passphrase" in piped(f"{FIRST}\n", "change-passphrase").refusal
    assert "found no passphrase" in piped("", "list", "people").refusal
    assert "UTF-8" in piped(b"caf\xe9 au lait\n", "list", "people").refusal
    monkeypatch.setattr(sys, "stdin", io.StringIO(FIRST))
    assert "is encrypted" in cli("list", "people").refusal
    assert "--passphrase-stdin" in cli("list", "people").refusal
    assert piped(f"{FIRST}\n", "check").code == 0, "and nothing was changed"


@needs_cipher
def test_a_plain_file(piped: Piped, file: Path) -> None:
    assert "is not encrypted" in piped(f"{FIRST}\n", "decrypt").refusal
    assert "is not encrypted" in piped(f"{FIRST}\n{SECOND}\n", "change-passphrase").refusal
    assert piped("short\n", "encrypt").code == 1
    assert not is_encrypted(file)
    file.unlink()
    for command in ("encrypt", "decrypt", "change-passphrase"):
        assert "there is no data file" in piped(f"{FIRST}\n", command).refusal


@pytest.mark.parametrize("command", ["encrypt", "decrypt", "change-passphrase"])
def test_a_passphrase_is_never_an_argument(cli: Cli, command: str) -> None:
    said = cli(command, FIRST)
    assert said.code == 2
    assert cli(command, "--passphrase", FIRST).code == 2


@needs_cipher
def test_the_sheet_holds_no_passphrase_and_replaces_nothing(piped: Piped, file: Path, cli: Cli) -> None:
    sheet = file.parent / "sheet.txt"
    sheet.write_text("mine")
    assert "is there already" in piped(f"{FIRST}\n", "encrypt", "--sheet", sheet).refusal
    assert "does not exist" in piped(f"{FIRST}\n", "encrypt", "--sheet", file.parent / "no" / "s.txt").refusal
    assert not is_encrypted(file)
    assert sheet.read_text() == "mine"
    sheet.unlink()
    assert piped(f"{FIRST}\n", "encrypt", "--sheet", sheet).code == 0
    assert sheet.stat().st_mode & 0o777 == 0o600
    assert file.name in sheet.read_text("utf-8")
    assert FIRST not in sheet.read_text("utf-8")


NOT_INSTALLED = """
import sys
sys.modules["sqlcipher3"] = None
from facilitator.cli import main
main()
"""


def test_without_sqlcipher_it_says_how_to_install_it(file: Path) -> None:
    for arguments in (["encrypt"], ["encrypt", "--passphrase-stdin"]):
        assert "pip install 'facilitator[encrypted]'" in program(file.parent, *arguments, code=NOT_INSTALLED).refusal
    assert program(file.parent, "list", "people", code=NOT_INSTALLED).code == 0
    file.write_bytes(b"\x8efac" + os.urandom(3 * 4096 - 4))
    for arguments in (["list", "people"], ["decrypt"], ["check"]):
        assert "pipx inject facilitator sqlcipher3" in program(file.parent, *arguments, code=NOT_INSTALLED).refusal


def test_a_plain_file_never_imports_sqlcipher(file: Path) -> None:
    code = (
        "import sys; from facilitator.cli.program import run; run(sys.argv[1:]);"
        " sys.exit(3 if 'sqlcipher3' in sys.modules or 'facilitator.db.encryption' in sys.modules else 0)"
    )
    assert program(file.parent, "list", "people", code=code).code == 0


# What can still be read


def holding(folder: Path, word: bytes) -> list[Path]:
    """The files anywhere under a folder that hold a word in plain bytes."""
    return [it for it in sorted(folder.rglob("*")) if it.is_file() and word in it.read_bytes()]


@pytest.fixture
def copied(piped: Piped, cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Backups, copies beside the file and an export, all plain; the backups."""
    monkeypatch.setenv("XDG_STATE_HOME", str(file.parent / "state"))
    assert cli("backup").code == 0
    assert cli("new", "partnership", "Harbor").code == 0
    assert cli("backup").code == 0
    assert cli("restore", "latest").code == 0
    assert cli("export", "out").code == 0
    (file.parent / "meetings-copy-2026-11-21-150000.db").write_bytes(file.read_bytes())
    (file.parent / "meetings (1).db").write_bytes(file.read_bytes())
    (file.parent / "meetings-copy-of-mine.db").write_bytes(b"Ana Ruiz")
    folder = Backups(file, SystemClock()).folder
    half = f"{datetime.now(UTC) - timedelta(minutes=9):%Y%m%dT%H%M%S}.000Z-start.db"
    (folder / half).write_bytes(b"half a copy with Ana Ruiz in it")
    plain = holding(folder, b"Ana Ruiz")
    assert len(plain) >= 3
    return plain


@needs_cipher
def test_every_readable_copy_is_named_with_its_place(piped: Piped, file: Path, copied: list[Path]) -> None:
    said = piped(f"{FIRST}\n", "encrypt")
    assert said.code == 0
    assert [it for it in said.err.splitlines() if it.startswith("Still plain, a backup: ")] == [
        f"Still plain, a backup: {path}" for path in copied
    ]
    beside = re.findall(r"^Still plain, a copy beside the file: (.*)$", said.err, re.MULTILINE)
    [replaced] = file.parent.glob("meetings.replaced-*")
    names = ("meetings (1).db", "meetings-copy-2026-11-21-150000.db", replaced.name)
    assert sorted(beside) == sorted(str(file.parent / it) for it in names)
    assert f"Still plain, exported earlier: {file.parent / 'out'}\n" in said.err
    assert "facilitator encrypt --replace-backups\n" in said.err
    assert all(it.exists() for it in copied)
    checked = piped(f"{FIRST}\n", "check")
    assert "3 backups from before the file was encrypted can be read by anybody" in checked.out


@needs_cipher
@pytest.mark.parametrize("is_later", [False, True], ids=["at once", "later"])
def test_plain_backups_are_replaced_and_no_word_of_them_is_left(
    piped: Piped, file: Path, copied: list[Path], is_later: bool
) -> None:
    if is_later:
        assert piped(f"{FIRST}\n", "encrypt").code == 0
        assert "its plain backups: facilitator encrypt --replace-backups" in piped(f"{FIRST}\n", "encrypt").refusal
    said = piped(f"{FIRST}\n", "encrypt", "--replace-backups")
    assert said.code == 0
    assert "An encrypted backup was made and verified: " in said.err
    assert f"{len(copied)} plain backups were overwritten and removed" in said.err
    assert "Still plain, a backup" not in said.err
    for word in (b"Ana Ruiz", b"Northside", b"Harbor"):
        assert holding(file.parent / "state", word) == []
    listed = piped(f"{FIRST}\n", "backup", "--list")
    assert (listed.out.count("\n"), listed.out.count("good")) == (1, 1)
    checked = piped(f"{FIRST}\n", "check")
    assert (checked.code, "can be read by anybody" in checked.out) == (0, False)
    file.unlink()
    assert piped(f"{FIRST}\n", "restore", "latest").code == 0
    assert "Ana Ruiz" in piped(f"{FIRST}\n", "list", "people").out
    assert "Harbor" in piped(f"{FIRST}\n", "list", "partnerships").out
    assert "encrypted already" in piped(f"{FIRST}\n", "encrypt").refusal


@needs_cipher
def test_plain_backups_stay_when_no_encrypted_one_can_be_made(
    piped: Piped, file: Path, copied: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [it.read_bytes() for it in copied]

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(safe_copy, "sync_file", full)
    said = piped(f"{FIRST}\n", "encrypt", "--replace-backups")
    assert said.code == 1
    assert "facilitator: " in said.err
    assert "is encrypted, its plain backups were left as they are: no backup could be made" in said.err
    assert [it.read_bytes() for it in copied] == before
    monkeypatch.undo()


@needs_cipher
def test_a_copy_that_the_disk_does_not_keep_replaces_nothing(
    piped: Piped, file: Path, copied: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Backups._made

    def spoilt(self: Backups, *arguments: Any) -> Backup:
        done = made(self, *arguments)
        data = bytearray(done.path.read_bytes())
        data[-1] ^= 1
        done.path.write_bytes(data)
        return done

    monkeypatch.setattr(Backups, "_made", spoilt)
    said = piped(f"{FIRST}\n", "encrypt", "--replace-backups")
    assert said.code == 1
    assert "is not what was written; check the disk" in said.err
    assert all(it.exists() for it in copied)


@needs_cipher
def test_a_plain_backup_with_another_name_is_not_overwritten(piped: Piped, file: Path, copied: list[Path]) -> None:
    kept = file.parent / "kept"
    os.link(copied[0], kept)
    assert piped(f"{FIRST}\n", "encrypt", "--replace-backups").code == 0
    assert b"Ana Ruiz" in kept.read_bytes()


# At a terminal


def at_terminal(file: Path, *arguments: str) -> PtyProgram:
    return PtyProgram.python("-m", "facilitator", "--file", str(file), *arguments, home=file.parent)


def answer(program: PtyProgram, question: bytes, time: int, words: str) -> None:
    """Types `words` when `question` is asked for the n-th time."""
    program.wait_until(lambda: program.raw.count(question) == time, otherwise=f"never asked {question!r}")
    program.send(f"{words}\r")


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A plain data file with a meeting planned for now by the laptop's own clock."""
    path = tmp_path / "northside.db"
    with open_store(path, create=True, clock=SystemClock()) as store:
        make_meeting(store)
    return path


@needs_cipher
@pytest.mark.pty
def test_at_a_terminal_it_is_asked_twice_and_never_shown(real: Path) -> None:
    with at_terminal(real, "encrypt") as program:
        answer(program, b"New passphrase: ", 1, "short")
        answer(program, b"New passphrase: ", 2, FIRST)
        answer(program, b"The same once more: ", 1, SECOND)
        answer(program, b"New passphrase: ", 3, FIRST)
        answer(program, b"The same once more: ", 2, FIRST)
        program.wait_for("a recovery sheet to print")
        program.send("sheet.txt\r")
        assert program.wait_exit() == 0
        assert b"at least 8" in program.raw
        assert b"not the same" in program.raw
        assert b"horse" not in program.raw
        assert b"entirely" not in program.raw
    assert is_encrypted(real)
    assert "northside.db" in (real.parent / "sheet.txt").read_text("utf-8")


@needs_cipher
@pytest.mark.pty
def test_the_screens_open_after_the_passphrase_and_keep_what_is_typed(real: Path) -> None:
    passphrase = Passphrase(FIRST)
    from facilitator.db.convert import convert

    convert(real, None, passphrase)
    with at_terminal(real, "run") as program:
        answer(program, b"Passphrase of northside.db", 1, SECOND)
        answer(program, b"Passphrase of northside.db", 2, FIRST)
        program.wait_for("F1 help")
        program.send("the buses stop at four\r")
        program.wait_for("Saved · 1 line")
        program.send("/quit\r")
        assert program.wait_exit() == 0
        assert b"horse" not in program.raw
        assert b"entirely" not in program.raw
    assert b"buses" not in real.read_bytes()
    with open_store(real, passphrase=passphrase) as store:
        assert [it.text for it in store.notes.of_meeting(store.meetings.all()[0].id)] == ["the buses stop at four"]


@needs_cipher
@pytest.mark.pty
def test_after_three_tries_it_gives_up_in_one_line(real: Path) -> None:
    from facilitator.db.convert import convert

    convert(real, None, Passphrase(FIRST))
    with at_terminal(real) as program:
        for tries in range(3):
            answer(program, b"Passphrase of", tries + 1, f"wrong one {tries}")
        assert program.wait_exit() == 1
        assert program.raw.count(b"does not open") == 3
        assert b"Traceback" not in program.raw
        assert b"wrong one" not in program.raw
