"""A second after somebody's access has ended nothing of a thread reaches them, by any way it could come."""

from __future__ import annotations

import time

import pytest

from tests.faults.losing import Case, Losing
from tests.faults.stack import Stack

pytestmark = pytest.mark.slow
GRACE = 1.0  # seconds after the commit
ASKED = {
    "thread",
    "messages",
    "message",
    "paper",
    "export",
    "file",
    "new link",
    "old link",
    "search",
    "inbox",
}


def everything_arrives(scene: Losing) -> None:
    """While all have access all is heard, found, opened, sent and pushed."""
    started = time.monotonic()
    scene.each(scene.say_what_must_be_read)

    def has_come() -> bool:
        pairs = [(case, one) for case in scene.cases for one in (case.leaver, scene.keeper)]
        told = all(scene.mailed(case, one, started) >= 2 for case, one in pairs)
        return told and all(scene.pushed(case, one, started) for case, one in pairs)

    scene.until(has_come, "letters, digests and pushes do not come")

    async def is_reached(case: Case) -> None:
        if case.web == "web1":
            assert await scene.reached(case, case.leaver) == ASKED, case.name
        assert all(ear.events[-1] > started for ear in case.ears.values()), case.name

    scene.each(is_reached)


def much_is_on_its_way(scene: Losing) -> None:
    """Letters that are made and refused for now, pushes that were tried, and news that is told by nothing."""
    scene.stack.outside.takes = False
    scene.each(scene.say_what_must_be_read)
    leavers = ", ".join(f"'{case.leaver.id}'" for case in scene.cases)
    waiting = f"FROM notifications_delivery WHERE state = 'waiting' AND person_id IN ({leavers})"

    def is_held_up() -> bool:
        made = scene.stack.sql(f"SELECT count(DISTINCT person_id) {waiting} AND mail_id IS NOT NULL")
        tried = scene.stack.sql(f"SELECT count(DISTINCT person_id) {waiting} AND attempts > 0")
        return made == tried == [(len(scene.cases),)]

    scene.until(is_held_up, "nothing is held up")
    scene.each(scene.say_what_must_be_read)


def all_lose_it(scene: Losing) -> None:
    """Within a second or two, while others go on talking."""
    scene.stack.links["web2-valkey"].cut()
    scene.each(scene.let_run_out, [case for case in scene.cases if case.way == "grant"])
    scene.each(scene.end, [case for case in scene.cases if case.way != "grant"])
    last = max(case.ended for case in scene.cases)
    while time.monotonic() < last + GRACE:
        scene.each(scene.say)
        time.sleep(0.2)


def test_nothing_comes_by_any_way(stack: Stack) -> None:
    """By seven ways of losing it, with the channel layer and without; whoever keeps it gets everything."""
    scene = Losing(stack)
    try:
        scene.each(scene.open)
        stack.loop.run(scene.switch_on(scene.cases[0], scene.keeper), 20)
        everything_arrives(scene)
        much_is_on_its_way(scene)
        all_lose_it(scene)
        leaks: dict[str, list[str]] = {}

        async def tried(case: Case) -> None:
            found = [*await scene.reached(case, case.leaver), *await scene.opened(case)]
            leaks.setdefault(case.name, []).extend(found)

        scene.each(tried)
        over = time.monotonic()
        stack.outside.takes = True
        scene.each(scene.say_what_must_be_read)
        scene.until(lambda: _is_over(scene, over), "whoever keeps a thread is not told of it")
        for case in scene.cases:
            leaks[case.name] += _late(scene, case)
        assert not any(leaks.values()), {name: found for name, found in leaks.items() if found}

        async def is_kept(case: Case) -> None:
            assert await scene.reached(case, scene.keeper) == ASKED, case.name

        scene.each(is_kept, [case for case in scene.cases if case.web == "web2"])
    finally:
        stack.outside.takes = True
        scene.close()


def _is_over(scene: Losing, since: float) -> bool:
    """Whoever keeps the threads was told and heard of all of them, and nothing waits for those who left."""
    kept = all(
        scene.mailed(case, scene.keeper, since) >= 2 and case.ears[scene.keeper.id].events[-1] > since
        for case in scene.cases
    ) and all(scene.pushed(case, scene.keeper, since) for case in scene.cases)
    leavers = ", ".join(f"'{case.leaver.id}'" for case in scene.cases)
    waiting = "SELECT count(*) FROM notifications_delivery WHERE state = 'waiting' AND person_id IN"
    return kept and scene.stack.sql(f"{waiting} ({leavers})") == [(0,)]


def _late(scene: Losing, case: Case) -> list[str]:
    """What came to who had lost the thread."""
    since, ear = case.ended + GRACE, case.ears[case.leaver.id]
    came = {
        "frame": bool(ear.events and ear.events[-1] > since),
        "letter": bool(scene.mailed(case, case.leaver, since)),
        "push": bool(scene.pushed(case, case.leaver, since)),
    }
    return [name for name, is_so in came.items() if is_so]
