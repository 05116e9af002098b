"""Search for people: they are found by readers who know a mandate of theirs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from groups.mandates import events as mandates_events
from groups.mandates.models import Mandate
from groups.organisations import events as organisations_events
from groups.search import selectors
from viche.accounts.events import PersonChanged, PersonErased, PersonRenamed
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of, translate_field
from viche.search.registry import Hit, Kind, build_name_ref, register_searchable


def _list_texts(row: Any) -> list[str]:
    """Return the holder's name, their post and their organisation."""
    return [
        *bilingual_of(row.person, "name").values(),
        row.position_uk,
        row.position_en,
        *bilingual_of(row.organisation, "name").values(),
        *bilingual_of(row.organisation, "short_name").values(),
    ]


def _build_hit(row: Any) -> Hit:
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
    Kind.from_model(
        "person",
        Mandate,
        seen=selectors.known_mandate_place_q,
        # They are seen in several ways and are few: hits are checked one by one.
        places=lambda _actor: None,
        fields={
            "place": "pk",
            "at": lambda row: row.recorded_at or row.person.created_at,
            "texts": _list_texts,
            "author": "person_id",
            "organisations": "organisation_id",
        },
        joined=["person", "organisation"],
        found=selectors.list_found_mandates,
        hit=_build_hit,
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
