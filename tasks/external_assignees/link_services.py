"""Create, revoke and use guest links of owners without an account."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.periods import get_day_end
from groups.models import InitiativeGroup, Mandate
from tasks.external_assignees.emails import send_guest_link_email, send_reminder_email
from tasks.external_assignees.events import ActionLinkMade, ActionLinkRevoked
from tasks.external_assignees.models import MAX_LINK_LIFETIME, ActionLink, OutsideBody
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_item, require_person_id
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from tasks.reminders.recipients import find_latest_guest_link, is_reminded, is_worked_on
from viche.accounts.services.letters import delete_letters_about
from viche.accounts.token_secrets import digest_of, generate_link_secret
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import Reason, service

DEFAULT_LINK_LIFETIME = timedelta(days=30)
LINK_ACTOR = Actor.for_system("tasks.links")


@service(Action.MAKE_LINK)
def make_action_link(
    *,
    actor: Actor,
    action_id: UUID,
    until: date | None = None,
    send: bool = False,
    shows_restricted: bool = False,
) -> tuple[ActionLink, str]:
    """Create the guest link of an item, replacing an earlier one; return it and its secret.

    It is valid until the end of the day `until`. `send`: an email with a secret of its own is queued to the
    body's address. An item that is not for the whole group requires `shows_restricted`. Raises NotFound,
    Forbidden, Invalid, Conflict when the owner has an account, TooMany for emails.
    """
    item, stance = lock_item(actor, action_id, Action.MAKE_LINK, None)
    body = item.outside_body
    if body is None:
        raise Conflict("owner_has_account", _("The owner has people here: they answer themselves."))
    if not item.is_shared_with_group and not shows_restricted:
        raise Invalid.field(
            "/shows_restricted", "required", _("Not everybody in the group sees it. Say that the owner may.")
        )
    mandate = find_acting_mandate(stance, item, Action.MAKE_LINK)
    made, secret = create_guest_link(
        actor=actor, group=item.group, body=body, mandate=mandate, until=until, subject={"action": item}
    )
    record(
        actor,
        ActionLinkMade(
            **event_fields_of(item), made_link_id=made.pk, mandate_id=mandate.pk if mandate else None
        ),
    )
    if send:
        send_guest_link_email(made)
    return made, secret


@service(Reason.STEP)
def create_guest_link(
    *,
    actor: Actor,
    group: InitiativeGroup,
    body: OutsideBody,
    mandate: Mandate | None,
    until: date | None,
    subject: dict[str, Any],
) -> tuple[ActionLink, str]:
    """Create a guest link about a locked `subject`, in place of a live one. Raises Invalid for `until`.

    `subject` are the fields of the link that name it: `action`, or `subject_kind` and `subject_id`.
    """
    revoke_live_link(actor=actor, subject=subject)
    secret, at = generate_link_secret(), now()
    ends_at = get_day_end(until or today(group.time_zone) + DEFAULT_LINK_LIFETIME, group.time_zone)
    if not at < ends_at <= at + MAX_LINK_LIFETIME:
        raise Invalid.field("/until", "out_of_range", _("Choose a day within the next 89 days."))
    made = ActionLink.objects.create(
        **subject,
        body=body,
        digest=digest_of(secret),
        made_by_id=require_person_id(actor),
        made_through=mandate,
        made_at=at,
        expires_at=ends_at,
    )
    return made, secret


@service(Action.REVOKE_LINK)
def revoke_action_link(*, actor: Actor, action_id: UUID) -> None:
    """Revoke the guest link of an item. Idempotent. Raises NotFound, Forbidden."""
    item, stance = lock_item(actor, action_id, Action.REVOKE_LINK, None)
    revoked = revoke_live_link(actor=actor, subject={"action": item})
    if revoked is None:
        return
    mandate = find_acting_mandate(stance, item, Action.REVOKE_LINK)
    record(
        actor,
        ActionLinkRevoked(
            **event_fields_of(item), revoked_link_id=revoked.pk, mandate_id=mandate.pk if mandate else None
        ),
    )


@service(Reason.SYSTEM)
def note_link_used(*, actor: Actor, link_id: UUID) -> None:
    """Store the time of the last action taken through a link."""
    ActionLink.objects.filter(pk=link_id).update(last_used_at=now())


@service(Reason.SYSTEM)
def remind_body(*, actor: Actor, action_id: UUID, due_on: date) -> None:
    """Queue a reminder email to the outside body that owns an item.

    Nothing is sent when the due day has changed since, or when the body is not reminded by email.
    """
    rows = ActionItem.objects.select_related("group", "outside_body")
    item = rows.select_for_update(of=("self",), no_key=True).get(pk=action_id)
    body = item.outside_body
    if body is None or item.due_on != due_on or not is_worked_on(item):
        return
    made = remind_about(
        actor=actor,
        group=item.group,
        body=body,
        subject={"action": item},
        is_shared=item.is_shared_with_group,
    )
    if made is not None:
        record(actor, ActionLinkMade(**event_fields_of(item), made_link_id=made.pk, mandate_id=None))


@service(Reason.STEP)
def remind_about(
    *, actor: Actor, group: InitiativeGroup, body: OutsideBody, subject: dict[str, Any], is_shared: bool
) -> ActionLink | None:
    """Queue a reminder email to a body about a locked `subject`, if `is_reminded` permits.

    `subject` is that of `create_guest_link`. Returns the link if one was created: the caller records it.
    """
    link, made = find_latest_guest_link(body, subject), None
    if not is_reminded(body, link, is_shared=is_shared):
        return None
    if link is None or not link.is_live(now()):
        link = made = _create_email_only_link(actor, group, body, subject)
    send_reminder_email(link)
    return made


def _create_email_only_link(
    actor: Actor, group: InitiativeGroup, body: OutsideBody, subject: dict[str, Any]
) -> ActionLink:
    """Create a link that only emails lead to, each with a secret of its own."""
    revoke_live_link(actor=actor, subject=subject)
    return ActionLink.objects.create(
        **subject,
        body=body,
        digest=digest_of(generate_link_secret()),
        expires_at=get_day_end(today(group.time_zone) + DEFAULT_LINK_LIFETIME, group.time_zone),
    )


@service(Reason.STEP)
def revoke_live_link(*, actor: Actor, subject: dict[str, Any]) -> ActionLink | None:
    """Revoke the live link about a locked subject with its emails, and return it, if there was one."""
    live = ActionLink.objects.filter(revoked_at=None, **subject).first()
    if live is not None:
        live.revoked_at = now()
        live.save(update_fields=["revoked_at"])
        delete_letters_about(actor=LINK_ACTOR, ids=[live.pk])
    return live
