"""Real-time topics of groups: who may subscribe, how participants are presented, what events carry.

Frames on a person's own topic (`user:<id>`) hold references only: the person may no longer be in the group.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import READ, list_live_grants
from groups.initiative_groups import presenters as initiative_groups_presenters
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.selectors import count_members_of, list_members_of
from groups.memberships import presenters as memberships_presenters
from groups.seats.selectors import load_people_with_mandates
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import Text
from viche.realtime.registry import Data, SubscriptionGrant, register_frame, register_topic_kind

USER = "user"


# ---- subscriptions ---------------------------------------------------------------------------------------


def may_hear_all(questions: Sequence[tuple[Actor, UUID]]) -> list[SubscriptionGrant | None]:
    """Return for each actor with a live grant to read the group a subscription until it ends."""
    people = {actor.person_id for actor, _group in questions}
    groups = {group_id for _actor, group_id in questions}
    rows = list_live_grants(InitiativeGroupUserPermission).filter(
        user__in=people - {None}, content_object__in=groups, permission__codename=READ
    )
    until = {
        (person, group): end
        for person, group, end in rows.values_list("user", "content_object", "valid_until")
    }
    return [
        SubscriptionGrant(until[actor.person_id, group_id], meets=True)
        if (actor.person_id, group_id) in until and actor.has_scope("groups:read")
        else None
        for actor, group_id in questions
    ]


def may_hear(actor: Actor, group_id: UUID) -> SubscriptionGrant | None:
    return may_hear_all([(actor, group_id)])[0]


class Introduction(TypedDict):
    """How a person who is present is presented."""

    name: Text
    organisation: common_schemas.OrganisationRef | None


def introduce(group_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """Return the people present, each with the organisation for which they sit in the group."""
    return {
        speaker.id: {
            "name": common_presenters.show_person(speaker)["name"],
            "organisation": common_presenters.show_organisation(mandate.organisation) if mandate else None,
        }
        for speaker, mandate in load_people_with_mandates(group_id, person_ids)
    }


register_topic_kind("group", may_hear, scope="groups:read", may_hear_all=may_hear_all, introduce=introduce)


# ---- frames of events ------------------------------------------------------------------------------------


class GroupFrame(TypedDict):
    group: common_schemas.GroupFacts


class SeatFrame(TypedDict):
    """`membership` is null when the seat is not occupied now: it is over or has not begun."""

    membership_id: UUID
    membership: common_schemas.MembershipFacts | None
    group: common_schemas.GroupFacts


class TermsFrame(TypedDict):
    group: common_schemas.GroupFacts
    members: list[common_schemas.MembershipFacts]


class OwnSeatFrame(TypedDict):
    membership_id: str
    group_id: str
    mandate_id: str
    role: common_schemas.RoleName


def _facts(group_ids: Collection[UUID]) -> dict[UUID, common_schemas.GroupFacts]:
    figures = count_members_of(group_ids)
    rows = InitiativeGroup.objects.filter(pk__in=group_ids).select_related("territory")
    return {row.pk: initiative_groups_presenters.show_group_facts(row, figures[row.pk]) for row in rows}


def _group_of(event: Event) -> UUID:
    return UUID(event.data["group_id"])


def _show_groups(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
    facts = _facts({_group_of(event) for event in events})
    return {event.id: GroupFrame(group=facts[_group_of(event)]) for event in events}


def _show_members(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
    groups = {_group_of(event) for event in events}
    facts = _facts(groups)
    members = {
        pk: [memberships_presenters.show_membership_facts(one) for one in list_members_of(pk)]
        for pk in groups
    }
    return {
        event.id: TermsFrame(group=facts[_group_of(event)], members=members[_group_of(event)])
        for event in events
    }


def _show_seats(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
    if topic_kind == USER:
        return {event.id: _select_recorded(event, OwnSeatFrame) for event in events}
    groups = {_group_of(event) for event in events}
    facts = _facts(groups)
    seats = {
        one.membership.id: memberships_presenters.show_membership_facts(one)
        for pk in groups
        for one in list_members_of(pk)
    }
    return {
        event.id: SeatFrame(
            membership_id=event.subject_id,
            membership=seats.get(event.subject_id),
            group=facts[_group_of(event)],
        )
        for event in events
    }


def _select_recorded(event: Event, shape: Any) -> dict[str, Any]:
    """Return the recorded values that a shape names."""
    return {name: event.data[name] for name in shape.__annotations__}


for kind in (
    "groups.group_founded",
    "groups.group_edited",
    "groups.seats_required",
    "groups.milestones_changed",
    "groups.state_changed",
):
    register_frame(kind, shape=GroupFrame)(_show_groups)
for kind in ("groups.terms_passed", "groups.member_erased"):
    register_frame(kind, shape=TermsFrame)(_show_members)
register_frame("groups.seat_changed", shape=SeatFrame)(_show_seats)
for kind in ("groups.membership_started", "groups.membership_ended", "groups.role_changed"):
    register_frame(kind, shape={"group": SeatFrame, USER: OwnSeatFrame})(_show_seats)


class OwnMandateFrame(TypedDict):
    mandate_id: str
    organisation_id: str


class OwnDeputyshipFrame(TypedDict):
    deputyship_id: str
    mandate_id: str


class OwnOfficeFrame(TypedDict):
    office_id: str
    office: str


class OwnAdministrationFrame(TypedDict):
    administrator_id: str
    organisation_id: str


class OwnShareFrame(TypedDict):
    share_id: str
    container_type: str
    container_id: str
    access: str


def _build_reference_renderer(shape: Any) -> Callable[[Sequence[Event], str], dict[UUID, Data | None]]:
    def render(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
        return {event.id: _select_recorded(event, shape) for event in events}

    return render


class OwnRequestFrame(TypedDict):
    request_id: str
    group_id: str


class OwnBreakGlassFrame(TypedDict):
    break_glass_id: str
    container_type: str
    container_id: str


class BreakGlassFrame(TypedDict):
    """Emergency access to this object has begun or ended."""

    break_glass_id: str


class ShareFrame(TypedDict):
    """A share of this object with a guest has begun or ended."""

    share_id: str


def _show_shares(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
    shape = OwnShareFrame if topic_kind == USER else ShareFrame
    return {event.id: _select_recorded(event, shape) for event in events}


SHARE_SHAPES: dict[str, Any] = {USER: OwnShareFrame}
for kind in ("groups.guest_shared", "groups.guest_share_ended"):
    register_frame(kind, shape=SHARE_SHAPES)(_show_shares)


def _show_emergencies(events: Sequence[Event], topic_kind: str) -> dict[UUID, Data | None]:
    shape = OwnBreakGlassFrame if topic_kind == USER else BreakGlassFrame
    return {event.id: _select_recorded(event, shape) for event in events}


EMERGENCY_SHAPES: dict[str, Any] = {USER: OwnBreakGlassFrame}
for kind in ("groups.break_glass_asked", "groups.break_glass_refused"):
    register_frame(kind, shape=OwnBreakGlassFrame)(_show_emergencies)
for kind in ("groups.break_glass_approved", "groups.break_glass_ended"):
    register_frame(kind, shape=EMERGENCY_SHAPES)(_show_emergencies)


def register_access_frames(topic_kind: str) -> None:
    """Register the topics of a container for frames about shares and emergency access."""
    SHARE_SHAPES[topic_kind], EMERGENCY_SHAPES[topic_kind] = ShareFrame, BreakGlassFrame


for kinds, own in (
    (
        (
            "groups.mandate_appointed",
            "groups.mandate_changed",
            "groups.mandate_rested",
            "groups.mandate_resumed",
            "groups.mandate_taken_over",
            "groups.mandate_ended",
            "groups.usual_deputy_named",
            "groups.usual_deputy_dropped",
        ),
        OwnMandateFrame,
    ),
    (("groups.seat_asked_for", "groups.join_request_closed"), OwnRequestFrame),
    (("groups.deputy_appointed", "groups.deputyship_ended"), OwnDeputyshipFrame),
    (("groups.office_taken", "groups.office_left"), OwnOfficeFrame),
    (
        ("groups.organisation_administrator_named", "groups.organisation_administrator_ended"),
        OwnAdministrationFrame,
    ),
):
    for kind in kinds:
        register_frame(kind, shape=own)(_build_reference_renderer(own))
