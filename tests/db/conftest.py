"""A data file of its own for each test; for some modules each test runs once more on an encrypted one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from encrypted_files import SECRET, encrypted_copy, needs_cipher
from facilitator.db import Store
from facilitator.db.passphrase import Passphrase
from support import FixedClock, make_store

ENCRYPTED_TOO = frozenset(
    {
        "test_actions",
        "test_bundle",
        "test_decisions",
        "test_drafts",
        "test_goals",
        "test_journal",
        "test_late_drafts",
        "test_store",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "passphrase" in metafunc.fixturenames and metafunc.module.__name__.split(".")[-1] in ENCRYPTED_TOO:
        both = [pytest.param(None, id="plain"), pytest.param(SECRET, id="encrypted", marks=needs_cipher)]
        metafunc.parametrize("passphrase", both, indirect=True)


@pytest.fixture
def passphrase(request: pytest.FixtureRequest) -> Passphrase | None:
    """What opens the file of this test; None for a plain one."""
    return getattr(request, "param", None)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new data file, to be copied: that is faster than making one."""
    with make_store(tmp_path_factory.mktemp("blank")) as store:
        return store.path


@pytest.fixture(scope="session")
def encrypted_blank(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new encrypted data file."""
    return encrypted_copy(blank, tmp_path_factory.mktemp("encrypted") / blank.name)


@pytest.fixture
def blank_of_kind(request: pytest.FixtureRequest, passphrase: Passphrase | None) -> Path:
    """A new data file that this test's passphrase opens, to be copied."""
    found: Path = request.getfixturevalue("blank" if passphrase is None else "encrypted_blank")
    return found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(blank_of_kind: Path, tmp_path: Path, clock: FixedClock, passphrase: Passphrase | None) -> Iterator[Store]:
    shutil.copy(blank_of_kind, tmp_path)
    with make_store(tmp_path, clock, passphrase=passphrase) as opened:
        yield opened


@pytest.fixture
def other(store: Store, clock: FixedClock) -> Iterator[Store]:
    """A second terminal on the same file."""
    with make_store(store.path.parent, clock, origin="other", passphrase=store.passphrase) as opened:
        yield opened
