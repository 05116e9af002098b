"""Registering, keeping and verifying organisations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import Reach
from groups.common.people import given
from groups.common.texts import check_names
from groups.organisations.events import (
    OrganisationEdited,
    OrganisationMarkWithdrawn,
    OrganisationRegistered,
    OrganisationVerified,
)
from groups.organisations.models import Organisation, Sector, WithdrawnMark
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from groups.territories.models import Territory
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid, NotFound, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

# A ministry, its department, an administration, a unit, its patrol: nobody has needed a sixth.
MOST_LEVELS = 5


@service(TerritoryAction.REGISTER_ORGANISATION)
def register_organisation(
    *,
    actor: Actor,
    name_uk: str,
    short_name_uk: str,
    on_behalf_uk: str,
    sector: Sector,
    territory_ids: Collection[UUID],
    name_en: str = "",
    short_name_en: str = "",
    on_behalf_en: str = "",
    parent_id: UUID | None = None,
) -> Organisation:
    """Add an organisation that works in some territories; who coordinates the country adds one of the whole
    country, which names none.

    `on_behalf_*` continues «від імені …» / “on behalf of …”. Raises Invalid at /territories or /parent for
    what is not there and for a name that mixes alphabets, Forbidden for a territory of others.
    """
    if not territory_ids and not Reach.of(actor).covers([]):
        raise Forbidden
    territories = [_territory(actor, pk) for pk in sorted(set(territory_ids))]
    words = {
        "name_uk": name_uk,
        "name_en": name_en,
        "short_name_uk": short_name_uk,
        "short_name_en": short_name_en,
        "on_behalf_uk": on_behalf_uk,
        "on_behalf_en": on_behalf_en,
    }
    check_names(words)
    organisation = Organisation.objects.create(
        **words,
        sector=sector,
        parent=_parent(actor, None, parent_id),
    )
    organisation.territories.set(territories)
    record(actor, OrganisationRegistered(organisation_id=organisation.id))
    return organisation


def _territory(actor: Actor, territory_id: UUID) -> Territory:
    try:
        return load(TerritoryPolicy(), actor, territory_id, TerritoryAction.REGISTER_ORGANISATION)
    except NotFound as error:
        raise Invalid.field("/territories", "not_found", _("There is no such territory.")) from error


HOLD_TREE = "SELECT pg_advisory_xact_lock(hashtext('groups.organisations'))"


def _parent(actor: Actor, organisation_id: UUID | None, parent_id: UUID | None) -> Organisation | None:
    """What an organisation is to be a unit of. One at a time changes the tree, so that no two changes close a
    circle together. Raises Invalid at /parent.
    """
    if parent_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(HOLD_TREE)
    try:
        parent = load(OrganisationPolicy(), actor, parent_id, OrganisationAction.READ)
    except NotFound as error:
        raise Invalid.field("/parent", "not_found", _("There is no such organisation.")) from error
    above, next_id = [parent.pk], parent.parent_id
    while next_id is not None:
        above.append(next_id)
        next_id = Organisation.objects.values_list("parent", flat=True).get(pk=next_id)
    if organisation_id in above:
        raise Invalid.field("/parent", "circle", _("An organisation is not a unit of itself."))
    if len(above) + _levels_below(organisation_id) >= MOST_LEVELS:
        raise Invalid.field("/parent", "too_deep", _("There are at most five levels of units."))
    return parent


def _levels_below(organisation_id: UUID | None) -> int:
    below, level = [organisation_id], -1
    while below and level < MOST_LEVELS:
        level += 1
        below = list(Organisation.objects.filter(parent__in=below).values_list("pk", flat=True))
    return level if organisation_id is not None else 0


WORDS = frozenset({"name_uk", "name_en", "short_name_uk", "short_name_en", "on_behalf_uk", "on_behalf_en"})
EDITABLE = WORDS | {"sector", "parent_id", "territory_ids"}
CONTACTS = frozenset({"phone", "email", "website", "address_uk", "address_en"})


@service(OrganisationAction.EDIT)
def edit_organisation(
    *, actor: Actor, organisation_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Organisation:
    """Change what an organisation is called, where it works and of what it is a unit (`EDITABLE`); what is
    left out stays.

    Each territory that is added or taken away must be the actor's to speak for. Whoever administers what
    stands above administers the organisation and its units: so the parent is for who names administrators.
    Raises Invalid at /territories, /parent or a name, ValueError for a field that is fixed.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(unknown)
    organisation = _load(actor, organisation_id, OrganisationAction.EDIT, expected_version)
    plain = {name: value for name, value in changes.items() if name != "territory_ids"}
    changed = {name: value for name, value in plain.items() if getattr(organisation, name) != value}
    check_names({name: value for name, value in changed.items() if name in WORDS})
    if "parent_id" in changed:
        load(OrganisationPolicy(), actor, organisation.pk, OrganisationAction.SET_PARENT)
        _parent(actor, organisation.pk, changed["parent_id"])
    moved = _move(actor, organisation, changes["territory_ids"]) if "territory_ids" in changes else False
    fields = sorted(changed) + ["territories"] * moved
    if fields:
        _save(organisation, changed)
        record(actor, OrganisationEdited(organisation_id=organisation.id, fields=tuple(fields)))
    return organisation


