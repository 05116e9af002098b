"""Requests for help by the owner of an action item, and answers by the group's facilitators."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.events import HelpAnswered, HelpAsked
from tasks.items.loaders import event_fields_of, find_acting_mandate, lock_item, write_remark
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version


@service(Action.ASK_HELP)
def ask_help(*, actor: Actor, action_id: UUID, text: str, mandate_id: UUID | None = None) -> ActionItem:
    """Ask for help; the request stays on the item until it is answered.

    A new text replaces the earlier one. Raises NotFound, Forbidden, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.ASK_HELP, None)
    mandate = find_acting_mandate(stance, item, Action.ASK_HELP, mandate_id)
    item.help_remark = write_remark(actor, item, mandate, text, "/text")
    save_new_version(item, "help_remark")
    record(
        actor,
        HelpAsked(
            **event_fields_of(item), mandate_id=mandate.pk if mandate else None, remark_id=item.help_remark.pk
        ),
    )
    return item


@service(Action.ANSWER_HELP)
def answer_help(
    *, actor: Actor, action_id: UUID, text: str, expected_version: int, mandate_id: UUID | None = None
) -> ActionItem:
    """Answer the request for help; the person who asked is notified.

    Raises NotFound, Forbidden, Stale for an outdated version of the request, Invalid, Conflict.
    """
    item, stance = lock_item(actor, action_id, Action.ANSWER_HELP, expected_version)
    asked = item.help_remark
    if asked is None or asked.author_id is None:
        raise Conflict("nothing_asked", _("No one is waiting for help here any more."))
    mandate = find_acting_mandate(stance, item, Action.ANSWER_HELP, mandate_id)
    remark = write_remark(actor, item, mandate, text, "/text")
    item.help_remark = None
    save_new_version(item, "help_remark")
    record(
        actor,
        HelpAnswered(
            **event_fields_of(item),
            mandate_id=mandate.pk if mandate else None,
            remark_id=remark.pk,
            asked_by=asked.author_id,
        ),
    )
    return item
