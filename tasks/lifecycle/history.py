"""What happened to an action item, by whom and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from groups.common import presenters as groups
from groups.common.schemas import Voice
from groups.models import Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.text_models import Remark
from viche.kernel.models import Event
from viche.kernel.text import Text, both


class HistoryOut(TypedDict):
    """One thing that happened.

    `by_link` names the owner without an account who did it; `data` holds references and codes; `remark` the
    words that were given with it.
    """

    id: UUID
    kind: str
    at: datetime
    actor: Voice | None
    by_link: Text | None
    data: dict[str, Any]
    remark: str | None


def history(events: Sequence[Event]) -> list[HistoryOut]:
    """Events with the people, mandates, links and words that belong to them: at most three more queries for
    however many.
    """
    mandates, remarks, links = (_named(events, f"{name}_id") for name in ("mandate", "remark", "link"))
    known = Mandate.objects.select_related("organisation", "person").in_bulk(set(mandates.values()))
    words = dict(Remark.objects.filter(pk__in=set(remarks.values())).values_list("pk", "text"))
    bodies = ActionLink.objects.select_related("body").in_bulk(set(links.values())) if links else {}
    voices = {pk: known.get(mandate_id) for pk, mandate_id in mandates.items()}
    return [
        {
            "id": event.id,
            "kind": event.kind,
            "at": event.at,
            "actor": groups.voice(event.actor, voices.get(event.pk)) if event.actor is not None else None,
            "by_link": both(bodies[links[event.pk]].body, "name") if event.pk in links else None,
            "data": event.data,
            "remark": words.get(remarks[event.pk]) if event.pk in remarks else None,
        }
        for event in events
    ]


def _named(events: Sequence[Event], name: str) -> dict[UUID, UUID]:
    """What each event names under `name`; those that name nothing are absent."""
    return {event.pk: UUID(raw) for event in events if (raw := event.data.get(name))}
