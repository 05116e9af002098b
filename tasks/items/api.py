"""Api of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from rest_framework.response import Response

from tasks.items import filters, presenters, selectors
from tasks.items.access_log import note_item, note_related
from tasks.items.date_filters import Spans
from tasks.items.related import replaced
from viche.kernel.actor import Actor
from viche.kernel.api import answer, snapshot

SPANS = [one.name for one in fields(Spans)]

ORDER = {"due": ("due_on", "id"), "newest": ("-id",)}


def show_item(actor: Actor, action_id: UUID, status: int = 200) -> Response:
    """One item as it is now, with its version as ETag."""
    with snapshot():
        item, stance = selectors.get_item_for(actor, action_id)
        others = replaced(stance, item)
        shown = presenters.action_page(stance, item, others)
    note_item(actor, item)
    note_related(actor, others.shown())
    return answer(shown, status=status, version=item.version)


def wanted_of(query: Mapping[str, Any]) -> filters.ItemFilter:
    """What a request asks a list for."""
    owner, verifier = query.get("owner"), query.get("verifier")
    return filters.ItemFilter(
        group_id=query.get("group"),
        thread_id=query.get("thread"),
        discussion_id=query.get("discussion"),
        states=query.get("state"),
        owner_organisation_id=owner if isinstance(owner, UUID) else None,
        outside_body_id=query.get("outside_body"),
        coowner_id=query.get("coowner"),
        sector=query.get("sector"),
        overdue={"true": True, "false": False}.get(query.get("overdue", "")),
        overdue_at_first=query.get("overdue") == "at_first",
        mine=owner == "me",
        waiting="waiting" in query,
        verifier_organisation_id=verifier if isinstance(verifier, UUID) else None,
        to_verify=verifier == "me",
        proposed="created_by" in query,
        watching="watching" in query,
        priority=query.get("priority"),
        target_group=query.get("target_group"),
        tag=query.get("tag"),
        due_from=query.get("due_from"),
        due_to=query.get("due_to"),
        spans=Spans(**{name: query[name] for name in SPANS if name in query}),
        words=query.get("q"),
    )
