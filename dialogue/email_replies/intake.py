"""Accept replies by e-mail: find out which notification they reply to, then post them as messages."""

from __future__ import annotations

import logging
from uuid import NAMESPACE_URL, UUID, uuid5

from dialogue.email_replies.services import post_reply
from viche.kernel.actor import Actor
from viche.notifications.incoming_replies import IncomingReply
from viche.notifications.models import Channel, Delivery, DeliveryState

logger = logging.getLogger(__name__)

ACTOR = Actor.for_system("dialogue.mail")


def take_answer(answer: IncomingReply) -> str | None:
    """Post a reply, see `post_reply`.

    Returns None for a reply from another sender, and for one to an e-mail that was never sent.
    """
    rows = Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.SENT, person__is_active=True)
    sent = rows.select_related("person", "notification__event").filter(pk=answer.delivery_id).first()
    if sent is None or sent.notification.subject_type != "message":
        return None
    if sent.person.email.lower() != answer.sender.lower():
        logger.warning("answer_of_another", extra={"delivery": str(sent.pk)})
        return None
    return post_reply(
        actor=ACTOR,
        person_id=sent.person_id,
        message_id=sent.notification.subject_id,
        client_id=_client_id(answer),
        text=answer.text,
        has_files=answer.left_out,
        group_id=UUID(sent.notification.event.data["group_id"]),
    )


def _client_id(answer: IncomingReply) -> UUID:
    """Return a `client_id` derived from the mail, so that repeated delivery posts it only once."""
    return uuid5(NAMESPACE_URL, f"mailto:{answer.delivery_id}/{answer.name or answer.text}")
