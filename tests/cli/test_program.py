"""The program as its users run it, in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Said, program
from facilitator import __version__
from facilitator.cli.program import COMMANDS
from facilitator.db import open_store
from facilitator.services import prepare, templates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a data file of one partnership and a meeting."""
    with open_store(tmp_path / "meetings.db", create=True) as store:
        partnership_id = prepare.new_partnership(store, "Żółć & Northside")
        prepare.new_meeting(store, partnership_id, templates.find("check_in", None))
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["new"], ["import"], *([name] for name in COMMANDS)])
def test_every_command_has_help(tmp_path: Path, arguments: list[str]) -> None:
    said = program(tmp_path, *arguments, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Usage: facilitator")
    assert "--file PATH" in said.out


def test_version(tmp_path: Path) -> None:
    assert program(tmp_path, "--version") == (0, f"facilitator {__version__}\n", "")
    assert program(tmp_path, "list", "--version") == (0, f"facilitator {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [["dance"], ["--dance"], ["list", "people", "--dance"], ["new"], ["new", "meeting"]]
)
def test_wrong_usage_is_2_and_nothing_on_stdout(tmp_path: Path, arguments: list[str]) -> None:
    said = program(tmp_path, *arguments)
    assert (said.code, said.out) == (2, "")
    assert "Usage: facilitator" in said.err
    assert "Traceback" not in said.err


def test_new_files_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        said = program(tmp_path, "new", "partnership", "X", FACILITATOR_FILE="")
    finally:
        os.umask(old)
    assert said.code == 0
    (made,) = tmp_path.rglob("facilitator.db")
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


COMMANDS_WITHOUT_SCREEN: tuple[list[str], ...] = (
    ["--help"],
    ["list", "meetings"],
    ["list", "actions", "--json"],
    ["new", "partnership", "X"],
    ["new", "meeting", "--partnership", "zolc"],
    ["templates"],
    ["import", "people", "people.csv", "--partnership", "zolc"],
    ["import", "goals", "none.csv", "--partnership", "zolc"],
    ["export", "out"],
    ["config"],
    ["check"],
    ["about-person", "Ana"],
    ["forget", "Ana", "--yes"],
    ["retention", "--partnership", "zolc"],
    ["run"],
    [],
)
LOADED = (
    "import sys; from facilitator.cli.program import run; run(sys.argv[2:]);"
    "print(*sorted(m for m in sys.argv[1].split(',') if m in sys.modules), file=sys.stderr)"
)


def loaded(folder: Path, modules: str, arguments: list[str]) -> str:
    """Which of the modules a command has loaded."""
    return program(folder, modules, *arguments, code=LOADED).err.splitlines()[-1]


@pytest.mark.parametrize("arguments", COMMANDS_WITHOUT_SCREEN, ids=" ".join)
def test_a_command_that_needs_no_screen_never_loads_textual(folder: Path, arguments: list[str]) -> None:
    (folder / "people.csv").write_text("name\nBo\n")
    assert loaded(folder, "textual,rich", arguments) == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "meetings"],
        ["list", "people", "--csv"],
        ["new", "partnership", "X"],
        ["new", "meeting", "--partnership", "zolc"],
    ],
    ids=" ".join,
)
def test_lists_and_new_records_load_no_more_than_they_need(folder: Path, arguments: list[str]) -> None:
    assert loaded(folder, "sqlite_utils,dateutil,platformdirs,sqlite3", arguments) == "sqlite3"


def test_only_what_reads_toml_loads_its_reader(folder: Path) -> None:
    assert loaded(folder, "tomllib", ["list", "meetings"]) == ""
    assert loaded(folder, "tomllib", ["templates"]) == "tomllib"


def run_shell(folder: Path, command: str) -> Said:
    """Runs a line of the shell in which `$F` is the program."""
    done = subprocess.run(
        ["bash", "-c", command],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "F": f"{sys.executable} -m facilitator",
            "FACILITATOR_FILE": str(folder / "meetings.db"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    assert run_shell(folder, "$F templates check_in | true") == (0, "", "")
    assert run_shell(folder, "$F list meetings --csv | head -c 1") == (0, "i", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_behind_stdout_is_told_in_one_line(folder: Path) -> None:
    said = run_shell(folder, "$F list meetings > /dev/full")
    assert said.code == 1
    assert said.err.startswith("facilitator: No space left")
    assert said.err.count("\n") == 1


def test_no_stdout_at_all_is_no_crash(folder: Path) -> None:
    assert run_shell(folder, "$F list meetings >&-") == (0, "", "")
    assert run_shell(folder, "$F run >&- 2>&-").code == 1


def test_output_is_utf8_whatever_the_language_of_the_machine(folder: Path) -> None:
    said = run_shell(folder, "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $F list partnerships --csv")
    assert "Żółć & Northside" in said.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(folder: Path, shell: str) -> None:
    said = run_shell(folder, f"_FACILITATOR_COMPLETE={shell}_source $F")
    assert "_FACILITATOR_COMPLETE" in said.out
    assert (
        run_shell(folder, "COMP_WORDS='facilitator li' COMP_CWORD=1 _FACILITATOR_COMPLETE=bash_complete $F").out
        == "plain,list\n"
    )


def test_ctrl_c_is_quiet(folder: Path) -> None:
    os.mkfifo(folder / "slow.csv")
    running = subprocess.Popen(
        [sys.executable, "-m", "facilitator", "import", "people", "slow.csv", "--partnership", "zolc"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "FACILITATOR_FILE": str(folder / "meetings.db")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # The pipe opens for writing when the program has opened it for reading, and then waits for what we never send.
    with (folder / "slow.csv").open("wb"):
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "rights" in program(tmp_path, "new", "partnership", "X", "--file", "locked/x.db").refusal


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000 + "x", "\udcff.db"])
def test_a_name_no_file_can_have_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    said = program(tmp_path, "new", "partnership", "X", "--file", os.fsencode(name).decode("latin-1"))
    assert said.code in (0, 1)
    assert "Traceback" not in said.err
    if said.code:
        assert said.err.startswith("facilitator: ")
