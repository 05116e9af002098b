"""Services of organisations: register, edit, verify."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope
from groups.common.people import require_reason
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
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

# A ministry, its department, an administration, a unit, its patrol: a sixth has never been needed.
MAX_LEVELS = 5


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
    """Register an organisation that works in some territories.

    Without territories it is of the whole country, which takes a coordinator of the country. `on_behalf_*`
    continues «від імені …» / “on behalf of …”. Raises Invalid at /territories or /parent for unknown ones and
    for a name that mixes alphabets, Forbidden for a territory of others.
    """
    if not territory_ids and not TerritorialScope.of(actor).covers([]):
        raise Forbidden
    territories = [_load_territory(actor, pk) for pk in sorted(set(territory_ids))]
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
        parent=_load_parent(actor, None, parent_id),
    )
    organisation.territories.set(territories)
    record(actor, OrganisationRegistered(organisation_id=organisation.id))
    return organisation


def _load_territory(actor: Actor, territory_id: UUID) -> Territory:
    try:
        return load(TerritoryPolicy(), actor, territory_id, TerritoryAction.REGISTER_ORGANISATION)
    except NotFound as error:
        raise Invalid.field("/territories", "not_found", _("There is no such territory.")) from error


LOCK_TREE_SQL = "SELECT pg_advisory_xact_lock(hashtext('groups.organisations'))"


def _load_parent(actor: Actor, organisation_id: UUID | None, parent_id: UUID | None) -> Organisation | None:
    """Return the new parent of an organisation. Raises Invalid at /parent.

    An advisory lock serialises changes of the tree, so that two changes cannot create a cycle together.
    """
    if parent_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(LOCK_TREE_SQL)
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
    if len(above) + _count_levels_below(organisation_id) >= MAX_LEVELS:
        raise Invalid.field("/parent", "too_deep", _("There are at most five levels of units."))
    return parent


def _count_levels_below(organisation_id: UUID | None) -> int:
    below, level = [organisation_id], -1
    while below and level < MAX_LEVELS:
        level += 1
        below = list(Organisation.objects.filter(parent__in=below).values_list("pk", flat=True))
    return level if organisation_id is not None else 0


NAME_FIELDS = frozenset(
    {"name_uk", "name_en", "short_name_uk", "short_name_en", "on_behalf_uk", "on_behalf_en"}
)
EDITABLE_FIELDS = NAME_FIELDS | {"sector", "parent_id", "territory_ids"}
CONTACT_FIELDS = frozenset({"phone", "email", "website", "address_uk", "address_en"})


@service(OrganisationAction.EDIT)
def edit_organisation(
    *, actor: Actor, organisation_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Organisation:
    """Change names, territories and parent (`EDITABLE_FIELDS`).

    Fields that are left out keep their values.

    Each added or removed territory must be within the actor's authority. Administrators of a parent
    administer the organisation and its units, so changing the parent takes the right to name administrators.
    Raises Invalid at /territories, /parent or a name, ValueError for a fixed field.
    """
    if unknown := changes.keys() - EDITABLE_FIELDS:
        raise ValueError(unknown)
    organisation = _lock_organisation(actor, organisation_id, OrganisationAction.EDIT, expected_version)
    plain = {name: value for name, value in changes.items() if name != "territory_ids"}
    changed = {name: value for name, value in plain.items() if getattr(organisation, name) != value}
    check_names({name: value for name, value in changed.items() if name in NAME_FIELDS})
    if "parent_id" in changed:
        load(OrganisationPolicy(), actor, organisation.pk, OrganisationAction.SET_PARENT)
        _load_parent(actor, organisation.pk, changed["parent_id"])
    moved = (
        _set_territories(actor, organisation, changes["territory_ids"])
        if "territory_ids" in changes
        else False
    )
    fields = sorted(changed) + ["territories"] * moved
    if fields:
        _save(organisation, changed)
        record(actor, OrganisationEdited(organisation_id=organisation.id, fields=tuple(fields)))
    return organisation


def _set_territories(actor: Actor, organisation: Organisation, territory_ids: Collection[UUID]) -> bool:
    """Set the territories of an organisation; return whether that changed anything."""
    before = set(organisation.territories.values_list("pk", flat=True))
    wanted = set(territory_ids)
    if not wanted and before and not TerritorialScope.of(actor).covers([]):
        raise Invalid.field("/territories", "required", _("Name a territory in which it works."))
    for territory_id in sorted(before ^ wanted):
        _load_territory(actor, territory_id)
    organisation.territories.set(Territory.objects.filter(pk__in=wanted))
    return before != wanted


@service(OrganisationAction.EDIT_CONTACTS)
def update_contacts(
    *, actor: Actor, organisation_id: UUID, changes: Mapping[str, str], expected_version: int | None = None
) -> Organisation:
    """Update contact details (`CONTACT_FIELDS`); fields that are left out keep their values."""
    if unknown := changes.keys() - CONTACT_FIELDS:
        raise ValueError(unknown)
    organisation = _lock_organisation(
        actor, organisation_id, OrganisationAction.EDIT_CONTACTS, expected_version
    )
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
    """Mark an organisation as verified by a document."""
    organisation = _lock_organisation(actor, organisation_id, OrganisationAction.VERIFY, expected_version)
    if not document.strip():
        raise Invalid.field("/document", "blank", _("Name the document that proves it."))
    mark = {"verified_at": now(), "verified_by_id": actor.person_id, "verified_document": document}
    _save(organisation, mark)
    record(actor, OrganisationVerified(organisation_id=organisation.id))
    return organisation


@service(OrganisationAction.WITHDRAW_MARK)
def revoke_verification(
    *, actor: Actor, organisation_id: UUID, reason: str, expected_version: int | None = None
) -> Organisation:
    """Revoke the verification; its author, its document and the reason are kept."""
    organisation = _lock_organisation(
        actor, organisation_id, OrganisationAction.WITHDRAW_MARK, expected_version
    )
    WithdrawnMark.objects.create(
        organisation=organisation,
        document=organisation.verified_document,
        verified_at=cast("datetime", organisation.verified_at),
        verified_by_id=organisation.verified_by_id,
        withdrawn_at=now(),
        withdrawn_by_id=actor.person_id,
        reason=require_reason(reason),
    )
    _save(organisation, {"verified_at": None, "verified_by_id": None, "verified_document": ""})
    record(actor, OrganisationMarkWithdrawn(organisation_id=organisation.id))
    return organisation


def _lock_organisation(
    actor: Actor, organisation_id: UUID, action: OrganisationAction, expected_version: int | None
) -> Organisation:
    organisation = load(OrganisationPolicy(), actor, organisation_id, action, lock=True)
    check_version(organisation, expected_version)
    return organisation


def _save(organisation: Organisation, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(organisation, name, value)
    save_new_version(organisation, *changes)
