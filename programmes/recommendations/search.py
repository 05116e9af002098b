"""Search documents of recommendations, for readers of their dossiers. No index has those of sealed ones."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.events import DossierVisibilityChanged
from programmes.kit.dossiers.search import list_readable_places, readable_dossier_q
from programmes.recommendations import events
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import RecommendationPolicy
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of, translate_field
from viche.search.registry import Hit, Kind, build_name_ref, register_searchable


def list_known_unscoped() -> QuerySet[Recommendation]:
    """Return the recommendations of dossiers that their groups may know of. Not narrowed to an actor."""
    return Recommendation.objects.filter(dossier__known_at__isnull=False)


def list_numbered_ids(actor: Actor, number: int) -> list[UUID]:
    """Return the ids of the recommendations with this number, in all groups, that the actor may read."""
    rows = RecommendationPolicy().visible_to(actor).filter(number=number)
    return list(rows.values_list("pk", flat=True))


def list_found_recommendations(actor: Actor, ids: Collection[UUID]) -> QuerySet[Recommendation]:
    """Return those of the recommendations that the actor may read, with addressees."""
    found = RecommendationPolicy().visible_to(actor).filter(pk__in=ids)
    return found.select_related("addressee_organisation")


def _build_hit(row: Recommendation) -> Hit:
    addressee = row.addressee_organisation
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/recommendations/{row.pk}",
        text=translate_field(row, "text"),
        organisation=build_name_ref(addressee, "short_name") if addressee is not None else None,
        group=build_name_ref(row.group),
        number=row.number,
        reads=list_reads(row.dossier),
    )


def _ids_of(event: Event) -> Collection[UUID]:
    return [event.subject_id]


def _ids_in_dossier(event: Event) -> Collection[UUID]:
    """Return the recommendations of a dossier that other people may read now."""
    return list(Recommendation.objects.filter(dossier=event.subject_id).values_list("pk", flat=True))


register_searchable(
    Kind.from_model(
        "recommendation",
        list_known_unscoped,
        seen=readable_dossier_q,
        places=list_readable_places,
        fields={
            "place": "dossier_id",
            "at": "created_at",
            "texts": "title_uk title_en text_uk text_en",
            "seen_in": lambda row: [row.group_id] if row.dossier.is_shared_with_group else [],
            "groups": "group_id",
            "organisations": lambda row: [pk for pk in (row.addressee_organisation_id,) if pk is not None],
        },
        joined=["dossier"],
        found=list_found_recommendations,
        hit=_build_hit,
        list_numbered=list_numbered_ids,
        scope=SCOPE,
    ),
    follows=dict.fromkeys(
        (
            events.RecommendationMade.kind,
            events.RecommendationChanged.kind,
            events.RecommendationDiscarded.kind,
            events.RecommendationIssued.kind,
        ),
        _ids_of,
    )
    | {DossierVisibilityChanged.kind: _ids_in_dossier},
)
