"""Backups of an encrypted file are encrypted as it is, and come back."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3", reason="SQLCipher is not installed")

from facilitator.db import Store, open_store
from facilitator.db.backup import Backups
from facilitator.db.connection import is_encrypted
from facilitator.db.convert import convert
from facilitator.db.health import examine
from facilitator.db.passphrase import Passphrase
from facilitator.errors import NeedsPassphrase, WrongPassphrase
from facilitator.services import backups
from support import FixedClock, make_partnership, make_store

SECRET = Passphrase("correct horse battery")
OTHER = Passphrase("another one entirely")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def path(tmp_path: Path, clock: FixedClock) -> Path:
    tmp_path.chmod(0o700)
    with make_store(tmp_path, clock) as store:
        make_partnership(store)
    convert(store.path, None, SECRET)
    return store.path


def opened(path: Path, clock: FixedClock) -> Store:
    return open_store(path, clock=clock, passphrase=SECRET)


def test_the_copy_is_encrypted_and_holds_the_same(path: Path, clock: FixedClock) -> None:
    with opened(path, clock) as store:
        made = backups.before(store, "erase")
        assert made is not None
        assert is_encrypted(made.path)
        assert b"Ana Ruiz" not in made.path.read_bytes()
        assert dict(made.counts)["person"] == 3
        assert backups.attempt(path, clock, "start", store.raw_key) == ""
        assert len(backups.listed(path, clock)) == 1
        found = examine(store)
        assert (found.wrong, len(found.good)) == ((), 7)
    with open_store(made.path, passphrase=SECRET) as copy:
        assert len(copy.people.people()) == 3


def test_it_comes_back_whatever_became_of_the_file(path: Path, clock: FixedClock, tmp_path: Path) -> None:
    with opened(path, clock) as store:
        backups.make(store, tmp_path / "copy.db")
        backups.make(store)
        with store.write("more"):
            store.people.add_partnership("Harbor")
    with pytest.raises(NeedsPassphrase):
        backups.restore(path, "latest", clock)
    with pytest.raises(WrongPassphrase):
        backups.restore(path, "latest", clock, passphrase_of=lambda _: OTHER)
    backups.restore(path, "latest", clock, passphrase_of=lambda _: SECRET)
    assert [it.reason for it in Backups(path, clock).all()] == ["restore", "asked"]
    for damaged in (b"", bytes(9000), path.read_bytes()[:5000]):
        path.write_bytes(damaged)
        done = backups.restore(path, str(tmp_path / "copy.db"), clock, passphrase_of=lambda _: SECRET)
        assert done.kept is not None
        assert done.kept.read_bytes() == damaged
        with opened(path, clock) as store:
            assert [it.name for it in store.people.partnerships()] == ["Northside Works"]


def test_copies_of_before_the_passphrase_stay_what_they_are(path: Path, clock: FixedClock) -> None:
    with opened(path, clock) as store:
        made = backups.make(store)
    convert(path, SECRET, OTHER)
    with open_store(path, clock=clock, passphrase=OTHER) as store:
        assert examine(store).wrong == ()
    done = backups.restore(path, made.name, clock, passphrase_of=lambda _: SECRET)
    assert "another passphrase" in done.remarks[0]
    convert(path, SECRET, None)
    with open_store(path, clock=clock) as store:
        assert examine(store).wrong == ()
        assert store.raw_key is None
        plain = backups.make(store)
    convert(path, None, OTHER)
    done = backups.restore(path, plain.name, clock)
    assert any("facilitator encrypt" in it for it in done.remarks)
    assert not is_encrypted(path)
