"""Workers that are killed while they tell and while they send: nobody is told twice, and nothing is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import psycopg
import pytest

from tests.cast import SYSTEM, a_world
from tests.realtime.valkey import Valkey
from tests.tasks.helpers import an_item
from tests.workers import Worker, database_url
from viche.kernel.clock import now
from viche.kernel.models import Event, OutboxEntry
from viche.notifications.models import Delivery, DeliveryState, Mail, Notification
from viche.notifications.services import mail_batching
from viche.notifications.services.mail_batching import build_next_mail

ITEMS = 40


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder to which the worker's mail goes."""
    folder = tmp_path / "mail"
    folder.mkdir()
    monkeypatch.setenv("EMAIL_URL", f"file://{folder}")
    return folder


@pytest.fixture
def worker(transactional_db: None, letters: Path) -> Iterator[Worker]:
    valkey = Valkey(Path(tempfile.mkdtemp(prefix="viche-")))
    valkey.start()
    made = Worker(valkey.url)
    try:
        yield made
    finally:
        made.close()
        valkey.remove()


def identities(folder: Path) -> Counter[str]:
    """How often each mail lies in the folder, by its Message-ID."""
    found: Counter[str] = Counter()
    for path in folder.iterdir():
        for raw in path.read_bytes().split(b"-" * 79 + b"\n"):
            if raw.strip():
                found[str(BytesParser(policy=default).parsebytes(raw)["Message-ID"])] += 1
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_everybody_is_told_once_though_workers_are_killed(
    worker: Worker, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world("Тут")
    OutboxEntry.objects.all().delete()
    for _turn in range(ITEMS):
        an_item(world)
    waiting = OutboxEntry.objects.filter(event__kind="tasks.action_made", subscriber="notifications")
    deliveries = Delivery.objects.all()
    assert waiting.count() == ITEMS

    # Nobody can be told yet: the worker stands still between its claim and its commit, however slow we are.
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE notifications_notification IN SHARE ROW EXCLUSIVE MODE")
        worker.start()
        worker.tick("kernel.deliver_events", worker.is_blocked)
        worker.kill()
    worker.settle()
    assert (waiting.count(), Notification.objects.count()) == (ITEMS, 0)

    worker.start()
    worker.tick("kernel.deliver_events", lambda: not waiting.exists())
    told = Counter(Notification.objects.values_list("event", "person"))
    assert (len(told), set(told.values())) == (2 * ITEMS, {1})  # the two people of the council
    created = Event.objects.filter(kind="notifications.notification_created")
    assert created.values("data__notification_id").distinct().count() == created.count() == 2 * ITEMS

    deliveries.update(next_try_at=now())
    monkeypatch.setattr(mail_batching, "MAX_MAIL_ITEMS", 10)
    while build_next_mail(actor=SYSTEM):
        pass
    mails = 2 * ITEMS // mail_batching.MAX_MAIL_ITEMS
    held = Mail.objects.latest("id").pk
    # The worker has handed over the last mail and stands still between that and its commit.
    with psycopg.connect(database_url()) as other:
        other.execute("SELECT FROM notifications_delivery WHERE mail_id = %s FOR UPDATE", [held])
        worker.tick("notifications.send_emails", lambda: len(identities(letters)) == mails)
        worker.kill()
    worker.settle()
    assert Mail.objects.filter(state=DeliveryState.SENT).count() < mails
    assert Mail.objects.get(pk=held).state == DeliveryState.WAITING

    worker.start()
    unsent = deliveries.exclude(state=DeliveryState.SENT)
    worker.tick("notifications.send_emails", lambda: not unsent.exists())
    sent = identities(letters)
    assert len(sent) == mails
    # The honest limit: what was on its way when the worker died lies there twice, with one Message-ID.
    assert 1 <= sum(sent.values()) - len(sent) <= 2  # threads of the worker
