"""The schedule on a running event loop: who wants to ask a host waits here for a turn.

What has begun waits in a task; what has not is a mere text. So a hundred thousand URLs cost their
names, and not a task each.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from pipeline.external.politeness import Limits, Schedule

#: What waits: the name of work that was not begun, or the future of a turn in work that was.
Waiting = str | asyncio.Future["Turn"]
OUT_OF_TIME = "the time of the run was over"


class Turn:
    """The right to send one request to a host; who has it says what became of the request."""

    __slots__ = ("answered", "host", "number", "over", "turns")

    def __init__(self, turns: "Turns", host: str) -> None:
        self.turns = turns
        self.host = host
        #: 0 until it was sent.
        self.number = 0
        self.answered = False
        self.over = False

    def sent(self) -> None:
        """The request is on its way."""
        if not self.number:
            self.number = self.turns.schedule.sent(self.host, self.turns.clock())
            self.turns.stirred.set()

    def heard(self) -> None:
        """The answer begins."""
        self.answered = True
        self.turns.schedule.answered(self.host, self.number, self.turns.clock())
        self.turns.stirred.set()

    def end(self) -> None:
        """The answer was read, or none came."""
        if not self.over:
            self.over = True
            now = self.turns.clock()
            self.turns.schedule.done(self.host, now, self.answered, self.number > 0)
            self.turns.stirred.set()


#: Begins the work of this name, with the first turn at its host.
Work = Callable[[str, Turn], Awaitable[None]]


class Turns:
    """All requests of a run go through here. The clock is the event loop's."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.schedule = Schedule[Waiting](limits)
        self.clock = asyncio.get_running_loop().time
        self.stirred = asyncio.Event()

    def add(self, host: str, name: str) -> None:
        """Work that begins with a request to this host."""
        self.schedule.add(host, name)
        self.stirred.set()

    @asynccontextmanager
    async def turn(self, host: str, given: Turn | None = None) -> AsyncIterator[Turn]:
        """Waits until the host may be asked, unless a turn there is given and not used yet."""
        if given is not None and not given.over and given.host == host:
            turn = given
        else:
            future: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
            self.schedule.add(host, future, first=True)
            self.stirred.set()
            turn = await future
        try:
            yield turn
        finally:
            turn.end()

    def wait(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""
        self.schedule.wait(host, self.clock() + seconds)

    async def run(self, work: Work, until: float) -> Counter[str]:
        """Begins all that was added, and what is added meanwhile; returns why how much was not.

        At `until`, a time of the clock, nothing more is begun, and what has begun is given up.
        What `work` raises ends the run.
        """
        left: Counter[str] = Counter()
        tasks: set[asyncio.Task[None]] = set()
        failures: list[BaseException] = []

        async def begun(name: str, turn: Turn) -> None:
            try:
                await work(name, turn)
            finally:
                turn.end()

        def ended(task: asyncio.Task[None]) -> None:
            tasks.discard(task)
            if not task.cancelled() and (error := task.exception()):
                failures.append(error)
            self.stirred.set()

        try:
            while not failures and self.clock() < until:
                self.stirred.clear()
                found = self.schedule.next(self.clock())
                if isinstance(found, tuple):
                    host, waiting = found
                    turn = Turn(self, host)
                    if isinstance(waiting, str):
                        why = self.schedule.host(host).closed
                        if why:
                            turn.end()
                            left[why] += 1 + self.drop(host)
                            continue
                        task = asyncio.ensure_future(begun(waiting, turn))
                        tasks.add(task)
                        task.add_done_callback(ended)
                    elif waiting.done():
                        turn.end()
                    else:
                        waiting.set_result(turn)
                    continue
                if found is None and not tasks:
                    break
                pause = until - self.clock()
                try:
                    async with asyncio.timeout(pause if found is None else min(found, pause)):
                        await self.stirred.wait()
                except TimeoutError:
                    continue
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if failures:
            raise failures[0]
        for host in self.schedule.hosts:
            left[self.schedule.host(host).closed or OUT_OF_TIME] += self.drop(host)
        return +left

    def drop(self, host: str) -> int:
        """Forgets what was not begun at a host, and returns how much; what was begun goes on."""
        dropped = 0
        for waiting in self.schedule.drop(host):
            if isinstance(waiting, str):
                dropped += 1
            elif not waiting.done():
                self.schedule.add(host, waiting)
        return dropped
