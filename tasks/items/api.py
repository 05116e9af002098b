"""Helpers shared by the endpoints of action items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from tasks.items import filters, presenters, schemas, selectors
from tasks.items.date_filters import DateFilter
from tasks.items.related import load_supersession
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, answer, read_snapshot

DATE_FILTER_NAMES = [one.name for one in fields(DateFilter)]

ORDERINGS = {"due": ("due_on", "id"), "newest": ("-id",)}


def show_item(actor: Actor, action_id: UUID) -> Answer[schemas.ActionPageOut]:
    """Return the present state of an item, with its version as ETag."""
    with read_snapshot():
        item, stance = selectors.get_item_for(actor, action_id)
        others = load_supersession(stance, item)
        shown = presenters.show_action_page(stance, item, others)
    return answer(shown, version=item.version, of=(item, others.shown()))


def parse_item_filter(query: Mapping[str, Any]) -> filters.ItemFilter:
    """Return the list filter of a validated query."""
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
        spans=DateFilter(**{name: query[name] for name in DATE_FILTER_NAMES if name in query}),
        words=query.get("q"),
    )
