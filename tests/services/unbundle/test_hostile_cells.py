"""One bad cell anywhere: the bundle is refused by file and row, or what came of it can be read by every command."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from every_record import fill
from facilitator.db import open_store
from facilitator.errors import FacilitatorError
from facilitator.services.export import export_bundle
from facilitator.services.unbundle.reading import import_bundle
from fault_tools import SOAK
from hostile_cells import Trial, change, readings, rows_of, said_by, trials

MANY = 100_000 if SOAK else 45
AT_ONCE = 30
"""Cells that are taken one by one are read together: the commands take much longer than the imports."""
NOT_BEGUN = "has not begun"


class Bench:
    """A bundle of every kind of record, and a file to read it into."""

    def __init__(self, folder: Path) -> None:
        self.bundle, self.file, self.folder = folder / "out", folder / "new.db", folder
        with fill(folder).store as store:
            export_bundle(store, self.bundle, level="full", exact=True)
        open_store(self.file, create=True).close()
        self._blank = self.file.read_bytes()

    def why_refused(self, changes: Sequence[Trial]) -> str:
        """What is said against a bundle with some cells changed; empty where it is taken. The bundle is whole after."""
        before = {it.file: (self.bundle / it.file).read_bytes() for it in changes}
        self.file.write_bytes(self._blank)
        self.file.chmod(0o600)
        try:
            for it in changes:
                change(self.bundle, it)
            with open_store(self.file) as store:
                import_bundle(store, self.bundle, force=True)
            again = self._again(self.file, "again")
            for name in before:
                assert usual(again / name) == usual(self.bundle / name), changes
        except FacilitatorError as error:
            assert self.file.read_bytes() == self._blank, changes
            return str(error)
        finally:
            for name, content in before.items():
                (self.bundle / name).write_bytes(content)
        return ""

    def _again(self, file: Path, name: str) -> Path:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        with open_store(file) as store:
            export_bundle(store, self.folder / name, level="full", exact=True)
        return self.folder / name

    def read_all(self, changes: Sequence[Trial]) -> None:
        """Reads what came of cells that are taken; where they are refused together, a half of them at a time."""
        if self.why_refused(changes):
            assert len(changes) > 1, changes
            half = len(changes) // 2
            self.read_all(changes[:half])
            self.read_all(changes[half:])
            return
        for command in readings(self.file, self.folder):
            said = said_by(self.file, *command)
            assert said.code == 0 or NOT_BEGUN in said.err, (command, said, changes)
        first = self._again(self.file, "first")
        (self.folder / "once more.db").unlink(missing_ok=True)
        with open_store(self.folder / "once more.db", create=True) as store:
            import_bundle(store, first)
        second = self._again(self.folder / "once more.db", "second")
        assert {it.name: it.read_bytes() for it in first.iterdir()} == {
            it.name: it.read_bytes() for it in second.iterdir()
        }


def usual(file: Path) -> Counter[tuple[str, ...]]:
    """The rows of a file; numbers as they are usually written."""
    rows = csv.reader(io.StringIO(file.read_text("utf-8"), newline=""))
    return Counter(tuple(_usual(cell) for cell in row) for row in rows)


def _usual(cell: str) -> str:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", cell):
        return str(float(cell))
    return cell


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    tmp_path.chmod(0o700)
    return Bench(tmp_path)


def test_a_cell_is_refused_by_its_row_or_everything_can_be_read(bench: Bench) -> None:
    random = Random(20261122)
    every = list(trials(rows_of(bench.bundle)))
    taken: list[Trial] = []
    for it in random.sample(every, min(MANY, len(every))):
        said = bench.why_refused([it])
        if said:
            assert re.match(r"nothing was imported: [a-z_]+\.csv row \d+(, [a-z_]+)?: ", said), (it, said)
        else:
            taken.append(it)
    assert MANY // 4 < len(taken) < MANY * 3 // 4 or SOAK, len(taken)
    while taken:
        # A cell once, and no two in a row: they would have to fit together.
        now = list({(it.file, it.row): it for it in taken}.values())[:AT_ONCE]
        bench.read_all(now)
        taken = [it for it in taken if it not in now]
