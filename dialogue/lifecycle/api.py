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
from dialogue.lifecycle.opening import open_thread
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
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Listing,
    PartNames,
    StrictSerializer,
    Write,
    answer,
    include_parts,
    paginate,
    read_snapshot,
    shape_of,
    shape_with_parts,
)
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.events import get_head

ASK_FOR_ACCESS = _("Only the people named in this thread can read it. You can ask for access.")


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
    """Threads of a group.

    POST: Create a thread, with its first message, or a draft of one. A restricted one requires permission to
    facilitate the group.

    `tags`, at most ten, are stored in lower case, each once. The facilitator that somebody else names is
    notified when the thread opens; a draft is facilitated by its author, or the author facilitates the
    group (422 `without_you` at `/facilitator`).

    Days are those of the group's calendar. A draft (`draft`) with `opens_on` opens by itself when that
    day begins, in the name of the person who set it and with their rights at that time, whatever the
    scopes of their token were. When they may not open it by then, it stays a draft without a day and the
    facilitator is notified; in a suspended group it waits. 422 at `/opens_on`: `not_draft`, `past` (today
    is opened by hand), `too_far`, `after_last`.

    `closes_on` is the last day of an open thread, and `closes_at` the moment when that day is over;
    nothing closes by itself. At nine, local time of the group, followers (`all`) are notified the day
    before, and facilitators on that day, the day after and then weekly for a year, until the thread is
    summed up or gets a later day, which also removes earlier notices from the inbox. 422 at `/closes_on`:
    `past`, `too_far`, `before_first`.

    A restricted thread can be announced to its group (`announced`): other readers of the group see its
    card and may request access.
    """

    actions = {"GET": DialogueAction.READ}
    records = {"GET": log_listed_threads, "POST": log_thread_read}
    created = "threads/{id}"
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape_of(timeline_schemas.ThreadOutPage))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the threads, the most recently active first.

        The first page has the pinned threads under `pinned`, and also in their place among the
        `items`. `tag` narrows both; `q` finds threads by their title.
        """
        wanted, first = _build_filter(self.asked), "cursor" not in request.query_params
        with read_snapshot():
            group = threads_selectors.get_group_for(self.actor, group_id)
            pinned = listing.pinned_for(self.actor, group, wanted) if first else []
            shown = _PageWithPinned(self.actor, pinned)
            rows = listing.threads_for(self.actor, wanted).filter(group=group)
            page = paginate(request, rows, order=ORDER, present=shown.page)
            seq = get_head(group_topic(group_id))
        return answer({**page, "pinned": [shown.rows[one.pk] for one in pinned], "seq": seq})

    post = Write(
        DialogueAction.START,
        open_thread,
        body=serializers.OpenThreadIn,
        shows=show_thread,
        status=201,
    )


class Threads(Endpoint):
    """All threads that the reader may read, across groups; for guests the threads shared with them."""

    actions = {"GET": SIGNED_IN}
    records = log_listed_threads
    scopes = {"GET": ("dialogue:read",)}
    asks = serializers.ThreadQuery

    @extend_schema(responses=shape_of(timeline_schemas.ThreadOutPage))
    def get(self, request: Request) -> Response:
        """List the threads, the most recently active first.

        `q` finds threads by their title.
        """
        with read_snapshot():
            rows = listing.thread_list_for(self.actor, _build_filter(self.asked))
            page = paginate(request, rows, order=ORDER, present=make_thread_presenter(self.actor))
        return answer({**page, "pinned": [], "seq": None})


class ThreadPartsQuery(StrictSerializer):
    """`include`: names of parts of the thread, separated by commas."""

    include = PartNames("thread", required=False)


class ThreadDetails(Endpoint):
    """One thread."""

    asks = ThreadPartsQuery
    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    records = log_thread_read
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_with_parts("thread", timeline_schemas.ThreadOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Return a thread with the reader's read state and allowed actions.

        If the thread is only announced to the reader, the response is 403 `ask_for_access`; the reader may
        read its card (`GET /threads/{id}/card`).

        `include` names parts to answer along under `included`, each as GET of its own address answers it,
        or null where that refuses: `gist`, `readers`, `rounds`, `emergencies`, `group_threads` (the first
        hundred threads of its group), `action_items` (made from the thread) and `discussed_items` (that it
        is about), a hundred each. Each part counts as a request. 422 `unknown_part` at `/include`.
        """
        try:
            return include_parts(self, "thread", show_thread(self.actor, thread_id))
        except NotFound:
            get_announced_thread(self.actor, thread_id)
            raise Forbidden("ask_for_access", ASK_FOR_ACCESS) from None

    @extend_schema(request=serializers.EditThreadIn, responses=shape_of(timeline_schemas.ThreadOut))
    def patch(self, request: Request, thread_id: UUID) -> Response:
        """Change the given fields.

        `tags`, `opens_on` and `closes_on` follow the rules for new threads. The facilitator changes
        only under `PUT /threads/{id}/facilitator`.
        """
        changes: Any = self.parse(serializers.EditThreadIn)
        version = self.expected_version()
        services.edit_thread(actor=self.actor, thread_id=thread_id, expected_version=version, changes=changes)
        return show_thread(self.actor, thread_id)


class ThreadTransitions(Endpoint):
    """State transitions of a thread: draft, open, summarising, closed, and reopened.

    GET: List the transitions, the oldest first, each with its reason.

    POST: Move the thread to the next state.
    """

    records = log_thread_read

    get = Listing(
        Action.READ,
        threads_selectors.state_changes_of,
        of=threads_selectors.get_thread_for,
        shows=timeline_presenters.show_step,
    )

    post = Write(
        Action.CLOSE,
        services.transition_thread,
        body=serializers.MoveThreadIn,
        shows=show_thread,
        versioned=True,
    )


class ThreadPin(Endpoint):
    """Pin of a thread in the list of its group.

    PUT: Pin the thread. Idempotent.

    For facilitators (`pin`). Pinned threads are the first in the list of the group, the last pinned
    first. 409 `too_many_pinned` beyond ten that the reader sees.

    DELETE: Unpin the thread.
    """

    records = log_thread_read

    put = Write(Action.PIN, pinning.pin_thread, shows=show_thread)

    delete = Write(Action.PIN, pinning.unpin_thread, shows=show_thread)


class ThreadAudience(Endpoint):
    """Audience of a thread.

    PUT: Restrict the thread, change whom it names, or widen it to the whole group.

    An open or summarising restricted thread may be `announced` to its group (422 `not_restricted`,
    `not_open` at `/announced`); its title is then checked for personal data. Closing the thread or
    widening it ends the announcement, and reopening does not restore it.
    """

    records = log_thread_read

    put = Write(
        Action.SET_AUDIENCE,
        visibility.set_audience,
        body=serializers.AudienceIn,
        shows=show_thread,
        versioned=True,
    )


class ThreadReaders(Endpoint):
    """Readers of a thread.

    GET: List all who may read the thread, with the messages that they have read. Not for guests.
    """

    records = log_thread_read

    get = Listing(
        Action.SEE_ACCESS,
        reading_selectors.list_readers_of,
        of=threads_selectors.get_thread_for,
        shows=timeline_presenters.show_reader,
    )


def _build_filter(query: Mapping[str, Any]) -> listing.ThreadFilter:
    state = ThreadState(query["state"]) if "state" in query else None
    return listing.ThreadFilter(state, query.get("tag"), query.get("q"))
