"""Realtime topics of dossiers: authorisation of subscriptions, and frames of events.

Frames are light: they say what changed, and an open page reloads what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from groups.models import Grant, InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, list_live_grants
from groups.realtime import Introduction, introduce, register_access_frames
from programmes.kit.dossiers.access import READ, SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.dossiers.events import DossierPayload
from programmes.kit.dossiers.models import Dossier, DossierUserPermission
from programmes.kit.dossiers.schemas import DossierFrame
from programmes.kit.dossiers.selectors import find_group_id, list_dossiers_unscoped
from viche.kernel.actor import Actor
from viche.kernel.events import PAYLOADS
from viche.kernel.models import Event
from viche.realtime.registry import (
    FRAMES,
    Data,
    SubscriptionGrant,
    register_frame,
    register_topic_kind,
    require_scope_on,
)

DOSSIER, GROUP = "dossier", "group"
Ends = dict[tuple[UUID | None, UUID], datetime | None]


# ---- who may hear ------------------------------------------------------------------------------------------


def authorise_subscriptions(questions: Sequence[tuple[Actor, UUID]]) -> list[SubscriptionGrant | None]:
    """Return a subscription for each actor who may read the dossier, or None, in three queries.

    It expires with the last grant through which the actor reads the dossier.
    """
    dossiers = {one.pk: one for one in list_dossiers_unscoped({pk for _actor, pk in questions})}
    people = {actor.person_id for actor, _pk in questions}
    own = _load_ends(DossierUserPermission, READ, people, set(dossiers))
    groups = {one.group_id for one in dossiers.values()}
    of_group = _load_ends(InitiativeGroupUserPermission, READ_GROUP, people, groups)
    return [_build_grant(actor, dossiers.get(pk), own, of_group) for actor, pk in questions]


def _load_ends(table: type[Grant], codename: str, people: set[UUID | None], places: set[UUID]) -> Ends:
    """Return when the grants of people on containers end, by person and container."""
    rows = list_live_grants(table).filter(
        user__in=people - {None}, content_object__in=places, permission__codename=codename
    )
    return {
        (person_id, place): end
        for person_id, place, end in rows.values_list("user", "content_object", "valid_until")
    }


def _build_grant(
    actor: Actor, dossier: Dossier | None, own: Ends, of_group: Ends
) -> SubscriptionGrant | None:
    if dossier is None or not actor.has_scope(SCOPE):
        return None
    by_itself, by_group = (actor.person_id, dossier.pk), (actor.person_id, dossier.group_id)
    ends = [own[by_itself]] if by_itself in own else []
    if dossier.is_shared_with_group and by_group in of_group:
        ends.append(of_group[by_group])
    if not ends:
        return None
    until = None if None in ends else max(end for end in ends if end is not None)
    return SubscriptionGrant(until, next(iter(list_reads(dossier)), None), meets=by_group in of_group)


def authorise_subscription(actor: Actor, dossier_id: UUID) -> SubscriptionGrant | None:
    return authorise_subscriptions([(actor, dossier_id)])[0]


def describe_present_at_dossier(dossier_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """Return the people present at a dossier, with the organisations for which they sit in the group."""
    group_id = find_group_id(dossier_id)
    return introduce(group_id, person_ids) if group_id is not None else {}


register_topic_kind(
    DOSSIER,
    authorise_subscription,
    scope=SCOPE,
    may_hear_all=authorise_subscriptions,
    introduce=describe_present_at_dossier,
)
register_access_frames(DOSSIER)
require_scope_on(GROUP, SCOPE)


# ---- what events say ---------------------------------------------------------------------------------------


def render_dossier_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: show_change(event) for event in rows}


def show_change(event: Event) -> DossierFrame:
    return {
        "dossier_id": event.data["dossier_id"],
        "kind": event.data["dossier_kind"],
        "state": event.data["state"],
        "version": event.data["row_version"],
        "change": event.kind.rpartition(".")[2],
    }


def register_common_frames() -> None:
    """Register the frame of each event of dossiers that has none of its own, once all of them are loaded."""
    for fact in list(PAYLOADS.values()):
        if issubclass(fact, DossierPayload) and fact.kind not in FRAMES:
            register_frame(fact.kind, shape=DossierFrame)(render_dossier_frames)
