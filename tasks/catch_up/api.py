"""What is new to the reader of a thread or a group, over HTTP: of the talk and of what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.catch_up.activity import Happening
from dialogue.catch_up.selectors import Missed, Speaker, missed_in_group, missed_in_thread
from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.threads.access_log import note_ids, note_thread
from dialogue.threads.policies import Action, DialogueAction
from dialogue.threads.selectors import get_group_for, get_thread_for
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef, PersonRef
from tasks.items.access_log import note_related
from tasks.items.models import ActionItem
from tasks.items.schemas import StateName
from tasks.items.selectors import items_moved_since
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, StrictSerializer, answer, shape, snapshot
from viche.kernel.clock import now
from viche.kernel.text import Text, both


class CatchUpQuery(StrictSerializer):
    """`first`: the number of the first message that was new to the reader; without it the first unread."""

    first = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class SpeakerOut(TypedDict):
    """Somebody who spoke, with how many messages."""

    person: PersonRef
    organisation: OrganisationRef | None
    messages: int


What = Literal[
    "opened",
    "summarising",
    "closed",
    "reopened",
    "pinned",
    "moved",
    "merged",
    "joined",
    "taken_out",
    "summed_up",
    "answered",
    "point",
    "round_ended",
    "handed_over",
    "locked",
    "unlocked",
    "slowed",
    "published",
    "taken_back",
]


class HappeningOut(TypedDict):
    """What became of a thread; `moved`: it was taken to another group; `merged`: it went on in another one,
    `joined`: another one in it, from message `number` on; `taken_out`: messages went to a thread of their
    own; `summed_up`: its summary was written, perhaps anew. `words` are the outcome of one that is `closed`,
    a question that was `answered` (by message `number`, or in short by `answer`) or that a round was held on,
    or a `point` (of message `number`), or why it was `locked`. `person` leads it since it was `handed_over`.
    `seconds` is how long one waits between two messages since it was `slowed`; 0: not at all.
    """

    thread_id: UUID
    title: Text
    what: What
    at: datetime
    words: Text | None
    answer: str
    number: int | None
    person: PersonRef | None
    seconds: int | None


class MissedMustReadOut(TypedDict):
    """A message that the reader is asked to acknowledge."""

    thread_id: UUID
    title: Text
    number: int


class MovedItemOut(TypedDict):
    """An action item that came out (`fresh`) or is in another state."""

    id: UUID
    number: int
    title: Text
    state: StateName
    fresh: bool


class CatchUpOut(TypedDict):
    """`since` is the latest moment of which the reader has seen a message; null: they have seen none.
    `messages` of others came since; who spoke stands in the order of the alphabet. Of each sort at most 20,
    and `more_speakers` is how many more spoke.
    """

    since: datetime | None
    messages: int
    speakers: list[SpeakerOut]
    more_speakers: int
    must_reads: list[MissedMustReadOut]
    happenings: list[HappeningOut]
    actions: list[MovedItemOut]


class ThreadCatchUp(Endpoint):
    """What changed in a thread since the latest message that the reader has seen."""

    actions = {"GET": Action.READ}
    scopes = {"GET": ("dialogue:read", "tasks:read")}
    asks = CatchUpQuery

    @extend_schema(responses=shape(CatchUpOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """In figures and references: who spoke, what must be read, what became of it and what came out."""
        with snapshot():
            thread = get_thread_for(self.actor, thread_id)
            missed = missed_in_thread(self.actor, thread, self.asked.get("first"))
            items = items_moved_since(self.actor, missed.since or thread.created_at, thread=thread)
        note_thread(self.actor, thread)
        return _told(self.actor, missed, items)


class GroupCatchUp(Endpoint):
    """What changed in a group since the latest message that the reader has seen."""

    actions = {"GET": DialogueAction.READ}
    scopes = {"GET": ("dialogue:read", "tasks:read")}

    @extend_schema(responses=shape(CatchUpOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """The same for all threads that the reader sees there; nothing for who has seen no message yet."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            missed = missed_in_group(self.actor, group)
            items = items_moved_since(self.actor, missed.since or now(), group=group)
        shown = [*(one.thread for one in missed.happenings), *(one.thread for one in missed.must_reads)]
        note_ids(self.actor, {thread.pk for thread in shown if thread.is_restricted})
        return _told(self.actor, missed, items)


def _told(actor: Actor, missed: Missed, items: list[ActionItem]) -> Response:
    note_related(actor, items)
    told: CatchUpOut = {
        "since": missed.since,
        "messages": missed.messages,
        "speakers": [_speaker(one) for one in missed.speakers],
        "more_speakers": missed.more_speakers,
        "must_reads": [
            {"thread_id": one.thread_id, "title": both(one.thread, "title"), "number": one.number}
            for one in missed.must_reads
        ],
        "happenings": [_happening(one) for one in missed.happenings],
        "actions": [_moved(one, missed.since) for one in items],
    }
    return answer(told)


def _speaker(one: Speaker) -> SpeakerOut:
    seat = groups.organisation(one.organisation) if one.organisation is not None else None
    return {"person": groups.person(one.person), "organisation": seat, "messages": one.messages}


def _happening(one: Happening) -> HappeningOut:
    return {
        "thread_id": one.thread.pk,
        "title": both(one.thread, "title"),
        "what": cast("What", one.what),
        "at": one.at,
        "words": one.words,
        "answer": one.answer,
        "number": one.number,
        "person": groups.person(one.person) if one.person is not None else None,
        "seconds": one.seconds,
    }


def _moved(item: ActionItem, since: datetime | None) -> MovedItemOut:
    return {
        "id": item.pk,
        "number": item.number,
        "title": both(item, "title"),
        "state": cast("StateName", item.state),
        "fresh": since is None or item.created_at > since,
    }
