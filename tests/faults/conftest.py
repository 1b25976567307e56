"""A meeting to be disturbed."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.clock import SystemClock
from facilitator.db import open_store
from support import make_meeting


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data file with one meeting, planned for now by the laptop's own clock."""
    path = tmp_path_factory.mktemp("prepared") / "p.db"
    with open_store(path, create=True, clock=SystemClock()) as store:
        make_meeting(store)
    return path.read_bytes()


@pytest.fixture
def file(tmp_path: Path, prepared: bytes) -> Path:
    """A copy of it for each test, for its owner alone."""
    path = tmp_path / "p.db"
    path.write_bytes(prepared)
    path.chmod(0o600)
    return path
