"""What follows when a letter does not reach an owner without an account."""

from __future__ import annotations

from uuid import UUID

from tasks.facts import place_of
from tasks.letter_events import LetterLost, LettersDeclined
from tasks.models import UNFINISHED, ActionItem, ActionLink, LettersStop, OutsideBody
from viche.accounts.models import Loss
from viche.accounts.token_secrets import digest_of
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


@service(Reason.SYSTEM)
def decline_letters(*, actor: Actor, link_id: UUID, told_at: str) -> None:
    """No more letters go to the body of a link, while it is at the address (by its digest) to which the
    letter went; each group for which it does something hears of that once. Again, it changes nothing.
    """
    link = ActionLink.objects.get(pk=link_id)
    body = OutsideBody.objects.select_for_update(no_key=True).get(pk=link.body_id)
    if body.letters_stop == LettersStop.DECLINED or digest_of(body.email) != told_at:
        return
    body.letters_stop, body.letters_stopped_at = LettersStop.DECLINED, now()
    body.save(update_fields=["letters_stop", "letters_stopped_at"])
    owned = ActionItem.objects.filter(outside_body=body, state__in=UNFINISHED).select_related("group")
    # The item of the letter first, and of every other group the newest.
    items = sorted(owned.order_by("id"), key=lambda one: one.pk == link.action_id)
    for item in {one.group_id: one for one in items}.values():
        record(actor, LettersDeclined(**place_of(item), link_id=link.pk))
