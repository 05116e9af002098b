"""Push services that fail, refuse or forget: tried with patience, and never twice where one took it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import World
from tests.notifications.conftest import Bell
from tests.notifications.phones import PushService
from tests.notifications.test_pushing import NOON, clock, forget, phone_of, ring, states
from viche.kernel.clock import now
from viche.notifications.models import Channel, Delivery, DeliveryState, PushSubscription
from viche.notifications.push_runner import push_waiting
from viche.notifications.services.push_delivery import MAX_ATTEMPTS
from viche.notifications.webpush import push_client

__all__ = ["clock"]


def test_a_browser_that_is_gone_is_forgotten(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    old, new = (phone_of(world, service, label=label) for label in ("old", "new"))
    forget()
    service.refuses = {"/push/old": 410}
    ring()
    push_waiting()
    assert [len(service.to(one)) for one in (old, new)] == [1, 1]
    assert PushSubscription.objects.get().endpoint == new.endpoint
    assert states() == [DeliveryState.SENT]
    service.refuses = {"/push/new": 404}
    ring()
    push_waiting()
    assert not PushSubscription.objects.exists()
    assert states() == [DeliveryState.SENT, DeliveryState.DROPPED]


def test_a_service_that_fails_is_tried_later_and_each_time_it_waits_longer(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone = phone_of(world, service)
    forget()
    ring()
    waits = []
    for status, headers in [(503, {}), (429, {"Retry-After": "300"}), (500, {"Retry-After": "soon"})]:
        service.answers = [(status, headers)]
        push_waiting()
        row = Delivery.objects.get(channel=Channel.PUSH)
        assert row.last_error == str(status)
        assert row.next_try_at is not None
        waits.append((row.next_try_at - now()).total_seconds())
        assert push_waiting() == 0
        clock.shift(timedelta(hours=1))
    assert 24 <= waits[0] <= 36
    assert waits[1] == 300
    assert 96 <= waits[2] <= 144
    assert PushSubscription.objects.get().failing_since == NOON
    push_waiting()
    assert states() == [DeliveryState.SENT]
    assert PushSubscription.objects.get().failing_since is None
    assert len(service.to(phone)) == 4


def test_it_is_given_up_after_about_an_hour(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone_of(world, service)
    forget()
    ring()
    service.refuses = {"/push/phone": 502}
    for _attempt in range(MAX_ATTEMPTS):
        push_waiting()
        clock.shift(timedelta(hours=2))
    assert states() == [DeliveryState.FAILED]
    assert push_waiting() == 0


@pytest.mark.parametrize("status", [400, 401, 403, 413, 302])
def test_a_refusal_is_not_repeated_and_the_device_stays(
    world: World, bell: Bell, service: PushService, clock: Any, status: int
) -> None:
    phone_of(world, service)
    forget()
    service.answers = [(status, {"Location": f"http://{service.host}/elsewhere"})]
    ring()
    push_waiting()
    assert (states(), len(service.pushed)) == ([DeliveryState.FAILED], 1)
    assert PushSubscription.objects.get().failing_since == NOON


def test_one_device_that_took_it_is_enough(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    _away, here = (phone_of(world, service, label=label) for label in ("away", "here"))
    forget()
    service.refuses = {"/push/away": 503}
    ring()
    push_waiting()
    assert (states(), len(service.to(here)), push_waiting()) == ([DeliveryState.SENT], 1, 0)


def test_a_service_that_hangs_up_or_does_not_answer_in_time_is_tried_again(
    world: World, bell: Bell, service: PushService, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The honest limit: had it taken the message, it comes again, and takes the place of the first."""
    phone_of(world, service)
    forget()
    ring()
    service.hangs_up = True
    push_waiting()
    assert Delivery.objects.get(channel=Channel.PUSH).last_error == "ProtocolError"
    service.hangs_up = False
    clock.shift(timedelta(minutes=5))
    service.may_answer.clear()
    monkeypatch.setattr(push_client, "TOTAL_SECONDS", 0)
    push_waiting()
    assert Delivery.objects.get(channel=Channel.PUSH).last_error == "timeout"


def test_a_browser_bound_to_a_key_that_is_no_longer_ours_gets_nothing(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone_of(world, service)
    forget()
    ring()
    PushSubscription.objects.update(server_key="B" * 87)
    push_waiting()
    assert (service.pushed, states()) == ([], [DeliveryState.DROPPED])
