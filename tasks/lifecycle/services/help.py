"""The owner asks for help with an action item; who leads the group answers."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.items.events import HelpAnswered, HelpAsked
from tasks.items.loaders import lock_item, place_of, speaks_through, write_remark
from tasks.items.models import ActionItem
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.ASK_HELP)
def ask_help(*, actor: Actor, action_id: UUID, text: str, mandate_id: UUID | None = None) -> ActionItem:
    """Say with what help is needed; it stands on the item until somebody answers.

    Asking anew replaces the words. Raises NotFound, Forbidden, Invalid.
    """
    item, stance = lock_item(actor, action_id, Action.ASK_HELP, None)
    mandate = speaks_through(stance, item, Action.ASK_HELP, mandate_id)
    item.help_remark = write_remark(actor, item, mandate, text, "/text")
    item.version += 1
    item.save(update_fields=["help_remark", "version"])
    record(
        actor,
        HelpAsked(
            **place_of(item), mandate_id=mandate.pk if mandate else None, remark_id=item.help_remark.pk
        ),
    )
    return item


@service(Action.ANSWER_HELP)
def answer_help(
    *, actor: Actor, action_id: UUID, text: str, expected_version: int, mandate_id: UUID | None = None
) -> ActionItem:
    """Answer; the one who asked is told the words, and nobody waits any more.

    Raises NotFound, Forbidden, Stale for whoever has not seen what is asked by now, Invalid, Conflict.
    """
    item, stance = lock_item(actor, action_id, Action.ANSWER_HELP, expected_version)
    asked = item.help_remark
    if asked is None or asked.author_id is None:
        raise Conflict("nothing_asked", _("Nobody waits for help here any more."))
    mandate = speaks_through(stance, item, Action.ANSWER_HELP, mandate_id)
    remark = write_remark(actor, item, mandate, text, "/text")
    item.help_remark = None
    item.version += 1
    item.save(update_fields=["help_remark", "version"])
    record(
        actor,
        HelpAnswered(
            **place_of(item),
            mandate_id=mandate.pk if mandate else None,
            remark_id=remark.pk,
            asked_by=asked.author_id,
        ),
    )
    return item
