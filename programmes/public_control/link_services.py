"""Guest links by which an authority without an account replies to the report of a control."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from groups.models import Mandate
from programmes.kit.dossiers.loaders import LockedDossier, choose_mandate, event_fields_of
from programmes.public_control.access import LINK_KIND
from programmes.public_control.events import ControlLinkMade, ControlLinkRevoked
from programmes.public_control.guards import get_control
from programmes.public_control.loaders import check_permitted, lock_control
from programmes.public_control.policies import ControlAction
from tasks.external_assignees.emails import send_guest_link_email
from tasks.external_assignees.link_services import create_guest_link, revoke_live_link
from tasks.models import ActionLink
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.events import record
from viche.kernel.services import service


@service(ControlAction.MAKE_LINK)
def make_control_link(
    *, actor: Actor, dossier_id: UUID, until: date | None = None, send: bool = False
) -> tuple[ActionLink, str]:
    """Create the guest link of the authority, replacing an earlier one; return it and its secret.

    Like `make_action_link`. Raises NotFound, Forbidden also before the report and when the authority has an
    account, Invalid, TooMany for letters.
    """
    locked = _lock(actor, dossier_id)
    body = get_control(locked.dossier).outside_body
    if body is None:
        raise NotFound
    mandate = _choose_seat(locked)
    made, secret = create_guest_link(
        actor=actor,
        group=locked.dossier.group,
        body=body,
        mandate=mandate,
        until=until,
        subject=_build_subject(dossier_id),
    )
    record(actor, ControlLinkMade(**_fields_of(locked, mandate), made_link_id=made.pk))
    if send:
        send_guest_link_email(made)
    return made, secret


@service(ControlAction.MAKE_LINK)
def revoke_control_link(*, actor: Actor, dossier_id: UUID) -> None:
    """Revoke the guest link of the authority. Idempotent. Raises NotFound, Forbidden."""
    locked = _lock(actor, dossier_id)
    revoked = revoke_live_link(actor=actor, subject=_build_subject(dossier_id))
    if revoked is not None:
        fields = _fields_of(locked, _choose_seat(locked))
        record(actor, ControlLinkRevoked(**fields, revoked_link_id=revoked.pk))


def _lock(actor: Actor, dossier_id: UUID) -> LockedDossier:
    locked = lock_control(actor, dossier_id, ControlAction.MAKE_LINK)
    check_permitted(locked, ControlAction.MAKE_LINK)
    return locked


def _build_subject(dossier_id: UUID) -> dict[str, Any]:
    """Return the fields of a link that name a control."""
    return {"subject_kind": LINK_KIND, "subject_id": dossier_id}


def _choose_seat(locked: LockedDossier) -> Mandate | None:
    lead_id = locked.dossier.lead_id
    seats = locked.access.seats_for(locked.dossier)
    return choose_mandate(seats, None, lambda seat: seat.mandate.pk == lead_id)


def _fields_of(locked: LockedDossier, mandate: Mandate | None) -> dict[str, Any]:
    return {**event_fields_of(locked.dossier), "mandate_id": mandate.pk if mandate is not None else None}
