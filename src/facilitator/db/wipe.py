"""Overwrites the bytes of a file that is to go. SSDs and some file systems keep old blocks even so."""

from __future__ import annotations

import os
from io import FileIO

_BLOCK = 1 << 20


def overwrite(file: FileIO) -> bool:
    """Writes zeros over all of a file opened for writing and brings them to the disk; False where that fails."""
    try:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(_BLOCK, left)))
        os.fsync(file.fileno())
    except OSError:
        return False
    return True
