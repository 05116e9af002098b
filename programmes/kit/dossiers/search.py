"""Search documents of dossiers, for their readers. A sealed dossier is in no index."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from groups.models import InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, list_readable_ids
from programmes.kit.dossiers import events
from programmes.kit.dossiers.access import READ, SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.models import Dossier, DossierUserPermission
from programmes.kit.dossiers.policies import DossierPolicy
from viche.kernel.actor import Actor
from viche.kernel.keyset_lists import RowwiseExists
from viche.kernel.models import Event
from viche.kernel.text import bilingual_of
from viche.search.registry import Hit, Kind, build_name_ref, register_searchable


def readable_dossier_q(actor: Actor) -> Q:
    """Return the condition on rows whose `place` is a dossier that the actor may read."""
    return Q(RowwiseExists(DossierPolicy().visible_to(actor).filter(pk=OuterRef("place"))))


def list_readable_places(actor: Actor) -> Collection[UUID] | None:
    """Return the ids of the groups and dossiers that the actor may read; None for too many."""
    if not actor.has_scope(SCOPE):
        return ()
    return list_readable_ids(
        actor, (InitiativeGroupUserPermission, READ_GROUP), (DossierUserPermission, READ)
    )


def list_known_unscoped() -> QuerySet[Dossier]:
    """Return the dossiers that their groups may know of. Not narrowed to an actor."""
    return Dossier.objects.filter(known_at__isnull=False)


def list_numbered_ids(actor: Actor, number: int) -> list[UUID]:
    """Return the ids of the dossiers with this number, in all groups, that the actor may read."""
    return list(DossierPolicy().visible_to(actor).filter(number=number).values_list("pk", flat=True))


def list_found_dossiers(actor: Actor, ids: Collection[UUID]) -> QuerySet[Dossier]:
    """Return those of the dossiers that the actor may read, with their groups and leads."""
    found = DossierPolicy().visible_to(actor).filter(pk__in=ids)
    return found.select_related("group", "lead__organisation")


def _build_hit(row: Dossier) -> Hit:
    return Hit(
        title=bilingual_of(row, "title"),
        url=f"/dossiers/{row.pk}",
        organisation=build_name_ref(row.lead.organisation, "short_name"),
        group=build_name_ref(row.group),
        number=row.number,
        reads=list_reads(row),
    )


def _ids_of(event: Event) -> Collection[UUID]:
    return [event.subject_id]


register_searchable(
    Kind.from_model(
        "dossier",
        list_known_unscoped,
        seen=readable_dossier_q,
        places=list_readable_places,
        fields={
            "place": "pk",
            "at": "begun_at",
            "texts": "title_uk title_en",
            "seen_in": lambda row: [row.group_id] if row.is_shared_with_group else [],
            "groups": "group_id",
            "organisations": "lead.organisation_id",
        },
        joined=["lead"],
        found=list_found_dossiers,
        hit=_build_hit,
        list_numbered=list_numbered_ids,
        scope=SCOPE,
    ),
    follows=dict.fromkeys(
        (
            events.DossierBegun.kind,
            events.DossierChanged.kind,
            events.DossierMoved.kind,
            events.DossierVisibilityChanged.kind,
            events.DossierHandedOver.kind,
        ),
        _ids_of,
    ),
)
