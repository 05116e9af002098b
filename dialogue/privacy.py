"""What this room holds about people, and what erasure does to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.models import Message, Support, Thread, ThreadAudience, ThreadReading, ThreadStateChange
from dialogue.policies import ThreadPolicy
from dialogue.services.erasure import erase_author
from viche.kernel.actor import Actor
from viche.privacy.registry import Erasing, Record, not_exported, on_erasure, personal_data

PIECE = 1000  # rows that are read at once
READERS = _("Everybody who reads the thread.")


class _Titles:
    """Titles of the threads that a person reads now; of others nothing but the number."""

    def __init__(self, person_id: UUID, thread_ids: Iterable[UUID]) -> None:
        seen = ThreadPolicy().visible_to(Actor.for_person(person_id)).filter(pk__in=set(thread_ids))
        self._titles = dict(seen.values_list("pk", "title_uk"))

    def of(self, thread_id: UUID) -> str:
        return self._titles.get(thread_id, str(thread_id))


@personal_data(
    "dialogue.messages",
    title=_("Messages that you wrote"),
    purpose=_("The dialogue of the group and the record of its decisions."),
    recipients=READERS,
    covers=["dialogue.message.author"],
)
def messages(person_id: UUID) -> Iterator[Record]:
    rows = Message.objects.filter(author=person_id).select_related("mandate__organisation").order_by("id")
    titles = _Titles(person_id, rows.values_list("thread", flat=True))
    for row in rows.iterator(PIECE):
        yield {
            "id": row.pk,
            "thread": titles.of(row.thread_id),
            "number": row.number,
            "posted_at": row.posted_at,
            "organisation": row.mandate.organisation.name_uk if row.mandate and row.on_behalf else None,
            "text": row.body,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
        }


@personal_data(
    "dialogue.supports",
    title=_("Messages that you support"),
    purpose=_("To see what the group agrees with."),
    recipients=READERS,
    covers=["dialogue.support.person"],
)
def supports(person_id: UUID) -> Iterator[Record]:
    rows = Support.objects.filter(person=person_id).select_related("message").order_by("id")
    titles = _Titles(person_id, rows.values_list("message__thread", flat=True))
    for row in rows.iterator(PIECE):
        yield {"at": row.at, "thread": titles.of(row.message.thread_id), "number": row.message.number}


@personal_data(
    "dialogue.readings",
    title=_("What you have read"),
    purpose=_("To open a thread where the person stopped, and to show the group who has seen what."),
    recipients=READERS,
    covers=["dialogue.threadreading.person"],
)
def readings(person_id: UUID) -> Iterator[Record]:
    rows = list(ThreadReading.objects.filter(person=person_id).order_by("id"))
    titles = _Titles(person_id, [row.thread_id for row in rows])
    for row in rows:
        spans = [f"{first}–{last}" for first, last in row.ranges]
        yield {"thread": titles.of(row.thread_id), "numbers": spans}


@personal_data(
    "dialogue.acts",
    title=_("Threads that you led"),
    purpose=_("The history of threads, with the reasons that were given."),
    recipients=READERS,
    covers=[
        "dialogue.thread.created_by",
        "dialogue.threadstatechange.person",
        "dialogue.threadaudience.person",
    ],
)
def acts(person_id: UUID) -> Iterator[Record]:
    made = list(Thread.objects.filter(created_by=person_id).order_by("id"))
    steps = list(ThreadStateChange.objects.filter(person=person_id).order_by("id"))
    named = list(ThreadAudience.objects.filter(person=person_id).order_by("id"))
    titles = _Titles(
        person_id,
        [*(row.pk for row in made), *(row.thread_id for row in steps), *(one.thread_id for one in named)],
    )
    for row in made:
        yield {"at": row.created_at, "thread": titles.of(row.pk), "what": _("began it")}
    for step in steps:
        yield {"at": step.at, "thread": titles.of(step.thread_id), "state": step.after, "reason": step.reason}
    for one in named:
        yield {"thread": titles.of(one.thread_id), "what": _("it names you")}


not_exported(
    "worked out from seats and from what a thread names, which are there",
    "dialogue.threaduserpermission.user",
)


def erase(actor: Actor, erasing: Erasing) -> None:
    """The text stays under the pseudonym, or goes with the name."""
    erase_author(actor=actor, person_id=erasing.person_id, removes_messages=erasing.removes_messages)


on_erasure("dialogue", erase)
