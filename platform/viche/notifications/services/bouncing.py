"""What follows when a mail comes back after a server had taken it."""

from __future__ import annotations

import logging

from viche.accounts.services.letters import note_letter_returned
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.notifications.bounces import Bounce
from viche.notifications.models import Delivery, DeliveryState, Mail, PreferenceSheet, UndeliverableAddress

logger = logging.getLogger(__name__)

CODE = 550
"""What a server would have answered at once, had it known."""


@service(Reason.SYSTEM)
def note_bounce(*, actor: Actor, bounce: Bounce) -> bool:
    """Mark the mail or letter that came back; where there is nobody at its address, none goes there any more.

    Whether it is one of ours that went to that address: who makes reports up knows neither the one nor the
    other. Again, it changes nothing.
    """
    known = _of_a_mail(bounce) or note_letter_returned(
        actor=actor, letter_id=bounce.message_id, address=bounce.address, nobody=bounce.nobody
    )
    logger.warning("mail_returned", extra={"mail": str(bounce.message_id), "status": bounce.status})
    return known


def _of_a_mail(bounce: Bounce) -> bool:
    rows = Mail.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    mail = rows.filter(pk=bounce.message_id).first()
    if mail is None or mail.person.email.lower() != bounce.address.lower():
        return False
    if mail.state == DeliveryState.SENT:
        fate = {"state": DeliveryState.FAILED, "sent_at": None, "last_error": f"bounced {bounce.status}"}
        Delivery.objects.filter(mail=mail, state=DeliveryState.SENT).update(**fate)
        Mail.objects.filter(pk=mail.pk).update(**fate)
        if bounce.nobody and not _confirmed_since(mail):
            UndeliverableAddress.objects.update_or_create(
                person=mail.person, defaults={"address": mail.person.email, "code": CODE, "since": now()}
            )
    return True


def _confirmed_since(mail: Mail) -> bool:
    """Whether its reader has said since it went that the address is right."""
    return PreferenceSheet.objects.filter(
        person=mail.person_id, address_confirmed_at__gt=mail.sent_at
    ).exists()
