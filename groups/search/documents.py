"""Search for people: they are found by readers who know a mandate of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from groups.common.texts import translate_field
from groups.mandates import events as mandates_events
from groups.organisations import events as organisations_events
from groups.search import selectors
from viche.accounts.events import PersonChanged, PersonErased, PersonRenamed
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of
from viche.search.registry import Document, Hit, Kind, build_name_ref, register_searchable


def build_documents(ids: Collection[UUID]) -> Iterator[Document]:
    """Yield search documents of mandates: the holder's name, their post and their organisation."""
    rows: Any = selectors.list_mandates_to_index_unscoped(ids)
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
            words = bilingual_of(row, field)
            yield from (words["uk"], words["en"])


def find_hits(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Hit]:
    return {row.pk: _hit(row) for row in selectors.list_found_mandates(actor, ids)}


def _hit(row: Any) -> Hit:
    """Return a hit that links to a group where the reader has a seat too, if there is one."""
    group = row.common_seats[0].group if row.common_seats else None
    return Hit(
        title=bilingual_of(row.person, "name"),
        url="/groups" if group is None else f"/groups/{group.pk}/members",
        text=f"{translate_field(row, 'position')} · {translate_field(row.organisation, 'name')}",
        person=build_name_ref(row.person),
        organisation=build_name_ref(row.organisation, "short_name"),
        group=None if group is None else build_name_ref(group),
    )


def _list_own_id(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _list_ids_of_person(event: Event) -> Collection[UUID]:
    return selectors.list_mandate_ids_of(event.subject_id)


def _list_ids_of_organisation(event: Event) -> Collection[UUID]:
    return selectors.list_mandate_ids_in(event.subject_id)


register_searchable(
    Kind(
        "person",
        seen=selectors.known_mandate_place_q,
        # They are seen in several ways and are few: hits are checked one by one.
        places=lambda _actor: None,
        documents=build_documents,
        living=selectors.list_mandates_unscoped,
        hits=find_hits,
        scope="groups:read",
    ),
    follows={
        mandates_events.MandateAppointed.kind: _list_own_id,
        mandates_events.MandateChanged.kind: _list_own_id,
        mandates_events.MandateTakenOver.kind: _list_own_id,
        PersonChanged.kind: _list_ids_of_person,
        PersonRenamed.kind: _list_ids_of_person,
        PersonErased.kind: _list_ids_of_person,
        organisations_events.OrganisationEdited.kind: _list_ids_of_organisation,
    },
)
