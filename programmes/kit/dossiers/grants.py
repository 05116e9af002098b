"""Dossiers as containers of grants: of their lead and participants, and of guests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.periods import Period
from groups.grants import (
    Source,
    list_audience_sources,
    list_member_sources,
    register_container,
    should_include_past,
)
from groups.models import SPEAKING_ROLES, InitiativeGroup, Mandate, Membership, Role, ShareAccess, Whom
from programmes.kit.dossiers.access import CODENAMES, READ, SPEAK
from programmes.kit.dossiers.models import Dossier, DossierUserPermission
from programmes.kit.dossiers.policies import DossierAction, DossierPolicy
from programmes.kit.registry import READER

READER_CODENAMES = frozenset({READ})
SPEAKER_CODENAMES = frozenset({READ, SPEAK})
BY_ROLE = {
    **dict.fromkeys(SPEAKING_ROLES, SPEAKER_CODENAMES),
    Role.OBSERVER: READER_CODENAMES,
}
CODENAMES_BY_AUDIENCE = dict.fromkeys((Whom.ORGANISATION, Whom.PERSON, Whom.LEADER), BY_ROLE)


def list_grant_sources(dossier: Dossier) -> list[Source]:
    """Return the seats by which the lead and the participants read a dossier that is theirs alone.

    Who is named by a mandate reads through that mandate alone. A participant that has not been given access
    yet (`opened_at`) gives nothing. A seat of an organisation counts if it began before the organisation was
    named. A dossier shared with its group has no sources, because rights follow from seats.
    """
    if should_include_past():
        return list_audience_sources(
            dossier, dossier.group, CODENAMES_BY_AUDIENCE, partial(_find_counting_term, dossier)
        )
    if dossier.is_shared_with_group:
        return []
    open_now = [one for one in dossier.participants.all() if one.until is None and one.opened_at is not None]
    organisations = {one.organisation_id: one.since for one in open_now if one.organisation_id is not None}
    people = [(one.mandate, one.part == READER.part) for one in open_now if one.mandate is not None]
    working = [mandate for mandate, is_reader in people if not is_reader]
    found = _list_named_sources(dossier, [dossier.lead, *working], BY_ROLE)
    reading = [mandate for mandate, is_reader in people if is_reader]
    found += _list_named_sources(dossier, reading, dict.fromkeys(BY_ROLE, READER_CODENAMES))
    if organisations:

        def find_term(seat: Membership) -> Period | None:
            return _find_counting_term(dossier, seat, organisations[seat.mandate.organisation_id])

        found += list_member_sources(
            dossier.group, BY_ROLE, organisation_ids=organisations, find_term=find_term
        )
    return found


def _list_named_sources(
    dossier: Dossier, mandates: Collection[Mandate], codenames: Mapping[Role, frozenset[str]]
) -> list[Source]:
    """Return what these mandates give to their holders: a seat for somebody else gives them nothing."""
    named = {one.pk for one in mandates}
    return list_member_sources(
        dossier.group,
        codenames,
        person_ids={one.person_id for one in mandates},
        find_term=lambda seat: Period() if seat.mandate_id in named else None,
    )


def _find_counting_term(dossier: Dossier, seat: Membership, named_at: datetime | None) -> Period | None:
    """Return since when a seat of a named organisation counts: always, or None for a later seat."""
    return Period() if seat.since <= (named_at or dossier.begun_at) else None


def list_group_dossiers(group: InitiativeGroup) -> QuerySet[Dossier]:
    """Return all dossiers of a group, including those without grants: they may get some."""
    return Dossier.objects.filter(group=group)


def list_permitted_codenames(dossier: Dossier) -> Collection[str]:
    """Return the codenames that may take effect: a suspended or dissolved group is read-only."""
    return CODENAMES if dossier.group.is_working else READER_CODENAMES


def is_restricted(dossier: Dossier) -> bool:
    """Return whether the dossier is only for those it names."""
    return not dossier.is_shared_with_group


register_container(
    Dossier,
    kind="dossier",
    grants=DossierUserPermission,
    codenames=CODENAMES,
    sources=list_grant_sources,
    depends_on={InitiativeGroup: list_group_dossiers},
    shares={ShareAccess.READ: READER_CODENAMES},
    policy=DossierPolicy(),
    share_action=DossierAction.SHARE,
    limit=list_permitted_codenames,
    emergency=is_restricted,
    prefetch=("group", "lead", "participants__mandate"),
    since="begun_at",
    known=Q(known_at__isnull=False),
    offer=_("to be the guest of one dossier"),
)
