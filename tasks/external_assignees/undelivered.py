"""What follows when a letter does not reach an owner without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tasks.external_assignees.events import LetterLost, LettersDeclined
from tasks.external_assignees.models import ActionLink, LettersStop, OutsideBody
from tasks.external_assignees.unsubscribe import is_marked, mark_of
from tasks.items.loaders import place_of
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED
from viche.accounts.models import Loss
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service

STOPS = {Loss.REFUSED: LettersStop.REFUSED, Loss.BOUNCED: LettersStop.BOUNCED}
"""After these no more letters go to the address; a mail server that was away for hours says nothing of it."""


@service(Reason.SYSTEM)
def note_letter_lost(
    *, actor: Actor, link_id: UUID, address: str, why: Loss, sent_at: datetime | None = None
) -> None:
    """Tell that a letter did not arrive, where its body still owns the item and is still at that address.

    One that came back, and went (`sent_at`) before somebody let letters go again, tells nothing new. The item
    is not held: whoever revokes its link holds it, and waits for the letter.
    """
    link = ActionLink.objects.select_related("action__group").filter(pk=link_id).first()
    if link is None or link.action.outside_body_id != link.body_id:
        return
    body = OutsideBody.objects.select_for_update(no_key=True).get(pk=link.body_id)
    let_at = body.letters_let_at
    if body.email != address or (sent_at is not None and let_at is not None and sent_at < let_at):
        return
    if why in STOPS and not body.letters_stop:
        _stop(body, STOPS[why])
    record(actor, LetterLost(**place_of(link.action), lost_link_id=link.pk, why=why))


@service(Reason.SYSTEM)
def decline_letters(*, actor: Actor, link_id: UUID, told_at: str) -> None:
    """No more letters go to the address of the body of a link, while that is the one (by its mark) to which
    the letter went: to no body that is there, of whichever group. Each group for which those do something
    hears of that once. Again, it changes nothing.
    """
    link = ActionLink.objects.select_related("body").get(pk=link_id)
    if not is_marked(link.body.email, told_at):
        return
    there = OutsideBody.objects.filter(email=link.body.email).exclude(letters_stop=LettersStop.DECLINED)
    stopped = list(there.select_for_update(no_key=True).order_by("id"))
    for body in stopped:
        _stop(body, LettersStop.DECLINED)
    owned = ActionItem.objects.filter(outside_body__in=stopped, state__in=UNFINISHED).select_related("group")
    # The item of the letter first; of every other group the newest, of those that all who lead it see.
    items = sorted(owned.order_by("id"), key=lambda one: (one.pk == link.action_id, one.is_shared_with_group))
    for item in {one.group_id: one for one in items}.values():
        # Another group may know the body by another name.
        known = link.pk if item.outside_body_id == link.body_id else None
        record(actor, LettersDeclined(**place_of(item), link_id=known))


def _stop(body: OutsideBody, why: LettersStop) -> None:
    """The card that somebody has open is old with that: it must not lift what they have not seen."""
    body.letters_stop, body.letters_stopped_at, body.version = why, now(), body.version + 1
    if why == LettersStop.DECLINED:
        body.declined_mark = mark_of(body.email)
    body.save(update_fields=["letters_stop", "letters_stopped_at", "declined_mark", "version"])
