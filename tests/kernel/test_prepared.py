"""A question that is compiled once gives what its queryset gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import BinaryField, CharField, DateTimeField, F, UUIDField
from django.db.models.functions import Upper
from pytest_django import DjangoAssertNumQueries

from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, IdempotencyKey, OutboxEntry, TopicEntry
from viche.kernel.prepared_queries import PreparedQuery, QueryParam, attach

pytestmark = pytest.mark.django_db


def an_event(kind: str) -> Event:
    return Event.objects.create(
        kind=kind, version=1, at=now(), subject_type="bell", subject_id=uuid7(), data={"rooms": ["a"]}
    )


def test_rows_come_with_what_they_refer_to_and_annotations(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rung, other = an_event("tests.rung"), an_event("tests.other")
    for event in (rung, other):
        OutboxEntry.objects.create(event=event, subscriber="tests", next_try_at=now())
    waiting = PreparedQuery(
        lambda: (
            OutboxEntry.objects.select_related("event")
            .filter(
                event__kind=QueryParam("kind", CharField()),
                next_try_at__lte=QueryParam("at", DateTimeField()),
            )
            .annotate(loud=Upper("subscriber"), asked=QueryParam("kind", CharField()))
        )
    )
    for kind, event in (("tests.rung", rung), ("tests.other", other)):
        with django_assert_num_queries(1):
            (entry,) = waiting.all(kind=kind, at=now())
            assert (entry.event.pk, entry.event.data) == (event.pk, {"rooms": ["a"]})
        found = entry.__dict__
        assert (found["loud"], found["asked"]) == ("TESTS", kind)
    assert waiting.all(kind="tests.rung", at=now() - timedelta(days=1)) == []


def test_rows_are_as_the_orm_makes_them() -> None:
    stored = IdempotencyKey.objects.create(
        owner="somebody", key="100%", fingerprint="f", status=201, body=b"\0\1"
    )
    by_key = PreparedQuery(
        lambda: IdempotencyKey.objects.filter(
            pk=QueryParam("pk", UUIDField()), key__contains="%", body=QueryParam("body", BinaryField())
        )
    )
    found, plain = by_key.first(pk=stored.pk, body=b"\0\1"), IdempotencyKey.objects.get(pk=stored.pk)
    assert found is not None
    assert {name: value for name, value in vars(found).items() if name != "_state"} == {
        name: value for name, value in vars(plain).items() if name != "_state"
    }
    assert (found._state.adding, found._state.db) == (plain._state.adding, plain._state.db)
    assert by_key.first(pk=uuid7(), body=b"") is None


def test_rows_that_refer_to_an_object_stand_in_its_relation(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rung, other = an_event("tests.rung"), an_event("tests.other")
    entry = TopicEntry(event=rung, seq=1)
    with django_assert_num_queries(0):
        attach([rung, other], "entries", [entry], by="event_id")
        assert next(iter(rung.entries.all())) is entry
        assert list(other.entries.all()) == []
    with django_assert_num_queries(1):
        assert not rung.entries.filter(seq=1).exists()


def test_what_may_be_missing_is_none() -> None:
    an_event("tests.alone")
    alone = PreparedQuery(
        lambda: Event.objects.annotate(same=F("actor")).filter(kind=QueryParam("kind", CharField()))
    )
    (event,) = alone.all(kind="tests.alone")
    assert vars(event)["same"] is None
