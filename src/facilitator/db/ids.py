"""Ids of records."""

from __future__ import annotations

import os
import re
from datetime import datetime

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Ids:
    """Makes UUIDv7 texts that sort in the order they were made, even when the clock is set back.

    The 12 bits after the version count within a millisecond (RFC 9562, section 6.2, method 1).
    """

    def __init__(self, after: str = "") -> None:
        """`after` is the newest id already in the file; one of another kind tells nothing."""
        digits = after.replace("-", "") if _UUID7.fullmatch(after) else "0" * 32
        self._stamp, self._count = int(digits[:12], 16), int(digits[13:16], 16)

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
