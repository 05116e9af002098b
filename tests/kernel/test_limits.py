"""Rate limits: what is taken in advance is counted, and never more than the limit is let through."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from viche.kernel.actor import Actor
from viche.kernel.api import limits
from viche.kernel.api.limits import ActorThrottle, PermitCache
from viche.kernel.ids import uuid7


@pytest.fixture
def permitted() -> Iterator[int]:
    """Writes that one person may make in a minute."""
    limits._limit.cache_clear()
    with override_settings(RATE_LIMITS={"write": "90/minute"}):
        yield 90
    limits._limit.cache_clear()


def ask(actor: Actor, process: PermitCache, monkeypatch: pytest.MonkeyPatch) -> ActorThrottle | None:
    """The throttle that refused a write of `actor` in a process; None when it may be made."""
    monkeypatch.setattr(limits, "_advances", process)
    request: Any = SimpleNamespace(auth=actor, method="POST", META={})
    throttle = ActorThrottle()
    return None if throttle.allow_request(request, None) else throttle


def test_several_processes_together_keep_the_limit(permitted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, processes = Actor.for_person(uuid7()), (PermitCache(), PermitCache())
    asked = [ask(actor, processes[turn % 2], monkeypatch) for turn in range(permitted + 20)]
    assert asked.count(None) == permitted
    refused = asked[-1]
    assert refused is not None
    assert 1 <= (refused.wait() or 0) <= 60
    assert ask(Actor.for_person(uuid7()), processes[0], monkeypatch) is None, "the limit is everybody's own"


def test_parallel_requests_keep_the_permits_of_each_other(
    permitted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one takes permits from the shared count, another does, and both have some left."""
    actor, process, limiter = Actor.for_person(uuid7()), PermitCache(), limits._limiter()
    nested: list[ActorThrottle | None] = []

    def hit(*counted: Any, **cost: Any) -> bool:
        if not nested:
            nested.append(None)
            nested[0] = ask(actor, process, monkeypatch)
        return limiter.hit(*counted, **cost)

    meddling = SimpleNamespace(hit=hit, get_window_stats=limiter.get_window_stats)
    monkeypatch.setattr(limits, "_limiter", lambda: meddling)
    asked = [ask(actor, process, monkeypatch) for _nth in range(permitted + 20)]
    assert [*nested, *asked].count(None) == permitted


def test_permits_that_another_request_brought_meanwhile_are_used(
    permitted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, process = Actor.for_person(uuid7()), PermitCache()

    def hit(_limit: Any, kind: str, who: str, **_cost: Any) -> bool:
        process.keep(kind, who, 1)
        return False

    full = SimpleNamespace(hit=hit, get_window_stats=limits._limiter().get_window_stats)
    monkeypatch.setattr(limits, "_limiter", lambda: full)
    assert ask(actor, process, monkeypatch) is None


def test_an_advance_saves_trips_and_lapses(permitted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, process = Actor.for_person(uuid7()), PermitCache()
    several = permitted // limits.ADVANCE_DIVISOR
    assert ask(actor, process, monkeypatch) is None
    assert process.use("write", str(actor.person_id))
    assert not process.use("write", str(actor.person_id)), f"{several} were taken"
    process.keep("write", "somebody", 1)
    later = monotonic() + limits.ADVANCE_TTL
    monkeypatch.setattr(limits, "monotonic", lambda: later)
    assert not process.use("write", "somebody")


def test_a_process_forgets_advances_before_they_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ACCOUNTS", 2)
    process = PermitCache()
    for who in ("first", "second", "third"):
        process.keep("write", who, 1)
    assert [process.use("write", who) for who in ("first", "second", "third")] == [False, False, True]


def come(asker: str, proxy: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether somebody who is not signed in is let through; a proxy adds their address to what they claim."""
    monkeypatch.setattr(limits, "_advances", PermitCache())
    headers = {"x-forwarded-for": f"{uuid7()}, {asker}"}
    request: Any = SimpleNamespace(auth=None, method="GET", META={"REMOTE_ADDR": proxy}, headers=headers)
    return ActorThrottle().allow_request(request, None)


@pytest.mark.parametrize(("proxies", "shared"), [(0, True), (1, False)])
def test_strangers_are_counted_by_the_address_that_the_proxy_saw(
    permitted: int, proxies: int, shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, proxy = (str(uuid7()) for _nth in range(3))
    framework = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    with override_settings(RATE_LIMITS={"anonymous": "3/minute"}, REST_FRAMEWORK=framework):
        assert [come(one, proxy, monkeypatch) for _nth in range(4)] == [True, True, True, False]
        assert come(other, proxy, monkeypatch) is not shared
