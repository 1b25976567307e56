"""A data file of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store
from support import FixedClock, make_store


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new data file, to be copied: that is faster than making one."""
    with make_store(tmp_path_factory.mktemp("blank")) as store:
        return store.path


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(blank: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    shutil.copy(blank, tmp_path)
    with make_store(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def other(store: Store, clock: FixedClock) -> Iterator[Store]:
    """A second terminal on the same file."""
    with make_store(store.path.parent, clock, origin="other") as opened:
        yield opened
