"""What is done once the first frame stands: in order, and only the backup waits for whoever types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from facilitator.first_things import LONGEST_SECONDS, QUIET_SECONDS, FirstThings, Quiet


class Desk:
    """Somebody types every `pause` seconds, the first time after `pause`; a clock that goes only while one waits."""

    def __init__(self, pause: float = 0, keys: int = 10**9) -> None:
        self.now = 0.0
        self._pause = pause
        self._keys = keys
        self.quiet = Quiet(QUIET_SECONDS, lambda: self.now, self._sleep)
        self.done: list[tuple[str, float]] = []
        self.first_things = FirstThings(self._look, self._does("settle"), self._does("back up"), self.quiet)
        self._next_key = pause

    async def _sleep(self, seconds: float) -> None:
        assert seconds > 0
        until = self.now + seconds
        while self._pause and self._keys and self._next_key <= until:
            self.now = self._next_key
            self.quiet.end()
            self._keys -= 1
            self._next_key += self._pause
        self.now = until
        await asyncio.sleep(0)

    async def _look(self) -> None:
        self.done.append(("look", self.now))

    def _does(self, what: str) -> Callable[[], None]:
        return lambda: self.done.append((what, self.now))

    async def finish(self) -> list[tuple[str, float]]:
        self.first_things.begin()
        while self.done[-1:] == [] or self.done[-1][0] != "back up":
            await asyncio.sleep(0)
        return self.done


async def test_the_look_comes_first_then_the_place_then_the_backup_in_a_quiet_moment() -> None:
    assert await Desk().finish() == [("look", 0), ("settle", 0), ("back up", QUIET_SECONDS)]


async def test_each_key_puts_the_backup_off() -> None:
    *_, (what, at) = await Desk(pause=0.25, keys=10).finish()
    assert (what, at) == ("back up", 2.5 + QUIET_SECONDS)


@pytest.mark.parametrize("pause", [0.1, 0.3, 0.999])
async def test_who_never_rests_gets_all_of_it(pause: float) -> None:
    done = await Desk(pause).finish()
    assert [what for what, _ in done] == ["look", "settle", "back up"]
    assert done[-1][1] == pytest.approx(LONGEST_SECONDS)
    assert done[1][1] == 0


class Held(Desk):
    """The look takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()

    async def _look(self) -> None:
        await self.let_go.wait()
        await super()._look()


async def test_nothing_is_written_before_the_look_is_done() -> None:
    desk = Held()
    desk.first_things.begin()
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.done == []
    desk.let_go.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert [what for what, _ in desk.done] == ["look", "settle", "back up"]


async def test_leaving_during_the_look_leaves_the_rest_out() -> None:
    desk = Held()
    desk.first_things.begin()
    await asyncio.sleep(0)
    desk.first_things.catch_up()
    desk.let_go.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert desk.done == []


class Endless(Desk):
    """No quiet moment ever comes."""

    async def _sleep(self, seconds: float) -> None:
        await asyncio.Event().wait()


@pytest.mark.parametrize(("leave", "made"), [(FirstThings.catch_up, 1), (FirstThings.stop, 0)])
async def test_a_backup_that_was_put_off_is_made_when_one_leaves_but_not_after_a_signal(
    leave: Callable[[FirstThings], None], made: int
) -> None:
    desk = Endless()
    desk.first_things.begin()
    for _ in range(5):
        await asyncio.sleep(0)
    assert [what for what, _ in desk.done] == ["look", "settle"]
    for _ in range(2):
        leave(desk.first_things)
        await asyncio.sleep(0)
    assert [what for what, _ in desk.done].count("back up") == made


async def test_leaving_before_it_began_or_after_it_was_done_does_nothing() -> None:
    desk = Desk()
    desk.first_things.catch_up()
    assert desk.done == []
    await desk.finish()
    desk.first_things.catch_up()
    assert [what for what, _ in desk.done] == ["look", "settle", "back up"]


async def test_an_error_nobody_foresaw_comes_to_the_loop() -> None:
    said: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context.get("exception")))
    broken = KeyError("x")

    def settle() -> None:
        raise broken

    desk = Desk()
    FirstThings(desk._look, settle, desk._does("back up"), desk.quiet).begin()
    for _ in range(5):
        await asyncio.sleep(0)
    assert said == [broken]
