"""Drafts of recommendations: make, edit and discard one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import Organisation
from programmes.kit.dossiers.loaders import choose_mandate, lock_visible_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.events import (
    RecommendationChanged,
    RecommendationDiscarded,
    RecommendationMade,
)
from programmes.recommendations.loaders import event_fields_of, lock_recommendation
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.policies import DossierRecommendationsPolicy
from programmes.recommendations.states import RecommendationAction, RecommendationsAction
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.models import Link
from viche.kernel.object_links import LINKABLE, Reference, describe, link
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

TITLE_LENGTH, TEXT_LENGTH, CAUSE_LENGTH = 200, 5_000, 2_000
MAX_IN_DOSSIER = 200
SOURCES = ("finding", "decision", "message", "thread")
"""Kinds of objects that become a recommendation."""

BECAME = "became"
TEXTS = {
    "title_uk": ("/title", TITLE_LENGTH, True),
    "title_en": ("/title_en", TITLE_LENGTH, False),
    "text_uk": ("/text", TEXT_LENGTH, True),
    "text_en": ("/text_en", TEXT_LENGTH, False),
    "cause_uk": ("/cause", CAUSE_LENGTH, False),
    "cause_en": ("/cause_en", CAUSE_LENGTH, False),
}
"""By field, its name in the API, its greatest length, and whether it is required."""


class Fields(TypedDict, total=False):
    """Fields of a draft."""

    title_uk: str
    title_en: str
    text_uk: str
    text_en: str
    cause_uk: str
    cause_en: str
    addressee_organisation_id: UUID | None
    outside_body_id: UUID | None
    theme: Theme
    target_groups: Collection[TargetGroup]


@service(RecommendationsAction.MAKE)
def make_recommendation(
    *,
    actor: Actor,
    dossier_id: UUID,
    mandate_id: UUID | None = None,
    source: Reference | None = None,
    **fields: Unpack[Fields],
) -> Recommendation:
    """Draft a recommendation in a dossier, addressed to one organisation or outside body.

    `source` is the finding, decision, message or thread that it follows from. Raises NotFound, Forbidden,
    Invalid, Conflict when the dossier is full.
    """
    policy = DossierRecommendationsPolicy()
    locked = lock_visible_dossier(actor, dossier_id, policy.scopes_of(RecommendationsAction.MAKE))
    dossier = locked.dossier
    if not policy.permits(actor, RecommendationsAction.MAKE, dossier):
        raise policy.refusal(actor, RecommendationsAction.MAKE, dossier)
    if dossier.recommendations.count() >= MAX_IN_DOSSIER:
        raise Conflict("too_many", _("A dossier has at most 200 recommendations."))
    row = Recommendation(dossier=dossier, group=dossier.group, register_id=dossier.register_id)
    row.proposed_through = choose_mandate(locked.access.seats_for(dossier), mandate_id)
    set_fields(row, {"title_uk": "", "text_uk": "", "theme": Theme.OTHER, **fields})
    row.save(force_insert=True)
    if source is not None:
        _link_source(actor, row, source)
    mandate_pk = row.proposed_through.pk if row.proposed_through is not None else None
    record(actor, RecommendationMade(**event_fields_of(row), mandate_id=mandate_pk))
    return row


def set_fields(row: Recommendation, fields: Mapping[str, Any]) -> None:
    """Set the given fields of a draft. Raises Invalid."""
    for name, (pointer, longest, is_required) in TEXTS.items():
        if name in fields:
            setattr(row, name, validate_text(pointer, fields[name], longest, required=is_required))
    if "theme" in fields:
        row.theme = Theme(fields["theme"])
    if "target_groups" in fields:
        row.target_groups = [str(one) for one in TargetGroup if one in fields["target_groups"]]
    named = {"addressee_organisation_id", "outside_body_id"}
    if fields.keys() & named or row._state.adding:
        set_addressee(row, fields.get("addressee_organisation_id"), fields.get("outside_body_id"))


def set_addressee(row: Recommendation, organisation_id: UUID | None, outside_id: UUID | None) -> None:
    """Address a draft to an organisation, or to an outside body of its register. Raises Invalid."""
    if organisation_id is None and outside_id is None:
        raise Invalid.field("/addressee_organisation", "required", _("Say to whom it is addressed."))
    if organisation_id is not None and outside_id is not None:
        raise Invalid.field(
            "/outside_body", "one_addressee", _("One addressee: an organisation or an outside body.")
        )
    row.addressee_organisation = row.outside_body = None
    if organisation_id is not None:
        row.addressee_organisation = Organisation.objects.filter(pk=organisation_id).first()
        if row.addressee_organisation is None:
            raise Invalid.field("/addressee_organisation", "unknown", _("There is no such organisation."))
        return
    found = OutsideBody.objects.filter(register=row.register_id)
    row.outside_body = found.filter(pk=outside_id).first() if outside_id is not None else None
    if row.outside_body is None:
        raise Invalid.field("/outside_body", "unknown", _("There is no such body in this register."))


def _link_source(actor: Actor, row: Recommendation, source: Reference) -> None:
    kind, pk = source
    if kind not in SOURCES or kind not in LINKABLE or source not in describe(actor, [source]):
        raise Invalid.field("/follows_from", "unknown", _("This is not there, or not for you."))
    link(actor, BECAME, source=(kind, pk), target=("recommendation", row.pk))


@service(RecommendationAction.EDIT)
def edit_recommendation(
    *, actor: Actor, recommendation_id: UUID, expected_version: int, changes: Fields
) -> Recommendation:
    """Change the given fields of a draft. Raises NotFound, Forbidden, Stale, Invalid."""
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.EDIT, expected_version)
    row = locked.row
    set_fields(row, changes)
    save_new_version(row, whole=True)
    record(actor, RecommendationChanged(**event_fields_of(row), fields=tuple(sorted(changes))))
    return row


@service(RecommendationAction.DISCARD)
def discard_recommendation(*, actor: Actor, recommendation_id: UUID, expected_version: int) -> Dossier:
    """Discard a draft for good. Raises NotFound, Forbidden, Stale."""
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.DISCARD, expected_version)
    row = locked.row
    Link.objects.filter(target_type="recommendation", target_id=row.pk).delete()
    record(actor, RecommendationDiscarded(**event_fields_of(row)))
    row.delete()
    return row.dossier
