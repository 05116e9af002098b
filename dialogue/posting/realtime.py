"""Socket command that posts messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dialogue.messages.files import load_new_attachments
from dialogue.messages.models import Message
from dialogue.posting import schemas, serializers
from dialogue.posting.services import NewMessage, post_messages
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters
from viche.kernel.actor import Actor
from viche.kernel.api.strict import validate_input
from viche.kernel.errors import DomainError
from viche.realtime.registry import Data, register_batched_command


def parse_post_command(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the validated fields of a `post_message` command. Raises Invalid."""
    fields: dict[str, Any] = validate_input(serializers.PostCommandIn, payload)
    return fields


@register_batched_command(
    "post_message", Action.POST, key="thread_id", read=parse_post_command, shape=schemas.PostMessageCommand
)
def handle_post_commands(asked: Sequence[tuple[Actor, dict[str, Any]]]) -> list[Data | DomainError]:
    """Post messages and return each as it was stored, now or earlier under the same `client_id`."""
    threads: dict[UUID, dict[int, NewMessage]] = defaultdict(dict)
    for nth, (actor, fields) in enumerate(asked):
        said = {**fields, "attachments": load_new_attachments(actor, fields.get("attachments", ()))}
        thread_id, author = said.pop("thread_id"), actor.with_confirmed(said.pop("confirmed", ()))
        threads[thread_id][nth] = NewMessage(actor=author, **said)
    answers: dict[int, Data | DomainError] = {}
    for thread_id, posts in threads.items():
        found = post_messages(thread_id=thread_id, posts=list(posts.values()))
        answers |= {nth: _show_result(one) for nth, one in zip(posts, found, strict=True)}
    return [answers[nth] for nth in range(len(asked))]


def _show_result(found: Message | DomainError) -> Data | DomainError:
    if isinstance(found, DomainError):
        return found
    return {"message": timeline_presenters.show_sent(found)}
