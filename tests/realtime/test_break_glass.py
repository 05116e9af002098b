"""Emergency access over an open socket: it begins with the approval and ends with its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogue.models import Thread
from groups.break_glass import services
from groups.break_glass.services import approve_break_glass, end_break_glass, request_break_glass
from groups.models import BreakGlass, OfficeKind
from tests.cast import World, a_world
from tests.dialogue.helpers import a_restricted_thread, say
from tests.groups.helpers import an_office
from tests.realtime.client import Client
from tests.realtime.conftest import Enter
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hromada(transactional_db: None) -> World:
    return a_world("Тут")


def opened(hromada: World) -> tuple[Thread, BreakGlass]:
    thread = a_restricted_thread(hromada, organisations=("police",))
    say(hromada, "officer", thread)
    officer = Actor.for_person(an_office(hromada, OfficeKind.DATA_PROTECTION_OFFICER).person_id)
    glass = request_break_glass(
        actor=hromada.actor("administrator"),
        container_type="thread",
        container_id=thread.pk,
        reason="Загроза життю",
    )
    return thread, approve_break_glass(actor=officer, break_glass_id=glass.pk)


def listening(enter: Enter, hromada: World, thread: Thread) -> Client:
    client = enter(hromada.people["administrator"])
    assert client.ask("subscribe", topic=f"thread:{thread.pk}", after=0)["type"] == "subscribed"
    return client


def test_to_listen_is_written_down_before_anything_is_heard(enter: Enter, hromada: World) -> None:
    thread, glass = opened(hromada)
    listening(enter, hromada, thread)
    row = AccessRecord.objects.get(reader=hromada.people["administrator"], way="live")
    assert (row.kind, row.object_id, row.ground, row.ground_id) == (
        "thread",
        thread.pk,
        "break_glass",
        glass.pk,
    )


def test_a_socket_hears_nothing_after_it_was_ended(enter: Enter, hromada: World) -> None:
    thread, glass = opened(hromada)
    client = listening(enter, hromada, thread)
    end_break_glass(actor=hromada.actor("administrator"), break_glass_id=glass.pk)
    assert client.closed() == 4403
    refused = enter(hromada.people["administrator"]).ask("subscribe", topic=f"thread:{thread.pk}")
    assert refused["problem"]["status"] == 404


def test_and_after_its_hour(enter: Enter, hromada: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ACCESS_DURATION", timedelta(seconds=6))
    thread, glass = opened(hromada)
    client = listening(enter, hromada, thread)
    assert glass.until is not None
    assert client.closed() == 4403
    assert now() >= glass.until
