"""Answers that come by e-mail: whom the mail was for and what it told, and then a message like any other."""

from __future__ import annotations

import logging
from uuid import NAMESPACE_URL, UUID, uuid5

from dialogue.email_replies.services import post_by_mail
from viche.kernel.actor import Actor
from viche.notifications.incoming import Answer
from viche.notifications.models import Channel, Delivery, DeliveryState

logger = logging.getLogger(__name__)

ACTOR = Actor.for_system("dialogue.mail")


def take_answer(answer: Answer) -> str | None:
    """Post it, see `post_by_mail`; None, too, for whoever else wrote it, and for a mail that never went."""
    rows = Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.SENT, person__is_active=True)
    sent = rows.select_related("person", "notification__event").filter(pk=answer.delivery_id).first()
    if sent is None or sent.notification.subject_type != "message":
        return None
    if sent.person.email.lower() != answer.sender.lower():
        logger.warning("answer_of_another", extra={"delivery": str(sent.pk)})
        return None
    return post_by_mail(
        actor=ACTOR,
        person_id=sent.person_id,
        message_id=sent.notification.subject_id,
        client_id=_client_id(answer),
        text=answer.text,
        has_files=answer.left_out,
        group_id=UUID(sent.notification.event.data["group_id"]),
    )


def _client_id(answer: Answer) -> UUID:
    """The same for the same mail, however often a server brings it."""
    return uuid5(NAMESPACE_URL, f"mailto:{answer.delivery_id}/{answer.name or answer.text}")
