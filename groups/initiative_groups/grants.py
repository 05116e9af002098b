"""Registration of initiative groups as containers of grants: each role gives its codenames."""

from __future__ import annotations

from django.db.models import Q

from groups.grants import Source, list_member_sources, register_container
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


def _list_sources(group: InitiativeGroup) -> list[Source]:
    return list_member_sources(group, BY_ROLE)


def _limit_codenames(group: InitiativeGroup) -> frozenset[str]:
    """Return the codenames that may be held now: a group that is not working is read-only."""
    return CODENAMES if group.is_working else frozenset({READ})


register_container(
    InitiativeGroup,
    kind="group",
    grants=InitiativeGroupUserPermission,
    codenames=CODENAMES,
    sources=_list_sources,
    policy=GroupPolicy(),
    limit=_limit_codenames,
    shown_by=Q(kind=GroupFounded.kind),
)
