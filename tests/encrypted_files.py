"""Encrypted data files for tests."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from facilitator.db.passphrase import Passphrase

WORDS = "correct horse battery"
SECRET = Passphrase(WORDS)
"""Opens every encrypted file here. One for all, because it remembers the keys it has made: each takes 0.2 s."""

needs_cipher = pytest.mark.skipif(
    find_spec("sqlcipher3") is None, reason="SQLCipher is not installed: pip install 'facilitator[encrypted]'"
)


def encrypted_copy(plain: Path, target: Path, passphrase: Passphrase = SECRET) -> Path:
    """An encrypted copy of a closed plain data file."""
    from facilitator.db.convert import convert

    shutil.copy(plain, target)
    convert(target, None, passphrase)
    return target
