"""History of an action item: its events with actors and remarks."""

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
from viche.kernel.text import Text, bilingual_of


class HistoryOut(TypedDict):
    """An event of the history.

    `by_link` names the owner without an account who took the step; `data` holds references and codes;
    `remark` is the text given with it.
    """

    id: UUID
    kind: str
    at: datetime
    actor: Voice | None
    by_link: Text | None
    data: dict[str, Any]
    remark: str | None


def show_history(events: Sequence[Event]) -> list[HistoryOut]:
    """Return events with actors, mandates, links and remarks, in at most three further queries."""
    mandates, remarks, links = (_ids_by_event(events, f"{name}_id") for name in ("mandate", "remark", "link"))
    known = Mandate.objects.select_related("organisation", "person").in_bulk(set(mandates.values()))
    words = dict(Remark.objects.filter(pk__in=set(remarks.values())).values_list("pk", "text"))
    bodies = ActionLink.objects.select_related("body").in_bulk(set(links.values())) if links else {}
    voices = {pk: known.get(mandate_id) for pk, mandate_id in mandates.items()}
    return [
        {
            "id": event.id,
            "kind": event.kind,
            "at": event.at,
            "actor": groups.show_voice(event.actor, voices.get(event.pk))
            if event.actor is not None
            else None,
            "by_link": bilingual_of(bodies[links[event.pk]].body, "name") if event.pk in links else None,
            "data": event.data,
            "remark": words.get(remarks[event.pk]) if event.pk in remarks else None,
        }
        for event in events
    ]


def _ids_by_event(events: Sequence[Event], name: str) -> dict[UUID, UUID]:
    """Return the id under `name` in each event's data; events without one are absent."""
    return {event.pk: UUID(raw) for event in events if (raw := event.data.get(name))}
