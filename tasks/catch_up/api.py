"""What is new to the reader of a thread or a group, over HTTP: the discussion and its action items."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.catch_up.activity import ActivityEntry
from dialogue.catch_up.selectors import CatchUp, Speaker, build_group_catch_up, build_thread_catch_up
from dialogue.common.serializers import MAX_NUMBER
from dialogue.threads.access_log import log_thread_read, log_thread_reads
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, DialogueAction
from dialogue.threads.selectors import get_group_for, get_thread_for
from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef, PersonRef
from tasks.items.access_log import log_related_access
from tasks.items.models import ActionItem
from tasks.items.schemas import StateName
from tasks.items.selectors import list_items_changed_since
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, StrictSerializer, answer, read_snapshot, shape_of
from viche.kernel.clock import now
from viche.kernel.text import Text, bilingual_of


class CatchUpQuery(StrictSerializer):
    """`first`: number of the first message that was new to the reader.

    Without it, the first unread message.
    """

    first = serializers.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)


class SpeakerOut(TypedDict):
    """A person who posted, with the number of their messages."""

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
    """A change of a thread.

    `moved`: it was transferred to another group; `merged`: it continues in another thread; `joined`: another
    thread was merged into it, from message `number` on; `taken_out`: messages were split off into a thread of
    their own; `summed_up`: its summary was written or updated; `handed_over`: `person` leads it since then;
    `slowed`: `seconds` is the wait between two messages, 0 for none.

    `words` are the outcome of a `closed` thread, the question that was `answered` (by message `number`, or in
    short by `answer`), the question of a round, the text of a `point` (of message `number`), or the reason
    why it was `locked`.
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
    """An action item that was created (`fresh`) or changed its state."""

    id: UUID
    number: int
    title: Text
    state: StateName
    fresh: bool


class CatchUpOut(TypedDict):
    """What is new to the reader.

    `since` is the time of the latest message that the reader has seen; null when they have seen none.
    `messages` counts those of other people since then. Speakers are in alphabetical order. Each list holds at
    most 20 entries; `more_speakers` counts the speakers left out.
    """

    since: datetime | None
    messages: int
    speakers: list[SpeakerOut]
    more_speakers: int
    must_reads: list[MissedMustReadOut]
    happenings: list[HappeningOut]
    actions: list[MovedItemOut]


def _log_thread(actor: Actor, shown: tuple[Thread, list[ActionItem]]) -> None:
    thread, items = shown
    log_thread_read(actor, thread)
    log_related_access(actor, items)


def _log_group(actor: Actor, shown: tuple[CatchUp, list[ActionItem]]) -> None:
    missed, items = shown
    threads = {one.thread for one in missed.happenings} | {one.thread for one in missed.must_reads}
    log_thread_reads(actor, {thread.pk for thread in threads if thread.is_restricted})
    log_related_access(actor, items)


class ThreadCatchUp(Endpoint):
    """What changed in a thread since the latest message that the reader has seen."""

    actions = {"GET": Action.READ}
    records = _log_thread
    scopes = {"GET": ("dialogue:read", "tasks:read")}
    asks = CatchUpQuery

    @extend_schema(responses=shape_of(CatchUpOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Return speakers, must-reads, changes of the thread, and changed action items.

        From the day of the latest message that the reader has seen; `first` is the first new message.
        Decisions come in their `words`: the outcome of a thread that was `closed`, a question that
        was `answered` (by message `number`, or in short by `answer`), a `point`, the question of a
        `round_ended`. `person` facilitates since `handed_over`; `locked` says why in `words`,
        `slowed` how long to wait in `seconds` (0: not at all), `unlocked` that all may post again.
        `taken_out`, `joined`, `merged`, `published` and `taken_back` say where messages went and who
        reads them. What nobody reads any more is left out. Each kind has at most twenty entries;
        `more_speakers` counts further authors.
        """
        with read_snapshot():
            thread = get_thread_for(self.actor, thread_id)
            missed = build_thread_catch_up(self.actor, thread, self.asked.get("first"))
            items = list_items_changed_since(self.actor, missed.since or thread.created_at, thread=thread)
        return answer(_show_catch_up(missed, items), of=(thread, items))


class GroupCatchUp(Endpoint):
    """What changed in a group since the latest message that the reader has seen."""

    actions = {"GET": DialogueAction.READ}
    records = _log_group
    scopes = {"GET": ("dialogue:read", "tasks:read")}

    @extend_schema(responses=shape_of(CatchUpOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return speakers, must-reads, changes of threads, and changed action items of the group.

        Empty for a reader who has not seen any message yet.

        The kinds of entries are those of `GET /threads/{id}/catch-up`.
        """
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            missed = build_group_catch_up(self.actor, group)
            items = list_items_changed_since(self.actor, missed.since or now(), group=group)
        return answer(_show_catch_up(missed, items), of=(missed, items))


def _show_catch_up(missed: CatchUp, items: list[ActionItem]) -> CatchUpOut:
    return {
        "since": missed.since,
        "messages": missed.messages,
        "speakers": [_show_speaker(one) for one in missed.speakers],
        "more_speakers": missed.more_speakers,
        "must_reads": [
            {"thread_id": one.thread_id, "title": bilingual_of(one.thread, "title"), "number": one.number}
            for one in missed.must_reads
        ],
        "happenings": [_show_happening(one) for one in missed.happenings],
        "actions": [_show_moved_item(one, missed.since) for one in items],
    }


def _show_speaker(one: Speaker) -> SpeakerOut:
    seat = groups.show_organisation(one.organisation) if one.organisation is not None else None
    return {"person": groups.show_person(one.person), "organisation": seat, "messages": one.messages}


def _show_happening(one: ActivityEntry) -> HappeningOut:
    return {
        "thread_id": one.thread.pk,
        "title": bilingual_of(one.thread, "title"),
        "what": cast("What", one.what),
        "at": one.at,
        "words": one.words,
        "answer": one.answer,
        "number": one.number,
        "person": groups.show_person(one.person) if one.person is not None else None,
        "seconds": one.seconds,
    }


def _show_moved_item(item: ActionItem, since: datetime | None) -> MovedItemOut:
    return {
        "id": item.pk,
        "number": item.number,
        "title": bilingual_of(item, "title"),
        "state": cast("StateName", item.state),
        "fresh": since is None or item.created_at > since,
    }
