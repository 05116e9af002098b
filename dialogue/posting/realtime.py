"""Realtime of posting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dialogue.messages.files import brought
from dialogue.messages.models import Message
from dialogue.posting import schemas, serializers
from dialogue.posting.services import Post, post_messages
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters
from viche.kernel.actor import Actor
from viche.kernel.api.strict import cleaned
from viche.kernel.errors import DomainError
from viche.realtime.registry import Data, joint_command

# ---- what sockets may do -----------------------------------------------------------------------------------


def read_post(payload: dict[str, Any]) -> dict[str, Any]:
    """The fields of a `post_message`. Raises Invalid."""
    fields: dict[str, Any] = cleaned(serializers.PostCommandIn, payload)
    return fields


@joint_command("post_message", Action.POST, key="thread_id", read=read_post, shape=schemas.PostMessageCommand)
def post(asked: Sequence[tuple[Actor, dict[str, Any]]]) -> list[Data | DomainError]:
    """Answers each message as it was stored, by this command or by an earlier one with its client_id."""
    threads: dict[UUID, dict[int, Post]] = defaultdict(dict)
    for nth, (actor, fields) in enumerate(asked):
        said = {**fields, "attachments": brought(actor, fields.get("attachments", ()))}
        thread_id = said.pop("thread_id")
        threads[thread_id][nth] = Post(actor=actor, **said)
    answers: dict[int, Data | DomainError] = {}
    for thread_id, posts in threads.items():
        found = post_messages(thread_id=thread_id, posts=list(posts.values()))
        answers |= {nth: _answer(one) for nth, one in zip(posts, found, strict=True)}
    return [answers[nth] for nth in range(len(asked))]


def _answer(found: Message | DomainError) -> Data | DomainError:
    if isinstance(found, DomainError):
        return found
    return {"message": timeline_presenters.said(found)}
