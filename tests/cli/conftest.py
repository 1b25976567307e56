"""Runs commands in this process, with everything of the laptop in a folder of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Cli, Said
from facilitator.cli.program import run


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs one command on `meetings.db` with `config.toml`, both in `tmp_path`."""
    monkeypatch.setenv("FACILITATOR_FILE", str(tmp_path / "meetings.db"))
    monkeypatch.setenv("FACILITATOR_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o700)

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(it) for it in arguments])
        return Said(code, *capsys.readouterr())

    return call
