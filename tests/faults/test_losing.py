"""A second after somebody's access has ended nothing of a thread reaches them, by any way it could come."""

from __future__ import annotations

import time

import pytest

from tests.faults.losing import Case, Losing
from tests.faults.reaching import left_behind, reached
from tests.faults.stack import Community, Person, Stack
from tests.faults.ways import ASKED, GROUP, NEWS, SOCKET, STIR, WAYS

pytestmark = pytest.mark.slow
GRACE = 1.0  # seconds after the commit
COMES = SOCKET | STIR | NEWS | {"group’s frame"}  # by itself; all else is asked for
BY_THE_WAY = {"group’s catch-up", "announced threads", "user’s frame", "head"}  # that need not be there


def told(scene: Losing) -> list[tuple[Case, Person]]:
    """Whoever gets letters and pushes while they have access."""
    leaving = [(case, case.leaver) for case in scene.cases if WAYS[case.way] >= NEWS]
    return [*leaving, *((case, scene.keeper) for case in scene.cases)]


def everything_arrives(scene: Losing) -> None:
    """While all have access all is heard, found, opened, sent and pushed."""
    started = time.monotonic()
    scene.each(scene.say_what_must_be_read)
    scene.each(scene.stir)
    waiting = told(scene)

    def lack() -> list[str]:
        waiting[:] = [
            (case, one)
            for case, one in waiting
            if scene.mailed(case, one, started) < 2 or not scene.pushed(case, one, started)
        ]
        return [f"{case.name}: {one.name}" for case, one in waiting]

    scene.until(lambda: not lack(), lambda: f"letters, digests and pushes do not come: {lack()}")
    found: dict[str, frozenset[str]] = {}

    async def is_reached(case: Case) -> None:
        found[case.name] = WAYS[case.way] - COMES | scene.came(case, case.leaver, started) - BY_THE_WAY
        if case.web == "web1":
            asked = await reached(scene, case, case.leaver) - BY_THE_WAY
            found[case.name] = found[case.name] & COMES | asked
        assert scene.came(case, scene.keeper, started) >= SOCKET | STIR | NEWS, case.name

    scene.each(is_reached)
    other = {case.name: sorted(found[case.name] ^ WAYS[case.way]) for case in scene.cases}
    assert not any(other.values()), {name: ways for name, ways in other.items() if ways}


def much_is_on_its_way(scene: Losing) -> None:
    """Letters that are made and refused for now, pushes that were tried, and news that is told by nothing."""
    scene.stack.outside.takes = False
    scene.each(scene.say_what_must_be_read)
    leaving = [case.leaver.id for case in scene.cases if WAYS[case.way] >= NEWS]
    leavers = ", ".join(f"'{pk}'" for pk in leaving)
    waiting = f"FROM notifications_delivery WHERE state = 'waiting' AND person_id IN ({leavers})"

    def not_held_up() -> list[str]:
        """Whose letter is not made, or whose push was not tried."""
        made, tried = (
            {str(pk) for (pk,) in scene.stack.sql(f"SELECT DISTINCT person_id {waiting} AND {which}")}
            for which in ("mail_id IS NOT NULL", "attempts > 0")
        )
        names = {case.leaver.id: case.name for case in scene.cases}
        return [names[pk] for pk in leaving if pk not in made & tried]

    scene.until(lambda: not not_held_up(), lambda: f"not held up: {not_held_up()}")
    scene.each(scene.say_what_must_be_read)


def all_lose_it(scene: Losing) -> None:
    """Within a second or two, while others go on talking."""
    scene.stack.links["web2-valkey"].cut()
    scene.each(scene.let_run_out, [case for case in scene.cases if case.way == "grant"])
    scene.each(scene.end, [case for case in scene.cases if case.way != "grant"])
    last = max(case.ended for case in scene.cases)
    while time.monotonic() < last + GRACE:
        scene.each(scene.say)
        scene.each(scene.stir)
        time.sleep(0.2)


def test_nothing_comes_by_any_way(stack: Stack, community: Community) -> None:
    """By every way of losing it, with the channel layer and without; whoever keeps it gets everything."""
    scene = Losing(stack, community.leaving)
    try:
        scene.each(scene.open)
        stack.loop.run(scene.switch_on(scene.cases[0], scene.keeper), 60)
        everything_arrives(scene)
        much_is_on_its_way(scene)
        all_lose_it(scene)
        leaks: dict[str, list[str]] = {}

        async def tried(case: Case) -> None:
            found = await reached(scene, case, case.leaver) | await left_behind(scene, case, case.leaver)
            leaks.setdefault(case.name, []).extend([*sorted(found), *await scene.opened(case)])

        scene.each(tried)
        over = time.monotonic()
        stack.outside.takes = True
        scene.each(scene.say_what_must_be_read)
        scene.each(scene.stir)
        scene.until(lambda: _is_over(scene, over), lambda: "whoever keeps a thread is not told of it")
        for case in scene.cases:
            leaks[case.name] += sorted(scene.came(case, case.leaver, case.ended + GRACE))
        assert not any(leaks.values()), {name: found for name, found in leaks.items() if found}

        async def is_kept(case: Case) -> None:
            kept = ASKED | (GROUP - COMES) if case.way != "moved" else ASKED
            assert kept - await reached(scene, case, scene.keeper) == set(), case.name

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
