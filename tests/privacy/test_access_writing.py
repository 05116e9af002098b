"""How it is written down who saw what: once an hour, cheaply, before the answer, for as long as is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from dialogue.models import Thread
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, say
from tests.groups.helpers import at, colleague, second_mandate, stand_in
from tests.privacy.conftest import Browser
from tests.privacy.seen import between_two, next_hour, rows
from viche.kernel import access_log as kernel_reads
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.privacy.models import AccessRecord
from viche.privacy.services.access import delete_old_access_records
from viche.realtime.registry import TOPIC_KINDS

pytestmark = pytest.mark.django_db


def test_the_same_again_within_the_hour_adds_nothing(world: World) -> None:
    thread, browser = between_two(world), Browser(world.people["facilitator"])
    with at(next_hour(5)):
        for _again in range(3):
            browser.get(f"threads/{thread.pk}")
    with at(next_hour(59)):
        browser.get(f"threads/{thread.pk}/messages")
    with at(next_hour(60)):
        browser.get(f"threads/{thread.pk}")
    moments = list(AccessRecord.objects.order_by("id").values_list("at", flat=True))
    assert moments == [next_hour(5), next_hour(60)]


def test_another_reason_within_the_hour_is_another_row(world: World) -> None:
    thread, deputy = between_two(world), colleague(world, "police")
    share = {
        "person": str(deputy.pk),
        "access": "read",
        "until": str(now() + timedelta(days=1)),
        "reason": "Так",
    }
    made = Browser(world.people["facilitator"]).ask("POST", f"threads/{thread.pk}/shares", share)
    assert made.status_code == 201
    browser = Browser(deputy)
    browser.get(f"threads/{thread.pk}")
    stand_in(world, "officer", deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    browser.get(f"threads/{thread.pk}")
    browser.get(f"threads/{thread.pk}")
    assert [row[2] for row in rows(reader=deputy)] == ["guest_share", "deputyship"]


def test_of_two_seats_one_is_named_and_always_the_same(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "ngo"))
    second_mandate(world, "facilitator", "police")
    say(world, "officer", thread)
    grounds = set()
    for hours in range(3):
        with at(now() + timedelta(hours=hours)):
            Browser(world.people["facilitator"]).get(f"threads/{thread.pk}")
    grounds = set(AccessRecord.objects.values_list("ground_id", flat=True))
    assert grounds == {world.seats["facilitator"].pk}


def many_threads(world: World, count: int) -> None:
    for _one in range(count):
        between_two(world)


def test_a_list_of_fifty_costs_one_statement_and_the_first_time_no_more_than_for_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = Actor.for_person(world.people["facilitator"].pk)

    def shown(first: int, last: int) -> list[Read]:
        ids = Thread.objects.order_by("id").values_list("pk", flat=True)[first:last]
        return [Read("thread", pk) for pk in ids]

    many_threads(world, 51)
    one, fifty = shown(0, 1), shown(1, 51)
    with CaptureQueriesContext(connection) as for_one:
        log_access(actor, one, AccessMode.LIST)
    with CaptureQueriesContext(connection) as for_fifty:
        log_access(actor, fifty, AccessMode.LIST)
    assert len(for_fifty) == len(for_one) < 15
    with django_assert_num_queries(1):
        log_access(actor, fifty, AccessMode.LIST)
    assert len(rows()) == 51


def test_what_cannot_be_written_down_is_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = between_two(world)

    def fail(*_args: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(kernel_reads, "_RECORDERS", [fail])
    browser = Browser(world.people["facilitator"])
    browser.client.raise_request_exception = False
    answer = browser.ask("GET", f"threads/{thread.pk}")
    assert answer.status_code >= 500
    assert thread.title_uk not in answer.content.decode()
    with pytest.raises(DatabaseError):
        TOPIC_KINDS["thread"].authorise([(world.actor("facilitator"), thread.pk)])


def test_the_record_is_append_only_and_kept_through_the_following_year(world: World) -> None:
    reader, subject = world.people["administrator"], world.people["teacher"]

    def a_row(years: int) -> AccessRecord:
        moment = now().replace(month=6, day=1, year=now().year - years)
        return AccessRecord.objects.create(
            reader=reader,
            subject=subject,
            kind="account",
            object_id=subject.pk,
            way="page",
            ground="administrator",
            access_seq=0,
            hour=moment,
            at=moment,
        )

    kept, over = [a_row(0), a_row(1)], [a_row(2), a_row(3)]
    for row in kept:
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        AccessRecord.objects.filter(pk=over[0].pk).update(way="list")
    assert delete_old_access_records(actor=Actor.for_system("tests")) == 2
    assert list(AccessRecord.objects.order_by("-at")) == kept
    assert delete_old_access_records(actor=Actor.for_system("tests")) == 0
