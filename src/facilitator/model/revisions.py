"""How often records changed, for programs that keep a copy of them."""

from __future__ import annotations

from datetime import datetime

from facilitator.frozen import frozen


@frozen
class Revision:
    """`number` is higher after each change of a record, or of a name in it; `at` is the moment of the latest.

    `state_at` is the moment its state changed last, for a promise.
    """

    number: int
    at: datetime
    state_at: datetime | None = None


@frozen
class Gone:
    """A meeting or a promise that stood in a calendar which left the file, and was taken out of the record since.

    `kind` is `meeting` or `action`; a meeting has a `start`, a promise a `number`.
    """

    kind: str
    id: str
    partnership_id: str
    revision: Revision
    start: datetime | None = None
    time_zone: str = ""
    minutes: int = 0
    number: int = 0
