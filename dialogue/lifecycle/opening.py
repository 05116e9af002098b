"""Open threads as people do: with their first message, and with a notification of their readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from dialogue.lifecycle.services import create_thread
from dialogue.messages.mentions import strip_mention_words
from dialogue.messages.models import Message
from dialogue.posting.errors import refuse_reused_client_id
from dialogue.posting.services import NewMessage
from dialogue.threads.models import Purpose, Thread, Visibility
from dialogue.threads.policies import DialogueAction
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.kernel.services import service
from viche.kernel.text import normalise_text


class NewThread(TypedDict):
    """The fields of a new thread, see `create_thread`."""

    title_uk: str
    purpose: Purpose
    title_en: NotRequired[str]
    visibility: NotRequired[Visibility]
    organisation_ids: NotRequired[Sequence[UUID]]
    person_ids: NotRequired[Sequence[UUID]]
    opens_on: NotRequired[date | None]
    closes_on: NotRequired[date | None]
    facilitator_id: NotRequired[UUID | None]
    tags: NotRequired[Sequence[str]]
    draft: NotRequired[bool]
    announced: NotRequired[bool]


@service(DialogueAction.START, DialogueAction.START_RESTRICTED)
def open_thread(
    *,
    actor: Actor,
    group_id: UUID,
    body: str = "",
    client_id: UUID | None = None,
    mandate_id: UUID | None = None,
    **fields: Unpack[NewThread],
) -> Thread:
    """Open a thread or save it as a draft, with its first message `body` if there is one.

    A draft keeps the message for its opening. Under the `client_id` of an earlier call the thread of that
    call is returned. Raises what `create_thread` and `post_message` raise.
    """
    known = _find_opened(actor, group_id, body, client_id)
    if known is not None:
        return known
    first = None
    if body.strip():
        first = NewMessage(actor=actor, client_id=client_id or uuid7(), body=body, mandate_id=mandate_id)
    return create_thread(actor=actor, group_id=group_id, first=first, notifies_readers=True, **fields)


def _find_opened(actor: Actor, group_id: UUID, body: str, client_id: UUID | None) -> Thread | None:
    """Return the thread that was opened under a `client_id`, or None.

    Raises Conflict when another message was sent under it.
    """
    if client_id is None or actor.person_id is None:
        return None
    rows = Message.objects.select_related("thread").filter(author=actor.person_id, client_id=client_id)
    message = rows.first()
    if message is None:
        return None
    text = normalise_text(body).strip()
    is_same_text = strip_mention_words(message.body) == strip_mention_words(text)
    is_first = message.number == 1 and message.thread.created_by_id == actor.person_id
    if not (is_first and message.thread.group_id == group_id and (is_same_text or message.version > 1)):
        raise refuse_reused_client_id()
    return message.thread
