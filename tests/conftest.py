"""Makes the helpers in this folder importable for all tests, property tests the same on every run, backups go aside."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# A test that fails by chance says nothing about a change; `make explore` looks for new examples.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile(os.environ.get("FACILITATOR_HYPOTHESIS", "steady"))


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where backups go: no test touches the laptop's own, nor another test's."""
    folder = tmp_path_factory.getbasetemp() / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder / "facilitator"
