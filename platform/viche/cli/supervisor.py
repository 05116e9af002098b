"""The supervisor of a stack: it restarts programs that end, and ends the stack if one keeps failing."""

import time
from collections import deque
from collections.abc import Iterable

from viche.cli.console import Console
from viche.cli.failures import Failure, build_step_failure
from viche.cli.messages import say
from viche.cli.processes import Child, Crew

FAILURE_WINDOW = 60.0  # seconds in which failures are counted
MAX_FAILURES = 5  # failures of one program within the window after which it is not restarted
POLL_INTERVAL = 0.2
MAX_PAUSE = 4.0


class Supervisor:
    """Watches started programs until it is interrupted (by signals.Stop)."""

    def __init__(self, crew: Crew, console: Console, children: Iterable[Child]) -> None:
        self._crew = crew
        self._console = console
        self._children = list(children)
        self._ends: dict[str, deque[float]] = {}

    def watch(self) -> None:
        """Restart programs that end, forever. Raises Failure when a program keeps failing."""
        while True:
            for index, child in enumerate(self._children):
                if child.has_ended():
                    self._children[index] = self._restart(child)
            time.sleep(POLL_INTERVAL)

    def stop(self) -> None:
        """End the programs: web and worker first, then the services that they use."""
        users = [child for child in self._children if child.program.name in ("web", "worker")]
        self._crew.stop(*users)
        self._crew.stop(*(child for child in self._children if child not in users))

    def _restart(self, child: Child) -> Child:
        program = child.program
        code = child.process.returncode
        self._crew.stop(child)  # ends the rest of its process group
        ends = self._ends.setdefault(program.name, deque(maxlen=MAX_FAILURES))
        ends.append(time.monotonic())
        if len(ends) == MAX_FAILURES and ends[-1] - ends[0] < FAILURE_WINDOW:
            raise self._gives_up(child)
        self._console.line(say("restarting", name=program.name, code=code))
        time.sleep(min(0.25 * 2 ** (len(ends) - 1), MAX_PAUSE))
        return self._crew.start(program)

    def _gives_up(self, child: Child) -> Failure:
        program = child.program
        if program.log is None:
            return Failure(say("keeps_failing", name=program.name, log="-"))
        cause = build_step_failure(program.name, program.log)
        sentence = cause.sentence if cause.known else say("keeps_failing", name=program.name, log=program.log)
        return Failure(sentence, tail=cause.tail)
