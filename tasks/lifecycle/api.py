"""Action items over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.threads.access_log import log_thread_reads
from dialogue.threads.selectors import filter_restricted_ids_unscoped
from dialogue.timeline.access_log import log_thread_outs
from tasks.items import (
    filters,
    presenters as items_presenters,
    schemas as items_schemas,
    selectors as items_selectors,
    serializers as items_serializers,
)
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import log_item_access, log_item_outs, log_item_page, log_listed_items
from tasks.items.api import ORDERINGS, parse_item_filter, show_item
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction
from tasks.items.workflow import Action
from tasks.lifecycle import serializers
from tasks.lifecycle.history import show_history
from tasks.lifecycle.services import create, discussion, edit, help as helping, transition, watch
from tasks.provenance import presenters as provenance_presenters, schemas as provenance_schemas
from tasks.provenance.selectors import ProvenanceStep, build_chain
from viche.kernel.access_log import AccessMode, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    list_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.duties import Duty
from viche.kernel.events import get_head


class ActionItemHelp(Endpoint):
    """Request of the owner for help.

    PUT: Ask for help; a new text replaces the earlier one.
    """

    records = log_item_page

    put = Write(Action.ASK_HELP, helping.ask_help, body=serializers.HelpIn, shows=show_item)


class ActionItemHelpAnswer(Endpoint):
    """Answer to the owner's request for help.

    PUT: Answer; the person who asked is notified. `If-Match` is the version of the item.
    """

    records = log_item_page

    put = Write(
        Action.ANSWER_HELP, helping.answer_help, body=serializers.HelpIn, shows=show_item, versioned=True
    )


class ActionItems(Endpoint):
    """Action items that the reader may read, across groups; for a guest, those shared with them."""

    actions = {"GET": SIGNED_IN}
    records = log_listed_items
    scopes = {"GET": ("tasks:read",)}
    asks = items_serializers.ActionQuery

    @extend_schema(responses=shape_of(items_schemas.ActionOutPage))
    def get(self, request: Request) -> Response:
        """Return action items by due day, or the newest first."""
        query = self.asked
        wanted = parse_item_filter(query)
        with read_snapshot():
            stance = ActorItemAccess.of(self.actor)
            page = paginate(
                request,
                filters.list_filtered_items(stance, wanted),
                order=ORDERINGS[query["order"]],
                present=lambda rows: items_presenters.show_listed_actions(stance, rows),
            )
            hears = wanted.group_id is not None and stance.can_read_group(wanted.group_id)
            seq = get_head(f"group:{wanted.group_id}") if hears else None
        return answer({**page, "seq": seq})


class GroupActionItems(Endpoint):
    """Action items of a group.

    POST: Propose an action item to its owner, from a message, from a thread, or without a source.

    Items are numbered from 1 in the register and year of their group. Items for the readers of a
    restricted thread have a series of their own from 100001, so that the numbers that the group sees have
    no gaps.

    The owner is an organisation (`owner_organisation`, and maybe `owner`, one of its mandates) or a body
    without an account (`outside_body`), never both: 422 `one_owner`. `owner` in answers looks the same
    for either; `owner_outside` says which. `coowners` are up to ten more organisations whose people take
    its steps and tick its checklist; none of them verifies it, also after it has left, once the item was
    accepted (`worked_on_it`).

    `recurrence` is a rule of RFC 5545 (`FREQ`, `INTERVAL`, `BYDAY` with weeks, `BYMONTHDAY` with months,
    `UNTIL` as a day or `COUNT` with the present item): `FREQ=MONTHLY;INTERVAL=3`. Closing the item makes
    the next one; relations name the `previous` and the `following` one. Days count from the first due
    day, and days that have passed meanwhile are skipped.

    `place_name` says in words where it is done, `place` by coordinates: degrees, WGS 84, five decimal
    places; null for none. Both are for readers of the item alone; a public page has words of its own.
    """

    records = log_item_page

    created = "action-items/{id}"

    post = Write(
        RegisterAction.MAKE,
        create.make_action_item,
        body=serializers.MakeActionIn,
        shows=show_item,
        status=201,
    )


class ActionItemDetail(Endpoint):
    """One action item.

    GET: Return an action item with the next step expected from the reader and the allowed actions.
    """

    records = log_item_page

    actions = {"PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    get = Show(Action.READ, show_item)

    @extend_schema(request=serializers.EditActionIn, responses=shape_of(items_schemas.ActionPageOut))
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Change the given fields; the number and the original due day never change."""
        changes: Any = self.parse(serializers.EditActionIn)
        reason = changes.pop("reason", "")
        edit.edit_action_item(
            actor=self.actor,
            action_id=action_id,
            expected_version=self.expected_version(),
            changes=changes,
            reason=reason,
        )
        return show_item(self.actor, action_id)


