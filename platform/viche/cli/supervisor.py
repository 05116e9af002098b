"""Keeps the programs of a stack running: what ends is started again, what cannot stay ends the stack."""

import time
from collections import deque
from collections.abc import Iterable

from viche.cli.console import Console
from viche.cli.failures import Failure, failed_step
from viche.cli.messages import say
from viche.cli.processes import Child, Crew

WINDOW = 60.0  # seconds in which
FAILURES = 5  # so many ends of one program are a fault that no restart mends
LOOK = 0.2
LONGEST_PAUSE = 4.0


class Supervisor:
    """Watches started programs until it is interrupted (by signals.Stop)."""

    def __init__(self, crew: Crew, console: Console, children: Iterable[Child]) -> None:
        self._crew = crew
        self._console = console
        self._children = list(children)
        self._ends: dict[str, deque[float]] = {}

    def watch(self) -> None:
        """Never returns; raises Failure when a program keeps ending."""
        while True:
            for index, child in enumerate(self._children):
                if child.has_ended():
                    self._children[index] = self._restart(child)
            time.sleep(LOOK)

    def stop(self) -> None:
        """Ends the programs so that each can finish: first those that use the others, all at once."""
        users = [child for child in self._children if child.program.name in ("web", "worker")]
        self._crew.stop(*users)
        self._crew.stop(*(child for child in self._children if child not in users))

    def _restart(self, child: Child) -> Child:
        program = child.program
        code = child.process.returncode
        self._crew.stop(child)  # ends what is left of its group
        ends = self._ends.setdefault(program.name, deque(maxlen=FAILURES))
        ends.append(time.monotonic())
        if len(ends) == FAILURES and ends[-1] - ends[0] < WINDOW:
            raise self._gives_up(child)
        self._console.line(say("restarting", name=program.name, code=code))
        time.sleep(min(0.25 * 2 ** (len(ends) - 1), LONGEST_PAUSE))
        return self._crew.start(program)

    def _gives_up(self, child: Child) -> Failure:
        program = child.program
        if program.log is None:
            return Failure(say("keeps_failing", name=program.name, log="-"))
        cause = failed_step(program.name, program.log)
        sentence = cause.sentence if cause.known else say("keeps_failing", name=program.name, log=program.log)
        return Failure(sentence, tail=cause.tail)
