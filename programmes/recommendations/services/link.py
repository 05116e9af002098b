"""Guest links by which an outside body answers a recommendation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from programmes.recommendations.events import RecommendationLinkMade, RecommendationLinkRevoked
from programmes.recommendations.loaders import (
    LockedRecommendation,
    event_fields_of,
    link_subject_of,
    lock_recommendation,
)
from programmes.recommendations.states import LEAD, RecommendationAction
from tasks.external_assignees.emails import send_guest_link_email
from tasks.external_assignees.link_services import create_guest_link, revoke_live_link
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import service


@service(RecommendationAction.MAKE_LINK)
def make_recommendation_link(
    *,
    actor: Actor,
    recommendation_id: UUID,
    until: date | None = None,
    send: bool = False,
    shows_restricted: bool = False,
) -> tuple[ActionLink, str]:
    """Create the guest link of a recommendation, replacing an earlier one; return it and its secret.

    Like `make_action_link`. Raises NotFound, Forbidden also when the addressee has an account, Invalid,
    TooMany for letters.
    """
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.MAKE_LINK, None)
    row, body = locked.row, locked.row.outside_body
    if body is None:
        raise NotFound
    if not row.dossier.is_shared_with_group and not shows_restricted:
        raise Invalid.field(
            "/shows_restricted",
            "required",
            _("Not everybody in the group sees it. Say that the addressee may."),
        )
    mandate = locked.choose_mandate(LEAD, None)
    made, secret = create_guest_link(
        actor=actor,
        group=row.dossier.group,
        body=body,
        mandate=mandate,
        until=until,
        subject=link_subject_of(row),
    )
    made_fields = _fields_of(locked, mandate)
    record(actor, RecommendationLinkMade(**made_fields, made_link_id=made.pk))
    if send:
        send_guest_link_email(made)
    return made, secret


@service(RecommendationAction.MAKE_LINK)
def revoke_recommendation_link(*, actor: Actor, recommendation_id: UUID) -> None:
    """Revoke the guest link of a recommendation. Idempotent. Raises NotFound, Forbidden."""
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.MAKE_LINK, None)
    revoked = revoke_live_link(actor=actor, subject=link_subject_of(locked.row))
    if revoked is not None:
        fields = _fields_of(locked, locked.choose_mandate(LEAD, None))
        record(actor, RecommendationLinkRevoked(**fields, revoked_link_id=revoked.pk))


def _fields_of(locked: LockedRecommendation, mandate: Mandate | None) -> dict[str, Any]:
    return {**event_fields_of(locked.row), "mandate_id": mandate.pk if mandate is not None else None}