class ActionItemTransitions(Endpoint):
    """Workflow steps of an action item.

    Each step has its own right; `allowed` lists the possible ones.

    POST: Take a step. Declining, blocking, returning and cancelling require a `reason`.

    `done` and `verified` need in `unproved` a reason for each criterion without evidence (422 at
    `/unproved`), `verified` only where `done` gave none; a criterion that has evidence takes none (422
    `proved`). A step that is `logged`, or taken through a guest link, needs no reasons.

    An unmet condition (such as missing evidence) is a 409 that names it. `verified` and `returned` are
    refused (403 `not_another`) to everybody who worked on the item, and to everybody who represents,
    deputises for or administers an organisation that did, a unit of it or the body of which it is a unit,
    or has done so since the item was accepted; a suspended mandate counts. `verified` is followed by
    `closed`. With `cancelled`, `superseded_by` names the item of the same register that is done instead.

    `logged: true` in a step of the owner (`accepted`, `declined`, `in_progress`, `done`) means that a
    facilitator of the group records it for the owner; `reason` says who said what and is required. Any
    other step is 422 `not_logged`. In the history, the entry has `data.logged`.

    `completion_withdrawn` is open to the owner until the work is verified, and for ten minutes to a
    facilitator who logged `done`; `verification_withdrawn` for ten minutes to the person who verified. A step
    that is withdrawn within a minute is told to nobody.
    """

    records = log_item_page

    scopes = {"POST": ("tasks:read", "tasks:write")}

    post = Write(
        Action.READ,
        transition.transition_action_item,
        body=serializers.MoveActionIn,
        shows=show_item,
        versioned=True,
    )


class ActionItemWatch(Endpoint):
    """Subscription of the reader to notifications about an item.

    PUT: Watch the item: be notified of its steps while the reader may read it.

    DELETE: Stop watching the item.
    """

    put = Write(Action.WATCH, partial(watch.watch_item, watching=True))

    delete = Write(Action.WATCH, partial(watch.watch_item, watching=False))


class ActionItemDiscussion(Endpoint):
    """Discussion thread of an action item.

    POST: Open the discussion thread. Idempotent: an item has at most one.
    """

    records = log_item_page

    post = Write(Action.DISCUSS, discussion.open_discussion, shows=show_item)


def _log_chain(actor: Actor, shown: tuple[ActionItem, Sequence[UUID]]) -> None:
    item, threads = shown
    log_item_access(actor, item)
    log_thread_reads(actor, threads)


class ActionItemChain(Endpoint):
    """Provenance of an action item: why it is done, and how the result is known."""

    actions = {"GET": Action.READ}
    records = _log_chain

    @extend_schema(responses=list_of(provenance_schemas.ChainStep))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the steps from the first cause to the verification.

        Steps that the reader may not read have no title.
        """
        item, _stance = items_selectors.get_bare_item_for(self.actor, action_id)
        steps = build_chain(self.actor, item)
        items = [provenance_presenters.show_step(one) for one in steps]
        return answer({"items": items}, of=(item, _restricted_threads(item, steps)))


def _restricted_threads(item: ActionItem, steps: Sequence[ProvenanceStep]) -> list[UUID]:
    """Return the ids of the restricted threads in a chain.

    Mostly the only one is the source thread, which is loaded already.
    """
    shown = {one.id for one in steps if one.kind == "thread" and one.id is not None}
    own = [item.thread.pk] if item.thread is not None and item.thread.is_restricted else []
    return [pk for pk in own if pk in shown] + filter_restricted_ids_unscoped(shown - {item.thread_id})


class ActionItemHistory(Endpoint):
    """History of an action item.

    GET: Return the events, the newest first.
    """

    records = log_item_access

    get = Page(
        Action.READ,
        items_selectors.list_history,
        of=items_selectors.get_readable_item_for,
        shows=show_history,
        order=("-id",),
    )


def _log_today(actor: Actor, read: tuple[items_schemas.TodayOut, Sequence[Duty]]) -> None:
    shown, duties = read
    log_access(actor, [one for duty in duties for one in duty.reads], AccessMode.LIST)
    log_item_outs(actor, shown["mine"])
    log_thread_outs(actor, shown["unread"])


class Today(Endpoint):
    """Overview of the reader's day across groups."""

    actions = {"GET": SIGNED_IN}
    records = _log_today
    scopes = {"GET": ("tasks:read", "dialogue:read")}

    @extend_schema(responses=shape_of(items_schemas.TodayOut))
    def get(self, request: Request) -> Response:
        """Return everything that waits for the reader, unread threads, own open items, and counts."""
        with read_snapshot():
            day = items_selectors.load_today(self.actor)
            shown = items_presenters.show_today(day)
        return answer(shown, of=(shown, day.duties))