def _move(actor: Actor, organisation: Organisation, territory_ids: Collection[UUID]) -> bool:
    """Let an organisation work in these territories; whether that is a change."""
    before = set(organisation.territories.values_list("pk", flat=True))
    wanted = set(territory_ids)
    if not wanted and before and not Reach.of(actor).covers([]):
        raise Invalid.field("/territories", "required", _("Name a territory in which it works."))
    for territory_id in sorted(before ^ wanted):
        _territory(actor, territory_id)
    organisation.territories.set(Territory.objects.filter(pk__in=wanted))
    return before != wanted


@service(OrganisationAction.EDIT_CONTACTS)
def edit_contacts(
    *, actor: Actor, organisation_id: UUID, changes: Mapping[str, str], expected_version: int | None = None
) -> Organisation:
    """Change how an organisation is reached (`CONTACTS`); what is left out stays."""
    if unknown := changes.keys() - CONTACTS:
        raise ValueError(unknown)
    organisation = _load(actor, organisation_id, OrganisationAction.EDIT_CONTACTS, expected_version)
    changed = {name: value for name, value in changes.items() if getattr(organisation, name) != value}
    if changed:
        _save(organisation, changed)
        fields = tuple(sorted(changed))
        record(actor, OrganisationEdited(organisation_id=organisation.id, fields=fields))
    return organisation


@service(OrganisationAction.VERIFY)
def verify_organisation(
    *, actor: Actor, organisation_id: UUID, document: str, expected_version: int | None = None
) -> Organisation:
    """Note that an organisation is what it says, on the strength of a document."""
    organisation = _load(actor, organisation_id, OrganisationAction.VERIFY, expected_version)
    if not document.strip():
        raise Invalid.field("/document", "blank", _("Name the document that proves it."))
    mark = {"verified_at": now(), "verified_by_id": actor.person_id, "verified_document": document}
    _save(organisation, mark)
    record(actor, OrganisationVerified(organisation_id=organisation.id))
    return organisation


@service(OrganisationAction.WITHDRAW_MARK)
def withdraw_mark(
    *, actor: Actor, organisation_id: UUID, reason: str, expected_version: int | None = None
) -> Organisation:
    """Take the mark of a verified organisation back. Who had given it on what, and why it went, is kept."""
    organisation = _load(actor, organisation_id, OrganisationAction.WITHDRAW_MARK, expected_version)
    WithdrawnMark.objects.create(
        organisation=organisation,
        document=organisation.verified_document,
        verified_at=cast("datetime", organisation.verified_at),
        verified_by_id=organisation.verified_by_id,
        withdrawn_at=now(),
        withdrawn_by_id=actor.person_id,
        reason=given(reason),
    )
    _save(organisation, {"verified_at": None, "verified_by_id": None, "verified_document": ""})
    record(actor, OrganisationMarkWithdrawn(organisation_id=organisation.id))
    return organisation


def _load(
    actor: Actor, organisation_id: UUID, action: OrganisationAction, expected_version: int | None
) -> Organisation:
    organisation = load(OrganisationPolicy(), actor, organisation_id, action, lock=True)
    if expected_version is not None and organisation.version != expected_version:
        raise Stale
    return organisation


def _save(organisation: Organisation, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.version += 1
    organisation.save(update_fields=["version", *changes])
