"""Services of dossiers: begin, rename, hand over, and show to the whole group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.common.hooks import Succession
from groups.grants import lock_for_share, sync_grants
from groups.models import InitiativeGroup, Mandate
from groups.policies import MandateAction
from groups.selectors import find_speaking_mandate, get_mandate_in_group
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.audience import record_dossier_audience
from programmes.kit.dossiers.events import DossierBegun, DossierChanged, DossierHandedOver
from programmes.kit.dossiers.loaders import event_fields_of, lock_dossier, require_person_id
from programmes.kit.dossiers.models import Dossier, DossierVisibility
from programmes.kit.dossiers.numbers import assign_number
from programmes.kit.dossiers.policies import (
    LEADERS,
    DossierAction,
    GroupProgrammesPolicy,
    ProgrammesAction,
    can_begin,
)
from programmes.kit.dossiers.visibility import widen_dossier
from programmes.kit.independence import OTHER_SIDE, is_of_inspected
from programmes.kit.personal_data import refuse_personal_data
from programmes.kit.registry import PROGRAMMES, DossierRole, get_programme
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.lifecycle import Phase
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

TITLE_LENGTH = 200
TITLES = {"title_uk": "/title", "title_en": "/title_en"}


@service(ProgrammesAction.BEGIN)
def begin_dossier(
    *,
    actor: Actor,
    group_id: UUID,
    kind: str,
    title_uk: str,
    title_en: str = "",
    lead_id: UUID | None = None,
    visibility: DossierVisibility = DossierVisibility.GROUP,
    sealed: bool = False,
    mandate_id: UUID | None = None,
) -> Dossier:
    """Begin a dossier of a kind, in the initial state of its lifecycle.

    `lead_id` is the mandate that leads it, by default the seat `mandate_id` through which it is begun.
    `sealed`: the group may not know that it exists; only for participants alone. Raises NotFound, Forbidden,
    Invalid.
    """
    group = load(GroupProgrammesPolicy(), actor, group_id, ProgrammesAction.BEGIN)
    if kind not in PROGRAMMES:
        raise Invalid.field("/kind", "invalid_choice", _("There is no such programme."))
    if not can_begin(actor, kind, group):
        raise Forbidden
    mandate = get_mandate_in_group(actor, group.pk, mandate_id, "/on_behalf_of")
    initial = get_programme(kind).lifecycle.states[0]
    dossier = Dossier(
        group=group,
        register_id=group.register_id,
        kind=kind,
        **_validate_titles({"title_uk": title_uk, "title_en": title_en}),
        state=initial.name,
        phase=initial.phase,
        visibility=visibility,
        lead=_get_lead(group, lead_id, mandate),
        begun_by_id=require_person_id(actor),
        begun_through=mandate,
    )
    _insert_dossier(actor, dossier, sealed=sealed)
    return dossier


def _validate_titles(titles: dict[str, str]) -> dict[str, str]:
    clean = {
        name: validate_text(TITLES[name], title, TITLE_LENGTH, required=name == "title_uk")
        for name, title in titles.items()
    }
    refuse_personal_data({TITLES[name]: title for name, title in clean.items()})
    return clean


def _insert_dossier(actor: Actor, dossier: Dossier, *, sealed: bool) -> None:
    if sealed and dossier.is_shared_with_group:
        raise Invalid.field("/sealed", "not_restricted", _("What the whole group reads is no secret."))
    lock_for_share(dossier.group)
    if not sealed:
        assign_number(dossier)
    dossier.save(force_insert=True)
    record_dossier_audience(actor, dossier, made=True)
    record(
        actor,
        DossierBegun(
            **event_fields_of(dossier), lead_id=dossier.lead_id, mandate_id=dossier.begun_through_id
        ),
    )
    sync_grants(dossier, reason="dossier_begun")
    if not ActorDossierAccess.of(actor).can_read(dossier):
        raise Invalid.field("/lead", "not_yours", _("Begin it through your own seat, and hand it over then."))


def _get_lead(group: InitiativeGroup, lead_id: UUID | None, default: Mandate | None) -> Mandate:
    """Return the mandate that is to lead a dossier: one that speaks in the group. Raises Invalid."""
    if lead_id is None and default is not None:
        return default
    found = find_speaking_mandate(group.pk, lead_id) if lead_id is not None else None
    if found is None:
        raise Invalid.field("/lead", "no_seat", _("Choose somebody who has a seat in this group."))
    return found


@service(DossierAction.EDIT)
def edit_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, changes: dict[str, Any]
) -> Dossier:
    """Change the title of a dossier: `title_uk`, `title_en`. Raises NotFound, Forbidden, Stale, Invalid."""
    dossier = lock_dossier(actor, dossier_id, DossierAction.EDIT, expected_version).dossier
    for name, title in _validate_titles(changes).items():
        setattr(dossier, name, title)
    save_new_version(dossier, "title_uk", "title_en")
    record(actor, DossierChanged(**event_fields_of(dossier), fields=tuple(sorted(changes))))
    return dossier


@service(DossierAction.HAND_OVER)
def hand_over_dossier(*, actor: Actor, dossier_id: UUID, lead_id: UUID, expected_version: int) -> Dossier:
    """Let another mandate lead a dossier.

    The team may do so once nobody leads it any more, and hands it to one of its own. Raises NotFound,
    Forbidden, Stale, Invalid.
    """
    locked = lock_dossier(actor, dossier_id, DossierAction.HAND_OVER, expected_version)
    dossier = locked.dossier
    lead = _get_lead(dossier.group, lead_id, None)
    theirs = Q(mandate=lead) | Q(organisation=lead.organisation_id)
    team = dossier.participants.filter(theirs, part=DossierRole.TEAM, until=None)
    if locked.roles.isdisjoint(LEADERS) and not team.exists():
        raise Invalid.field("/lead", "not_of_team", _("Choose somebody of the team."))
    if is_of_inspected(dossier, lead.person_id):
        raise Invalid.field("/lead", "other_side", OTHER_SIDE)
    _set_lead(actor, dossier, lead)
    return dossier


@service(MandateAction.PASS_ON)
def take_over_dossiers(*, actor: Actor, succession: Succession) -> None:
    """Make the successor of a post the lead of its dossiers.

    Of closed ones, only if their kind does not reopen: what follows from them still goes on. One that looks
    into an organisation of the successor's stays as it is, for its team to take over. A part of passing a
    mandate on, which has authorised it and holds the locks on the groups.
    """
    led = Dossier.objects.filter(lead=succession.before, group__in=succession.group_ids)
    reopening = [one.kind for one in PROGRAMMES.values() if one.lifecycle.reopens]
    going = led.exclude(phase=Phase.CLOSED, kind__in=reopening).select_related("group").order_by("pk")
    for dossier in going.select_for_update(of=("self",), no_key=True):
        if not is_of_inspected(dossier, succession.after.person_id):
            _set_lead(actor, dossier, succession.after)


def _set_lead(actor: Actor, dossier: Dossier, lead: Mandate) -> None:
    before, dossier.lead = dossier.lead_id, lead
    save_new_version(dossier, "lead")
    record_dossier_audience(actor, dossier)
    record(actor, DossierHandedOver(**event_fields_of(dossier), lead_id=lead.pk, lead_before=before))
    sync_grants(dossier, reason="dossier_handed_over")


@service(DossierAction.WIDEN)
def show_to_group(*, actor: Actor, dossier_id: UUID, expected_version: int) -> Dossier:
    """Let the whole group read a dossier from now on. Raises NotFound, Forbidden, Stale."""
    dossier = lock_dossier(actor, dossier_id, DossierAction.WIDEN, expected_version).dossier
    save_new_version(dossier)
    widen_dossier(actor, dossier)
    return dossier
