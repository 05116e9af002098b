"""HTTP endpoints of threads."""

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
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.events import group_topic
from dialogue.threads.models import Thread, ThreadState
from dialogue.threads.policies import Action, DialogueAction
from dialogue.threads.selectors import get_announced_thread
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from dialogue.timeline.access_log import log_listed_threads
from dialogue.timeline.api import ORDER, make_thread_presenter, show_thread
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, answer, list_of, paginate, read_snapshot, shape_of
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.events import get_head

ASK_FOR_ACCESS = _("Only those whom it names read this thread. You can ask for access.")


class _PageWithPinned:
    """Presents a page and the pinned threads together, since they overlap."""

    def __init__(self, actor: Actor, pinned: list[Thread]) -> None:
        self.show, self.pinned = make_thread_presenter(actor), pinned
        self.rows: dict[UUID, timeline_schemas.ThreadOut] = {}

    def page(self, rows: list[Thread]) -> list[timeline_schemas.ThreadOut]:
        every = {row.pk: row for row in (*self.pinned, *rows)}
        self.rows = dict(zip(every, self.show(list(every.values())), strict=True))
        return [self.rows[row.pk] for row in rows]


class GroupThreads(Endpoint):
    """Threads of a group."""

    actions = {"GET": DialogueAction.READ, "POST": DialogueAction.START}
    created = "threads/{id}"
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape_of(timeline_schemas.ThreadOutPage))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the threads, the most recently active first."""
        wanted, first = _build_filter(self.asked), "cursor" not in request.query_params
        with read_snapshot():
            group = threads_selectors.get_group_for(self.actor, group_id)
            pinned = listing.pinned_for(self.actor, group, wanted) if first else []
            shown = _PageWithPinned(self.actor, pinned)
            rows = listing.threads_for(self.actor, wanted).filter(group=group)
            page = paginate(request, rows, order=ORDER, present=shown.page)
            seq = get_head(group_topic(group_id))
        log_listed_threads(self.actor, shown.rows.values())
        return answer({**page, "pinned": [shown.rows[one.pk] for one in pinned], "seq": seq})

    @extend_schema(request=serializers.OpenThreadIn, responses={201: shape_of(timeline_schemas.ThreadOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Create a thread. A restricted one requires permission to facilitate the group."""
        data = _rename_fields(self.parse(serializers.OpenThreadIn), THREAD_FIELDS)
        thread = services.create_thread(actor=self.actor, group_id=group_id, **data)
        return show_thread(self.actor, thread.pk, status=201)


class Threads(Endpoint):
    """All threads that the reader may read, across groups; for guests the threads shared with them."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("dialogue:read",)}
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape_of(timeline_schemas.ThreadOutPage))
    def get(self, request: Request) -> Response:
        """List the threads, the most recently active first."""
        with read_snapshot():
            rows = listing.thread_list_for(self.actor, _build_filter(self.asked))
            page = paginate(request, rows, order=ORDER, present=make_thread_presenter(self.actor))
        log_listed_threads(self.actor, page["items"])
        return answer({**page, "pinned": [], "seq": None})


class ThreadDetails(Endpoint):
    """One thread."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(timeline_schemas.ThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Return a thread with the reader's read state and allowed actions.

        If the thread is only announced to the reader, the response is 403 `ask_for_access`; the reader may
        read its card (`GET /threads/{id}/card`).
        """
        try:
            return show_thread(self.actor, thread_id)
        except NotFound:
            get_announced_thread(self.actor, thread_id)
            raise Forbidden("ask_for_access", ASK_FOR_ACCESS) from None

    @extend_schema(request=serializers.EditThreadIn, responses=shape_of(timeline_schemas.ThreadOut))
    def patch(self, request: Request, thread_id: UUID) -> Response:
        """Change the given fields."""
        changes: Any = _rename_fields(self.parse(serializers.EditThreadIn), THREAD_FIELDS)
        version = self.expected_version()
        services.edit_thread(actor=self.actor, thread_id=thread_id, expected_version=version, changes=changes)
        return show_thread(self.actor, thread_id)


class ThreadTransitions(Endpoint):
    """State transitions of a thread: draft, open, summarising, closed, and reopened."""

    actions = {"GET": Action.READ, "POST": Action.CLOSE}
    conditional = frozenset({"POST"})

    @extend_schema(responses=list_of(timeline_schemas.ThreadStepOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List the transitions, the oldest first, each with its reason."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        return answer(
            {
                "items": [
                    timeline_presenters.show_step(one) for one in threads_selectors.state_changes_of(thread)
                ]
            }
        )

    @extend_schema(request=serializers.MoveThreadIn, responses=shape_of(timeline_schemas.ThreadOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Move the thread to the next state."""
        data = _rename_fields(self.parse(serializers.MoveThreadIn), {"outcome": "outcome_uk"})
        to = ThreadState(data.pop("to"))
        version = self.expected_version()
        services.transition_thread(
            actor=self.actor, thread_id=thread_id, to=to, expected_version=version, **data
        )
        return show_thread(self.actor, thread_id)


class ThreadPin(Endpoint):
    """Pin of a thread in the list of its group."""

    actions = {"PUT": Action.PIN, "DELETE": Action.PIN}

    @extend_schema(request=None, responses=shape_of(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Pin the thread. Idempotent."""
        pinning.pin_thread(actor=self.actor, thread_id=thread_id)
        return show_thread(self.actor, thread_id)

    @extend_schema(responses={200: shape_of(timeline_schemas.ThreadOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Unpin the thread."""
        pinning.unpin_thread(actor=self.actor, thread_id=thread_id)
        return show_thread(self.actor, thread_id)


class ThreadAudience(Endpoint):
    """Audience of a thread."""

    actions = {"PUT": Action.SET_AUDIENCE}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.AudienceIn, responses=shape_of(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Restrict the thread, change whom it names, or widen it to the whole group."""
        data = _rename_fields(self.parse(serializers.AudienceIn), THREAD_FIELDS)
        version = self.expected_version()
        visibility.set_audience(actor=self.actor, thread_id=thread_id, expected_version=version, **data)
        return show_thread(self.actor, thread_id)


class ThreadReaders(Endpoint):
    """Readers of a thread."""

    actions = {"GET": Action.SEE_ACCESS}

    @extend_schema(responses=list_of(timeline_schemas.ReaderOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all who may read the thread, with the messages that they have read. Not for guests."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id, Action.SEE_ACCESS)
        log_thread_read(self.actor, thread)
        return answer(
            {
                "items": [
                    timeline_presenters.show_reader(one) for one in reading_selectors.list_readers_of(thread)
                ]
            }
        )


# Field names of the API and the corresponding parameters of the services.
THREAD_FIELDS = {
    "title": "title_uk",
    "facilitator": "facilitator_id",
    "organisations": "organisation_ids",
    "people": "person_ids",
}


def _rename_fields(data: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in data.items()}


def _build_filter(query: Mapping[str, Any]) -> listing.ThreadFilter:
    state = ThreadState(query["state"]) if "state" in query else None
    return listing.ThreadFilter(state, query.get("tag"), query.get("q"))
