"""Bounces: mails that come back after a server had accepted them."""

from __future__ import annotations

import logging

from viche.accounts.services.letters import record_letter_returned
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.bounces import Bounce
from viche.notifications.models import Delivery, DeliveryState, Mail, PreferenceSheet, UndeliverableAddress

logger = logging.getLogger(__name__)

BOUNCE_CODE = 550
"""What a server would have answered at once, had it known."""


@service(Reason.SYSTEM)
def record_bounce(*, actor: Actor, bounce: Bounce) -> bool:
    """Mark the mail or letter that bounced; stop mail to an address that does not exist.

    Returns whether it is one of ours that went to that address, which a forged report does not know.
    Idempotent.
    """
    known = _mark_mail_bounced(bounce) or record_letter_returned(
        actor=actor, letter_id=bounce.message_id, address=bounce.address, nobody=bounce.is_unknown_address
    )
    logger.warning("mail_returned", extra={"mail": str(bounce.message_id), "status": bounce.status})
    return known


def _mark_mail_bounced(bounce: Bounce) -> bool:
    rows = Mail.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    mail = rows.filter(pk=bounce.message_id).first()
    if mail is None or mail.person.email.lower() != bounce.address.lower():
        return False
    if mail.state == DeliveryState.SENT:
        fate = {"state": DeliveryState.FAILED, "sent_at": None, "last_error": f"bounced {bounce.status}"}
        Delivery.objects.filter(mail=mail, state=DeliveryState.SENT).update(**fate)
        Mail.objects.filter(pk=mail.pk).update(**fate)
        if bounce.is_unknown_address and not _is_confirmed_since(mail):
            UndeliverableAddress.objects.update_or_create(
                person=mail.person,
                defaults={"address": mail.person.email, "code": BOUNCE_CODE, "since": now()},
            )
    return True


def _is_confirmed_since(mail: Mail) -> bool:
    """Return whether the reader confirmed the address after the mail was sent."""
    return PreferenceSheet.objects.filter(
        person=mail.person_id, address_confirmed_at__gt=mail.sent_at
    ).exists()
