"""Registers the initiative group as a container of grants: who sits there holds what their role permits."""

from __future__ import annotations

from django.db.models import Q

from groups.grants import Source, container, member_sources
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, READ, RECORD, SPEAK
from groups.initiative_groups.events import GroupFounded
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.seats.models import Role

CODENAMES = frozenset({READ, SPEAK, RECORD, FACILITATE})
BY_ROLE = {
    Role.OBSERVER: frozenset({READ}),
    Role.MEMBER: frozenset({READ, SPEAK}),
    Role.SECRETARY: frozenset({READ, SPEAK, RECORD}),
    Role.FACILITATOR: CODENAMES,
}


def _sources(group: InitiativeGroup) -> list[Source]:
    return member_sources(group, BY_ROLE)


def _limit(group: InitiativeGroup) -> frozenset[str]:
    """A group at rest is read and no more, by those who could read it."""
    return CODENAMES if group.is_working else frozenset({READ})


container(
    InitiativeGroup,
    kind="group",
    grants=InitiativeGroupUserPermission,
    codenames=CODENAMES,
    sources=_sources,
    policy=GroupPolicy(),
    limit=_limit,
    shown_by=Q(kind=GroupFounded.kind),
)
