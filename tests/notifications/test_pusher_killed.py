"""A worker that is killed between handing a push over and writing that down: nothing is lost, and what comes
twice is recognised.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.accounts.conftest import sit_down
from tests.cast import a_world
from tests.notifications.phones import Phone, PushService
from tests.realtime.valkey import Valkey
from tests.tasks.helpers import an_item
from tests.workers import Worker, database_url
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Channel, Delivery, DeliveryState, Notification


@pytest.fixture
def worker(transactional_db: None, service: PushService, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setenv("VICHE_PUSH_HOSTS", service.host)
    valkey = Valkey(Path(tempfile.mkdtemp(prefix="viche-")))
    valkey.start()
    made = Worker(valkey.url)
    try:
        yield made
    finally:
        made.close()
        valkey.remove()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_push_is_not_lost_with_its_worker_and_a_second_copy_is_recognised(
    worker: Worker, service: PushService
) -> None:
    world = a_world("Тут")
    drain_outbox()
    Notification.objects.all().delete()
    phone = Phone(service)
    assert phone.switch_on(sit_down(world.people["councillor"])).status_code == 201
    an_item(world)
    drain_outbox()
    pushes = Delivery.objects.filter(channel=Channel.PUSH)
    assert [one.state for one in pushes] == [DeliveryState.WAITING]

    # The worker has handed the push over and stands still before it notes how that went.
    with psycopg.connect(database_url()) as other:
        other.execute("SELECT FROM notifications_pushsubscription FOR UPDATE")
        worker.start()
        worker.tick("notifications.push", lambda: bool(service.pushed))
        worker.kill()
    worker.settle()
    assert [one.state for one in pushes] == [DeliveryState.WAITING]

    worker.start()
    worker.tick("notifications.push", lambda: pushes.get().state == DeliveryState.SENT)
    read = service.to(phone)
    # The honest limit: it came twice, as the same piece of news, which takes its own place.
    assert len(read) == 2
    assert read[0] == read[1] == {"id": str(pushes.get().notification_id), "language": "uk", "more": 0}
    assert {one.headers["Topic"] for one in service.pushed} == {"news"}
