"""Consequences of emails that do not reach an owner without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tasks.external_assignees.events import LetterLost, LettersDeclined
from tasks.external_assignees.models import ActionLink, LettersStop, OutsideBody
from tasks.external_assignees.unsubscribe import fingerprint_of, is_fingerprint_of
from tasks.items.loaders import event_fields_of
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED_STATES
from viche.accounts.models import Loss
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service

STOP_BY_LOSS = {Loss.REFUSED: LettersStop.REFUSED, Loss.BOUNCED: LettersStop.BOUNCED}
"""Losses after which no more email is sent to the address; a mail server that was down for hours is not one.
"""


@service(Reason.SYSTEM)
def note_letter_lost(
    *, actor: Actor, link_id: UUID, address: str, why: Loss, sent_at: datetime | None = None
) -> None:
    """Record that an email was not delivered, if its body still owns the item and has that address.

    A bounce of an email that was sent (`sent_at`) before email was allowed again is ignored. The item is not
    locked: revoking its link locks it and waits for the email, so a lock here would deadlock.
    """
    link = ActionLink.objects.select_related("action__group").filter(pk=link_id).first()
    if link is None or (link.action is not None and link.action.outside_body_id != link.body_id):
        return
    body = OutsideBody.objects.select_for_update(no_key=True).get(pk=link.body_id)
    let_at = body.letters_let_at
    if body.email != address or (sent_at is not None and let_at is not None and sent_at < let_at):
        return
    if why in STOP_BY_LOSS and not body.letters_stop:
        _stop_letters(body, STOP_BY_LOSS[why])
    if link.action is not None:
        record(actor, LetterLost(**event_fields_of(link.action), lost_link_id=link.pk, why=why))


@service(Reason.SYSTEM)
def decline_letters(*, actor: Actor, link_id: UUID, told_at: str) -> None:
    """Stop all email to the address of a link's body, for every body with that address. Idempotent.

    Only while the address still matches the fingerprint `told_at` of the one that the email went to. Each
    group for which these bodies have work records it once.
    """
    link = ActionLink.objects.select_related("body").get(pk=link_id)
    if not is_fingerprint_of(link.body.email, told_at):
        return
    there = OutsideBody.objects.filter(email=link.body.email).exclude(letters_stop=LettersStop.DECLINED)
    stopped = list(there.select_for_update(no_key=True).order_by("id"))
    for body in stopped:
        _stop_letters(body, LettersStop.DECLINED)
    owned = ActionItem.objects.filter(outside_body__in=stopped, state__in=UNFINISHED_STATES).select_related(
        "group"
    )
    # The last item of a group wins: the item of the email, else the newest that the whole group reads.
    items = sorted(owned.order_by("id"), key=lambda one: (one.pk == link.action_id, one.is_shared_with_group))
    for item in {one.group_id: one for one in items}.values():
        # The link is not named to another group, which may know the body by another name.
        known = link.pk if item.outside_body_id == link.body_id else None
        record(actor, LettersDeclined(**event_fields_of(item), link_id=known))


def _stop_letters(body: OutsideBody, why: LettersStop) -> None:
    """Stop email and bump the version, so that a stale form cannot allow it again by accident."""
    body.letters_stop, body.letters_stopped_at, body.version = why, now(), body.version + 1
    if why == LettersStop.DECLINED:
        body.declined_mark = fingerprint_of(body.email)
    body.save(update_fields=["letters_stop", "letters_stopped_at", "declined_mark", "version"])
