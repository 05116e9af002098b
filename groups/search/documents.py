"""People are found by whoever knows a mandate of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from groups.common.texts import local
from groups.mandates import events as mandates_events
from groups.organisations import events as organisations_events
from groups.search import selectors
from viche.accounts.events import PersonChanged, PersonErased, PersonRenamed
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import both
from viche.search.registry import Document, Hit, Kind, named, searchable


def documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Who holds a mandate, their post and their organisation."""
    rows: Any = selectors.mandates_to_index(ids)
    for row in rows:
        yield Document(
            id=row.pk,
            version=row.version,
            place=row.pk,
            at=row.recorded_at or row.person.created_at,
            texts=[*_names(row.person), row.position_uk, row.position_en, *_names(row.organisation)],
            author=row.person_id,
            organisations=[row.organisation_id],
        )


def _names(row: Any) -> Iterator[str]:
    for field in ("name", "short_name"):
        if hasattr(row, f"{field}_uk"):
            words = both(row, field)
            yield from (words["uk"], words["en"])


def hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _hit(row) for row in selectors.mandates_found(actor, ids)}


def _hit(row: Any) -> Hit:
    """It leads to a table at which the finder sits, too, where there is one."""
    group = row.common_seats[0].group if row.common_seats else None
    return Hit(
        title=both(row.person, "name"),
        url="/groups" if group is None else f"/groups/{group.pk}/members",
        text=f"{local(row, 'position')} · {local(row.organisation, 'name')}",
        person=named(row.person),
        organisation=named(row.organisation, "short_name"),
        group=None if group is None else named(group),
    )


def _own(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _of_person(event: Event) -> Collection[UUID]:
    return selectors.mandates_of(event.subject_id)


def _of_organisation(event: Event) -> Collection[UUID]:
    return selectors.mandates_in(event.subject_id)


searchable(
    Kind(
        "person",
        seen=selectors.of_mandates_known_to,
        # By several ways, and they are few: what is found of them is asked one by one.
        places=lambda _actor: None,
        documents=documents,
        living=selectors.every_mandate,
        hits=hits,
        scope="groups:read",
    ),
    follows={
        mandates_events.MandateAppointed.kind: _own,
        mandates_events.MandateChanged.kind: _own,
        mandates_events.MandateTakenOver.kind: _own,
        PersonChanged.kind: _of_person,
        PersonRenamed.kind: _of_person,
        PersonErased.kind: _of_person,
        organisations_events.OrganisationEdited.kind: _of_organisation,
    },
)
