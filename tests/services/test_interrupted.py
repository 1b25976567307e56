"""An export or an import that ends in the middle leaves everything as it was."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from every_record import Filled, fill
from facilitator.db import open_store
from facilitator.db.health import examine
from facilitator.services.export import export_bundle
from facilitator.services.unbundle.reading import import_bundle

INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from facilitator.db import open_store
from facilitator.services.export import export_bundle
from facilitator.services.unbundle.reading import import_bundle

def ctrl_c(done, total):
    assert total > 0
    if done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGINT)

with open_store(Path(sys.argv[2]), create=True) as store:
    try:
        if sys.argv[1] == "export":
            export_bundle(store, Path(sys.argv[3]), force=True, progress=ctrl_c)
        else:
            import_bundle(store, Path(sys.argv[3]), progress=ctrl_c)
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    with it.store.write("many notes"):
        for number in range(1500):
            it.store.notes.add(it["closed"], it["round"], "note", f"buses and benches, number {number} " * 5)
    yield it
    it.store.close()


def python(*arguments: str, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
    """Runs Python, which with `largest_file` can write files of so many bytes only."""

    def limited() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limited, env=environment, check=False)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def logged(it: Filled) -> int:
    count: int = it.store.value("SELECT count(*) FROM export_log")
    return count


@pytest.mark.parametrize("after", [0, 700])
@pytest.mark.parametrize("is_there", [False, True])
def test_ctrl_c_in_an_export_leaves_what_was_there(filled: Filled, tmp_path: Path, is_there: bool, after: int) -> None:
    out, before = tmp_path / "folder" / "out", logged(filled)
    out.parent.mkdir()
    if is_there:
        out.mkdir()
        (out / "notes.csv").write_text("mine")
    done = python("-c", INTERRUPTED, "export", str(filled.store.path), str(out), str(after))
    assert done.stdout == "interrupted\n", done.stderr
    assert list(out.parent.iterdir()) == ([out] if is_there else [])
    assert not is_there or content(out) == {"notes.csv": b"mine"}
    assert logged(filled) == before


@pytest.mark.parametrize("after", [0, 100_000])
def test_ctrl_c_in_an_import_leaves_an_empty_data_file(filled: Filled, tmp_path: Path, after: int) -> None:
    export_bundle(filled.store, tmp_path / "out", level="full", exact=True)
    done = python("-c", INTERRUPTED, "import", str(tmp_path / "new.db"), str(tmp_path / "out"), str(after))
    assert done.stdout == "interrupted\n", done.stderr
    with open_store(tmp_path / "new.db") as store:
        assert store.people.partnerships() == []
        assert store.value("SELECT count(*) FROM change") == 0
        import_bundle(store, tmp_path / "out")
    assert not list(tmp_path.glob("new.db-journal"))


KILLED = """
import os, signal, sys
from pathlib import Path
from facilitator.db import open_store
from facilitator.db.new_file import new_store
from facilitator.services.unbundle.reading import import_bundle

def killed(done, total):
    if done > total * 0.8:
        os.kill(os.getpid(), signal.SIGKILL)

file = Path(sys.argv[1])
with open_store(file) if file.exists() else new_store(file) as store:
    store.rows("PRAGMA cache_size = 10")  # what is written goes to the disk at once
    import_bundle(store, Path(sys.argv[2]), progress=killed)
"""


@pytest.mark.parametrize("is_there", [False, True])
def test_an_import_that_is_killed_leaves_what_was_there(filled: Filled, tmp_path: Path, is_there: bool) -> None:
    export_bundle(filled.store, tmp_path / "out", level="full", exact=True)
    folder = tmp_path / "folder"
    folder.mkdir()
    file = folder / "new.db"
    before = b""
    if is_there:
        open_store(file, create=True).close()
        before = file.read_bytes()
    assert python("-c", KILLED, str(file), str(tmp_path / "out")).returncode == -signal.SIGKILL
    (written,) = (it for it in folder.iterdir() if it.name.endswith("-journal"))
    assert written.with_name(written.name.removesuffix("-journal")).stat().st_size > 500_000
    assert file.exists() == is_there
    if is_there:
        with open_store(file) as store:
            assert examine(store).wrong == ()
        assert [it.name for it in folder.iterdir()] == ["new.db"]
        assert file.read_bytes() == before
    assert python("-m", "facilitator", "--file", str(file), "import", "bundle", str(tmp_path / "out")).returncode == 0
    with open_store(file) as store:
        assert examine(store).wrong == ()
        export_bundle(store, tmp_path / "again", level="full", exact=True)
    assert content(tmp_path / "again") == content(tmp_path / "out")


@pytest.mark.parametrize("is_there", [False, True])
def test_a_disk_that_fills_in_the_middle(filled: Filled, tmp_path: Path, is_there: bool) -> None:
    out, before = tmp_path / "folder" / "out", logged(filled)
    out.parent.mkdir()
    if is_there:
        out.mkdir()
        (out / "people.csv").write_text("mine")
    command = ("-m", "facilitator", "--file", str(filled.store.path), "export", str(out), "--force")
    done = python(*command, largest_file=100_000)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (f"facilitator: the disk is full, nothing was written to {out}; make room and try again\n")
    assert list(out.parent.iterdir()) == ([out] if is_there else [])
    assert not is_there or content(out) == {"people.csv": b"mine"}
    assert logged(filled) == before
    assert python(*command).returncode == 0
    assert len(content(out)) > 20


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_without_rights(filled: Filled, tmp_path: Path, is_there: bool) -> None:
    out = tmp_path / "folder" / "out"
    out.mkdir(parents=True) if is_there else out.parent.mkdir()
    locked = out if is_there else out.parent
    locked.chmod(0o500)
    try:
        done = python("-m", "facilitator", "--file", str(filled.store.path), "export", str(out))
        assert done.returncode == 1
        assert done.stderr.startswith(f"facilitator: {out} cannot be written; check the rights of its folder")
        assert len(done.stderr.splitlines()) == 1
        assert list(locked.iterdir()) == []
    finally:
        locked.chmod(0o700)
