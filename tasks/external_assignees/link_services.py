"""Let an owner without an account answer by a link, and take that back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.periods import day_end
from tasks.external_assignees.emails import have_link_sent, have_reminder_sent
from tasks.external_assignees.events import ActionLinkMade, ActionLinkRevoked
from tasks.external_assignees.models import LONGEST_LINK, ActionLink, OutsideBody
from tasks.items.loaders import lock_item, person_of, place_of, speaks_through
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from tasks.reminders.recipients import last_link, reached_by_letter
from viche.accounts.services.letters import forget_letters_about
from viche.accounts.token_secrets import digest_of, new_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import Reason, service

USUAL = timedelta(days=30)
KEEPER = Actor.for_system("tasks.links")


@service(Action.MAKE_LINK)
def make_action_link(
    *,
    actor: Actor,
    action_id: UUID,
    until: date | None = None,
    send: bool = False,
    shows_restricted: bool = False,
) -> tuple[ActionLink, str]:
    """Make the link of an item, which takes the place of an earlier one; returns it and its secret.

    It holds to the end of the day `until`. `send`: a letter with a secret of its own goes to the body's
    address. What is not for the whole group is shown by a link only where that is said. Raises NotFound,
    Forbidden, Invalid, Conflict where the owner has an account, TooMany letters.
    """
    item, stance = lock_item(actor, action_id, Action.MAKE_LINK, None)
    body = item.outside_body
    if body is None:
        raise Conflict("owner_has_account", _("The owner has people here: they answer themselves."))
    if not item.is_shared_with_group and not shows_restricted:
        raise Invalid.field(
            "/shows_restricted", "required", _("Not everybody in the group sees it. Say that the owner may.")
        )
    _revoke_live(item)
    secret, at = new_link_secret(), now()
    mandate = speaks_through(stance, item, Action.MAKE_LINK)
    last = until or today(item.group.time_zone) + USUAL
    ends_at = day_end(last, item.group.time_zone)
    if not at < ends_at <= at + LONGEST_LINK:
        raise Invalid.field("/until", "out_of_range", _("Choose a day within the next 89 days."))
    made = ActionLink.objects.create(
        action=item,
        body=body,
        digest=digest_of(secret),
        made_by_id=person_of(actor),
        made_through=mandate,
        made_at=at,
        expires_at=ends_at,
    )
    record(
        actor,
        ActionLinkMade(**place_of(item), made_link_id=made.pk, mandate_id=mandate.pk if mandate else None),
    )
    if send:
        have_link_sent(made)
    return made, secret


@service(Action.REVOKE_LINK)
def revoke_action_link(*, actor: Actor, action_id: UUID) -> None:
    """From now on it opens nothing; where there is none, nothing changes. Raises NotFound, Forbidden."""
    item, stance = lock_item(actor, action_id, Action.REVOKE_LINK, None)
    revoked = _revoke_live(item)
    if revoked is None:
        return
    mandate = speaks_through(stance, item, Action.REVOKE_LINK)
    record(
        actor,
        ActionLinkRevoked(
            **place_of(item), revoked_link_id=revoked.pk, mandate_id=mandate.pk if mandate else None
        ),
    )


@service(Reason.SYSTEM)
def note_link_used(*, actor: Actor, link_id: UUID) -> None:
    """Remember when somebody last did something by a link."""
    ActionLink.objects.filter(pk=link_id).update(last_used_at=now())


@service(Reason.SYSTEM)
def remind_body(*, actor: Actor, action_id: UUID, due_on: date) -> bool:
    """Have the outside body that owns an item reminded by a letter of the day on which it is due; whether one
    is on its way. None goes out where that day has changed since, or the body is not reached by letters.
    """
    rows = ActionItem.objects.select_related("group", "outside_body")
    item = rows.select_for_update(of=("self",), no_key=True).get(pk=action_id)
    body = item.outside_body
    if body is None or item.due_on != due_on or not reached_by_letter(item):
        return False
    link = last_link(item)
    have_reminder_sent(link if link is not None and link.is_live(now()) else _made(actor, item, body))
    return True


def _made(actor: Actor, item: ActionItem, body: OutsideBody) -> ActionLink:
    """A link that nobody is shown: only letters lead to it, each by a secret of its own."""
    _revoke_live(item)
    made = ActionLink.objects.create(
        action=item,
        body=body,
        digest=digest_of(new_link_secret()),
        expires_at=day_end(today(item.group.time_zone) + USUAL, item.group.time_zone),
    )
    record(actor, ActionLinkMade(**place_of(item), made_link_id=made.pk, mandate_id=None))
    return made


def _revoke_live(item: ActionItem) -> ActionLink | None:
    """The one that was not revoked, if there was one: with the letters that it was sent by."""
    live = ActionLink.objects.filter(action=item, revoked_at=None).first()
    if live is not None:
        live.revoked_at = now()
        live.save(update_fields=["revoked_at"])
        forget_letters_about(actor=KEEPER, ids=[live.pk])
    return live
