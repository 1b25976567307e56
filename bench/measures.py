"""What is measured, one function each. Programs take turns within a round, so that a busy machine slows all alike."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bench import data
from bench.driver import Terminal, environment
from bench.report import Figure, at_percentile, by_round, percentile

BARE = Path(__file__).with_name("bare.py")
FACILITATOR = Path(sys.executable).with_name("facilitator")

_LINE_LENGTH = 60
_TAIL = 6
"""So many letters at the end of the line tell that a key is on the screen."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command of the measurement.

    `marker` is what it paints last, in one style; `words` all stand on its first full frame. `first_keys` are typed
    once the marker came, and `then` tells from the screen that they took effect.
    """

    command: tuple[str, ...]
    marker: str
    words: tuple[str, ...]
    first_keys: str
    then: Callable[[str], bool]
    data: Path | None = None
    is_kept: bool = False
    """Works on `data` itself; else on a copy, so that every run begins alike."""

    def shows_all(self, text: str) -> bool:
        """Whether `text` is a full frame."""
        return all(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is measured."""

    rounds: int = 15
    keys: int = 300
    seconds: float = 20.0
    notes: int = 1_000_000


class Bench:
    """The folder with the data files, and the programs."""

    def __init__(self, folder: Path, amounts: Amounts) -> None:
        self.folder = folder
        self.amounts = amounts

    # Measures

    def startup(self) -> Iterator[Figure]:
        """From the start of the process to the full first frame, and to the first key on the screen."""
        programs = {
            "bare": self.bare(),
            "home, empty": self.newcomer(self.empty),
            "home with 10 meetings": self.home(self.ten_meetings),
            "a running meeting with 2,000 notes": self.meeting(),
            "home on the very first start, which makes the data file": self.newcomer(None),
        }
        frames: dict[str, list[float]] = {name: [] for name in programs}
        ready: dict[str, list[float]] = {name: [] for name in programs}
        for program in programs.values():
            self._start_once(program)
        for _ in range(self.amounts.rounds):
            for name, program in programs.items():
                frame, key = self._start_once(program)
                frames[name].append(frame)
                ready[name].append(key)
        budgets = dict(zip(list(programs)[1:], (1.15, 1.15, 1.25, None), strict=True))
        for name, budget in budgets.items():
            yield by_round(f"first full frame of {name}", "bare", frames[name], frames["bare"], budget)
        for name in list(budgets)[:-1]:
            yield by_round(f"ready for a key: {name}", "bare", ready[name], ready["bare"], 1.25)

    def keys(self) -> Iterator[Figure]:
        """From a key to its letter on the screen, Enter to the echoed and saved line, and the memory both took."""
        with self._running(self.bare()) as bare, self._running(self.meeting()) as meeting:
            typists = _Typist(bare), _Typist(meeting)
            samples = _typed(typists, self.amounts.keys)
            yield at_percentile("key to paint, p50", "bare", samples[1], samples[0], 0.5, 1.2)
            yield at_percentile("key to paint, p99", "bare", samples[1], samples[0], 0.99, 1.3)
            entered = [_enter(meeting, number) for number in range(max(20, self.amounts.keys // 3))]
            ratio = percentile(entered, 0.95) / percentile(samples[0], 0.95)
            yield Figure("Enter to the echoed, saved line, p95", "a bare key", ratio, 4)
            yield Figure("peak memory after that", "bare", meeting.peak_memory() / bare.peak_memory(), 1.6)

    def burst(self) -> Iterator[Figure]:
        """2,000 keys in one write, until the last is on the screen; then Enter, and every key must be there."""
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(max(3, self.amounts.rounds // 3)):
            text = _letters(random.Random(number), 2000)
            kept = self.folder / f"kept-{number}"
            with self._running(self.bare("--keep", str(kept))) as bare:
                theirs.append(_burst(bare, text))
                bare.send("\r")
                bare.settle()
            file = self._copy(self.running_meeting)
            with self._running(replace(self.meeting(), data=file, is_kept=True)) as meeting:
                ours.append(_burst(meeting, text))
                meeting.send("\r")
                meeting.settle()
            if kept.read_text("utf-8") != text + "\n" or not data.has_note(file, text):
                raise AssertionError("keys were lost in the burst")
        yield by_round("2,000 keys in one write, all exact", "bare", ours, theirs, 1.15)

    def idle(self) -> Iterator[Figure]:
        """Nobody types; the clock runs."""
        with self._running(self.bare("--clock")) as bare, self._running(self.meeting()) as meeting:
            terminals = bare, meeting
            # What follows the start, the first backup too, is no idling.
            time.sleep(3)
            for terminal in terminals:
                terminal.settle(quiet=0.3, seconds=3)
            began = [(terminal.cpu_seconds(), terminal.bytes_read) for terminal in terminals]
            time.sleep(self.amounts.seconds)
            spent = [
                (terminal.cpu_seconds() - cpu, terminal.bytes_read - size)
                for terminal, (cpu, size) in zip(terminals, began, strict=True)
            ]
        (bare_cpu, bare_bytes), (cpu, size) = spent
        yield Figure("idle with the clock running, CPU", "bare with a clock", cpu / bare_cpu, 0.5)
        yield Figure("idle with the clock running, bytes written", "bare with a clock", size / bare_bytes, 0.1)

    def commands(self) -> Iterator[Figure]:
        """Commands that need no screen."""
        file = self._copy(self.ten_meetings)
        ours = str(FACILITATOR), "--file", str(file)
        commands = {
            "python -c pass": (sys.executable, "-c", "pass"),
            "list meetings": (*ours, "list", "meetings"),
            "new meeting": (*ours, "new", "meeting", "--partnership", data.PARTNERSHIP),
            "minutes of a meeting": (*ours, "minutes", "latest"),
        }
        samples: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(self.amounts.rounds + 1):
            for name, command in commands.items():
                seconds = self._run(command)
                if round_:
                    samples[name].append(seconds)
        for name in list(commands)[1:]:
            yield by_round(f"`{name}`", "`python -c pass`", samples[name], samples["python -c pass"], 6)

    def export(self) -> Iterator[Figure]:
        """The CSV bundle of many notes, and the `sqlite3` shell's CSV of the same rows."""
        shell = shutil.which("sqlite3")
        if shell is None:
            print("export: left out, the sqlite3 shell is not installed", file=sys.stderr)
            return
        self._bundle(self.amounts.notes)
        file = self.folder / f"bundled-{self.amounts.notes}.db"
        levels = {"full": ["--names", "full", "--exact"], "consented": ["--names", "consented"]}
        samples: dict[str, list[float]] = {name: [] for name in ("shell", *levels)}
        for number in range(max(3, self.amounts.rounds // 5)):
            out = self.folder / f"notes-{number}.csv"
            samples["shell"].append(self._run((shell, "-csv", "-header", str(file), data.NOTES_SQL), out))
            for level, options in levels.items():
                folder = self.folder / f"bundle-{level}-{number}"
                command = str(FACILITATOR), "--file", str(file), "export", str(folder), *options
                samples[level].append(self._run(command))
                written = sum(1 for _ in (folder / "notes.csv").open("rb"))
                if written != self.amounts.notes + 1:
                    raise AssertionError(f"notes.csv has {written} lines")
                shutil.rmtree(folder)
            out.unlink()
        for level in levels:
            what = f"CSV bundle of {self.amounts.notes:,} notes, names {level}"
            yield by_round(what, "`sqlite3` shell", samples[level], samples["shell"], 3)

    def imports(self) -> Iterator[Figure]:
        """The same bundle read back, and the `sqlite3` shell's `.import` of its notes.

        Once into a table without any rules; once from there into the data file's own table, with its checks, indexes,
        links and journal, where the rest of the record stands already.
        """
        shell = shutil.which("sqlite3")
        if shell is None:
            print("imports: left out, the sqlite3 shell is not installed", file=sys.stderr)
            return
        folder, ready = self._bundle(self.amounts.notes), self.folder / "ready.db"
        data.without_notes(self.folder / f"bundled-{self.amounts.notes}.db", ready)
        script = f".import --csv {folder / 'notes.csv'} bundle_notes"
        samples: dict[str, list[float]] = {name: [] for name in ("ours", "plain", "ruled")}
        for _ in range(max(3, self.amounts.rounds // 5)):
            plain, ruled, ours = self._copy(None), self._copy(ready), self._copy(None)
            samples["plain"].append(self._run((shell, str(plain), script)))
            samples["ruled"].append(self._run((shell, str(ruled), "PRAGMA foreign_keys = ON", script, data.NOTES_BACK)))
            samples["ours"].append(self._run((str(FACILITATOR), "--file", str(ours), "import", "bundle", str(folder))))
            for path in (ruled, ours):
                if (found := data.count_notes(path)) != self.amounts.notes:
                    raise AssertionError(f"{path.name} has {found} notes")
            for path in (plain, ruled, ours):
                path.unlink()
        what = f"import bundle, {self.amounts.notes:,} notes"
        yield by_round(what, "the shell’s `.import` into a bare table", samples["ours"], samples["plain"], 2)
        yield by_round(what, "the same and on into the journalled table", samples["ours"], samples["ruled"], None)

    def memory(self) -> Iterator[Figure]:
        """What export and import take at their highest, for 200,000 notes and for 10,000."""
        peaks: dict[str, list[float]] = {"export": [], "import bundle": []}
        for notes in (10_000, 200_000):
            folder = self._bundle(notes)
            file, out = self.folder / f"bundled-{notes}.db", self.folder / "memory"
            peaks["export"].append(self._peak((str(FACILITATOR), "--file", str(file), "export", str(out))))
            new = str(self._copy(None))
            peaks["import bundle"].append(
                self._peak((str(FACILITATOR), "--file", new, "import", "bundle", str(folder)))
            )
            shutil.rmtree(out)
        for name, (few, many) in peaks.items():
            yield Figure(f"peak memory of {name}, 200,000 notes", "10,000 notes", many / few, 1.25)

    def growth(self) -> Iterator[Figure]:
        """Home with 2,000 meetings and 200,000 notes, and home with 10 meetings."""
        file = self.folder / "2000.db"
        data.many_meetings(file, 2000, 100)
        programs = self.home(self.ten_meetings), self.home(file)
        frames: tuple[list[float], ...] = [], []
        for _ in range(max(3, self.amounts.rounds // 3)):
            for program, times in zip(programs, frames, strict=True):
                times.append(self._start_once(program)[0])
        yield by_round("home with 2,000 meetings and 200,000 notes", "with 10 meetings", frames[1], frames[0], 1.3)

    # Programs

    def bare(self, *options: str) -> Program:
        """The program to compare with."""
        command = (sys.executable, str(BARE), *options)
        return Program(command, "Quit", ("Quit", "Type here"), "zqx", lambda text: "zqx" in text)

    def newcomer(self, file: Path | None) -> Program:
        """The home screen of a file with nothing in it, or of none."""
        words = ("facilitator", "Name the partnership", "a sample", "F1 help")
        return Program((str(FACILITATOR),), "help", words, "zqx", lambda text: "zqx" in text, file)

    def home(self, file: Path) -> Program:
        """The home screen of a file with meetings."""
        words = ("facilitator", "› COMING", "LAST", data.PARTNERSHIP, "F1 help")
        return Program((str(FACILITATOR),), "help", words, "j", lambda text: "› LAST" in text, file)

    def meeting(self) -> Program:
        """A running meeting with 2,000 notes, all of them in the step in hand."""
        words = data.PARTNERSHIP, data.TITLE, "AGENDA", "VOICES", data.LAST_WORDS, "Saved · 2", "F1 help"
        command = str(FACILITATOR), "run", "running"
        return Program(command, "help", words, "zqx", lambda text: "zqx" in text, self.running_meeting)

    @cached_property
    def running_meeting(self) -> Path:
        """A file with a meeting that runs and has 2,000 notes."""
        path = self.folder / "running.db"
        data.running_meeting(path, 2000)
        return path

    @cached_property
    def empty(self) -> Path:
        """A file with nothing in it."""
        path = self.folder / "empty.db"
        data.empty(path)
        return path

    @cached_property
    def ten_meetings(self) -> Path:
        """A file with ten meetings."""
        path = self.folder / "10.db"
        data.many_meetings(path, 10, 100)
        return path

    # Running them

    def _copy(self, file: Path | None) -> Path:
        """A copy of a data file, or a place where none is."""
        path = self.folder / f"copy-{time.monotonic_ns()}.db"
        if file:
            shutil.copyfile(file, path)
        return path

    @contextlib.contextmanager
    def _open(self, program: Program) -> Iterator[Terminal]:
        home = self.folder / f"home-{time.monotonic_ns()}"
        home.mkdir()
        file = program.data if program.is_kept and program.data else self._copy(program.data)
        with Terminal(program.command, home, {"FACILITATOR_FILE": str(file)}) as terminal:
            yield terminal
        shutil.rmtree(home)
        if not program.is_kept:
            file.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _running(self, program: Program) -> Iterator[Terminal]:
        """The program with its first frame drawn."""
        with self._open(program) as terminal:
            terminal.wait_bytes(program.marker.encode())
            terminal.settle()
            yield terminal

    def _start_once(self, program: Program) -> tuple[float, float]:
        """Seconds to the full first frame, and until the first key shows."""
        with self._open(program) as terminal:
            terminal.wait_bytes(program.marker.encode())
            terminal.send(program.first_keys)
            frame = terminal.moment(program.shows_all, quiet=0.4)
            ready = terminal.moment(program.then, quiet=0.4)
            return (frame - terminal.started) / 1e9, (ready - terminal.started) / 1e9

    def _bundle(self, notes: int) -> Path:
        """A bundle of level full with so many notes; the data file it is of stands beside it."""
        file, folder = self.folder / f"bundled-{notes}.db", self.folder / f"bundle-of-{notes}"
        if not folder.exists():
            data.running_meeting(file, notes)
            self._run((str(FACILITATOR), "--file", str(file), "export", str(folder), "--names", "full", "--exact"))
        return folder

    def _peak(self, command: Sequence[str]) -> float:
        """The most memory a command held at a time, in KiB."""
        with (self.folder / "out").open("wb") as file:
            process = subprocess.Popen(command, stdout=file, cwd=self.folder, env=environment(self.folder))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return usage.ru_maxrss

    def _run(self, command: Sequence[str], out: Path | None = None) -> float:
        """Seconds of a command's whole life."""
        with (out or self.folder / "out").open("wb") as file:
            began = time.perf_counter()
            subprocess.run(command, stdout=file, check=True, cwd=self.folder, env=environment(self.folder))
            return time.perf_counter() - began


class _Typist:
    """Types letters into the field of one program, a line of `_LINE_LENGTH` at a time."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._choose = random.Random(7)
        self._line = ""

    def press(self) -> float:
        """Seconds from one key to its letter on the screen."""
        if not self._line or len(self._line) >= _LINE_LENGTH:
            self._begin_line()
        letter = self._choose.choice(string.ascii_lowercase)
        self._line += letter
        tail = self._line[-_TAIL:]
        sent = self._terminal.send(letter)
        return (self._terminal.moment(lambda text: tail in text) - sent) / 1e9

    def _begin_line(self) -> None:
        self._line = _letters(self._choose, _TAIL)
        for keys in ("\x15", self._line):  # in one write, Textual's own field would empty itself after the letters
            self._terminal.send(keys)
            self._terminal.settle(quiet=0.1)


def _typed(typists: Sequence[_Typist], keys: int) -> list[list[float]]:
    """So many keys in each program, in turn, at the pace of somebody who types fast."""
    pause = random.Random(3)
    samples: list[list[float]] = [[] for _ in typists]
    warming = 10
    for number in range(keys + warming):
        for typist, times in zip(typists, samples, strict=True):
            seconds = typist.press()
            if number >= warming:
                times.append(seconds)
            time.sleep(pause.uniform(0.005, 0.03))
    return samples


def _enter(terminal: Terminal, number: int) -> float:
    """Seconds from Enter until the line is in the list and the status line calls it saved."""
    text = f"entered {number} {_letters(random.Random(number), 20)}"
    terminal.send("\x15" + text)
    terminal.settle(quiet=0.15)
    before = terminal.text()
    at = before.index("Saved · ") + len("Saved · ")
    lines = int(before[at:].split()[0])
    sent = terminal.send("\r")

    def is_saved(shown: str) -> bool:
        return f"Saved · {lines + 1} l" in shown and "   ✓ " in shown and text in shown and f"› {text}" not in shown

    return (terminal.moment(is_saved) - sent) / 1e9


def _burst(terminal: Terminal, text: str) -> float:
    sent = terminal.send(text)
    return (terminal.moment(lambda shown: text[-12:] in shown, quiet=0.2) - sent) / 1e9


def _letters(choose: random.Random, count: int) -> str:
    return "".join(choose.choices(string.ascii_lowercase, k=count))
