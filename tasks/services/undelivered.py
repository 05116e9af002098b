"""What follows when a letter does not reach an owner without an account."""

from __future__ import annotations

from uuid import UUID

from tasks.facts import place_of
from tasks.letter_events import LetterLost
from tasks.models import ActionLink, LettersStop, OutsideBody
from viche.accounts.models import Loss
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service

STOPS = {Loss.REFUSED: LettersStop.REFUSED, Loss.BOUNCED: LettersStop.BOUNCED}
"""After these no more letters go to the address; a mail server that was away for hours says nothing of it."""


@service(Reason.SYSTEM)
def note_letter_lost(*, actor: Actor, link_id: UUID, address: str, why: Loss) -> None:
    """Tell that a letter did not arrive, where its body still owns the item and is still at that address.

    The item is not held: whoever revokes its link holds it, and waits for the letter.
    """
    link = ActionLink.objects.select_related("action__group").filter(pk=link_id).first()
    if link is None or link.action.outside_body_id != link.body_id:
        return
    body = OutsideBody.objects.select_for_update(no_key=True).get(pk=link.body_id)
    if body.email != address:
        return
    if why in STOPS and not body.letters_stop:
        body.letters_stop, body.letters_stopped_at = STOPS[why], now()
        body.save(update_fields=["letters_stop", "letters_stopped_at"])
    record(actor, LetterLost(**place_of(link.action), lost_link_id=link.pk, why=why))
