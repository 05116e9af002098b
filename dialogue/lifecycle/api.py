"""Threads over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.lifecycle import pinning, serializers, services, visibility
from dialogue.reading import selectors as reading_selectors
from dialogue.threads import listing, selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.events import group_topic
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, DialogueAction
from dialogue.threads.selectors import get_announced_thread
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from dialogue.timeline.access_log import note_listed
from dialogue.timeline.api import ORDER, show_thread, thread_list
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, answer, keyset_page, list_of, shape, snapshot
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.events import head

ASK = _("Only those whom it names read this thread. You can ask for access.")


class _Shown:
    """A page of a list and what is pinned at its head, brought together: most of that is in the page, too."""

    def __init__(self, actor: Actor, pinned: list[Thread]) -> None:
        self.show, self.pinned = thread_list(actor), pinned
        self.rows: dict[UUID, timeline_schemas.ThreadOut] = {}

    def page(self, rows: list[Thread]) -> list[timeline_schemas.ThreadOut]:
        every = {row.pk: row for row in (*self.pinned, *rows)}
        self.rows = dict(zip(every, self.show(list(every.values())), strict=True))
        return [self.rows[row.pk] for row in rows]


class GroupThreads(Endpoint):
    """The threads of a group."""

    actions = {"GET": DialogueAction.READ, "POST": DialogueAction.START}
    created = "threads/{id}"
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape(timeline_schemas.ThreadOutPage))
    def get(self, request: Request, group_id: UUID) -> Response:
        """The most recently active first."""
        wanted, first = _wanted(self.asked), "cursor" not in request.query_params
        with snapshot():
            group = threads_selectors.get_group_for(self.actor, group_id)
            pinned = listing.pinned_for(self.actor, group, wanted) if first else []
            shown = _Shown(self.actor, pinned)
            rows = listing.threads_for(self.actor, wanted).filter(group=group)
            page = keyset_page(request, rows, order=ORDER, present=shown.page)
            seq = head(group_topic(group_id))
        note_listed(self.actor, shown.rows.values())
        return answer({**page, "pinned": [shown.rows[one.pk] for one in pinned], "seq": seq})

    @extend_schema(request=serializers.OpenThreadIn, responses={201: shape(timeline_schemas.ThreadOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Begin a thread; a restricted one takes the right to lead the group."""
        data = _renamed(self.parse(serializers.OpenThreadIn), THREAD_FIELDS)
        thread = services.open_thread(actor=self.actor, group_id=group_id, **data)
        return show_thread(self.actor, thread.pk, status=201)


class Threads(Endpoint):
    """Every thread that the reader sees, across groups; a guest finds here what was shared with them."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("dialogue:read",)}
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape(timeline_schemas.ThreadOutPage))
    def get(self, request: Request) -> Response:
        """The most recently active first."""
        with snapshot():
            rows = listing.thread_list_for(self.actor, _wanted(self.asked))
            page = keyset_page(request, rows, order=ORDER, present=thread_list(self.actor))
        note_listed(self.actor, page["items"])
        return answer({**page, "pinned": [], "seq": None})


class ThreadDetails(Endpoint):
    """One thread."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(timeline_schemas.ThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """A thread with what the reader has seen and may do. Of what is announced to them they read the card
        (`GET /threads/{id}/card`); what is inside is to them as if it were not there.
        """
        try:
            return show_thread(self.actor, thread_id)
        except NotFound:
            get_announced_thread(self.actor, thread_id)
            raise Forbidden("ask_for_access", ASK) from None

    @extend_schema(request=serializers.EditThreadIn, responses=shape(timeline_schemas.ThreadOut))
    def patch(self, request: Request, thread_id: UUID) -> Response:
        """Change what is named; the rest stays."""
        changes: Any = _renamed(self.parse(serializers.EditThreadIn), THREAD_FIELDS)
        confirmed = changes.pop("confirmed", ())
        version = self.expected_version()
        services.edit_thread(
            actor=self.actor,
            thread_id=thread_id,
            expected_version=version,
            changes=changes,
            confirmed=confirmed,
        )
        return show_thread(self.actor, thread_id)


class ThreadTransitions(Endpoint):
    """The steps of a thread: draft, open, summarising, closed, and open again."""

    actions = {"GET": Action.READ, "POST": Action.CLOSE}
    conditional = frozenset({"POST"})

    @extend_schema(responses=list_of(timeline_schemas.ThreadStepOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """The steps that were taken, oldest first, each with its reason."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        return answer(
            {"items": [timeline_presenters.step(one) for one in threads_selectors.state_changes_of(thread)]}
        )

    @extend_schema(request=serializers.MoveThreadIn, responses=shape(timeline_schemas.ThreadOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Take the next step."""
        data = _renamed(self.parse(serializers.MoveThreadIn), {"outcome": "outcome_uk"})
        to = ThreadState(data.pop("to"))
        version = self.expected_version()
        services.move_thread(actor=self.actor, thread_id=thread_id, to=to, expected_version=version, **data)
        return show_thread(self.actor, thread_id)


class ThreadPin(Endpoint):
    """Whether a thread stands at the head of the list of its group."""

    actions = {"PUT": Action.PIN, "DELETE": Action.PIN}

    @extend_schema(request=None, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Put it there; again, it changes nothing."""
        pinning.pin_thread(actor=self.actor, thread_id=thread_id)
        return show_thread(self.actor, thread_id)

    @extend_schema(responses={200: shape(timeline_schemas.ThreadOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Take it away from there."""
        pinning.unpin_thread(actor=self.actor, thread_id=thread_id)
        return show_thread(self.actor, thread_id)


class ThreadAudience(Endpoint):
    """Who reads a thread."""

    actions = {"PUT": Action.SET_AUDIENCE}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.AudienceIn, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Restrict it, name others, or widen it to the whole group."""
        data = _renamed(self.parse(serializers.AudienceIn), THREAD_FIELDS)
        version = self.expected_version()
        visibility.set_audience(actor=self.actor, thread_id=thread_id, expected_version=version, **data)
        return show_thread(self.actor, thread_id)


class ThreadReaders(Endpoint):
    """Who has seen what."""

    actions = {"GET": Action.SEE_ACCESS}

    @extend_schema(responses=list_of(timeline_schemas.ReaderOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Everybody who may read the thread, with the messages that they have seen. Guests are not told."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id, Action.SEE_ACCESS)
        note_thread(self.actor, thread)
        return answer(
            {"items": [timeline_presenters.reader(one) for one in reading_selectors.readers_of(thread)]}
        )


# The API's names of fields and those of the services.
THREAD_FIELDS = {
    "title": "title_uk",
    "facilitator": "facilitator_id",
    "organisations": "organisation_ids",
    "people": "person_ids",
}


def _renamed(data: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in data.items()}


def _wanted(query: Mapping[str, Any]) -> listing.ThreadFilter:
    state = ThreadState(query["state"]) if "state" in query else None
    return listing.ThreadFilter(state, query.get("tag"), query.get("q"))
