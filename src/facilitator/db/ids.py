"""Ids of records."""

from __future__ import annotations

import os
from datetime import datetime


class Ids:
    """Makes UUIDv7 texts that sort in the order they were made, even when the clock is set back.

    The 12 bits after the version count within a millisecond (RFC 9562, section 6.2, method 1).
    """

    def __init__(self, not_before: datetime | None = None) -> None:
        """`not_before` is the newest moment already in the file."""
        self._stamp = int(not_before.timestamp() * 1000) if not_before else 0
        self._count = 0

    def new(self, now: datetime) -> str:
        """The next id, stamped with `now` in milliseconds."""
        stamp = int(now.timestamp() * 1000)
        if stamp > self._stamp:
            self._stamp, self._count = stamp, int.from_bytes(os.urandom(1))
        elif self._count < 0xFFF:
            self._count += 1
        else:
            self._stamp, self._count = self._stamp + 1, 0
        random = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
        value = (self._stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | self._count << 64 | 0b10 << 62 | random
        text = f"{value:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
