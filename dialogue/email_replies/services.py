"""Post replies that come by e-mail, and record those that are refused."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.messages.models import Message
from dialogue.posting.services import post_message
from dialogue.threads.loaders import get_event_scope
from viche.accounts.factor_enforcement import is_factor_demanded
from viche.accounts.login_throttling import Limit
from viche.accounts.models import User
from viche.accounts.services.attempts import take_attempt
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, NotFound, TooMany
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.models import Event
from viche.kernel.services import Reason, service

POSTED, REFUSED = "posted", "refused"

RATE_LIMIT = Limit("answers_by_mail", 60, timedelta(hours=1))


@service(Reason.SYSTEM, whole=False)
def post_reply(
    *,
    actor: Actor,
    person_id: UUID,
    message_id: UUID,
    client_id: UUID,
    text: str,
    has_files: bool,
    group_id: UUID,
) -> str | None:
    """Post a reply by e-mail as a personal message. Idempotent by `client_id`.

    An author who speaks for an organisation has to choose that on the page. `group_id` is the group of the
    thread when the author was notified of the message. Returns `posted`, or `refused`, of which the sender is
    notified; they are also notified if the mail `has_files`, which are not accepted. Returns None where the
    sender may no longer see the message.
    """
    message = Message.objects.select_related("thread").filter(pk=message_id).first()
    if message is None:
        return None
    if Message.objects.filter(author=person_id, client_id=client_id).exists():
        return POSTED
    try:
        _post(actor, person_id, message, client_id, text, group_id=group_id)
    except NotFound:
        return None
    except DomainError as error:
        _record_refusal(actor, person_id, message, client_id, error.reason)
        return REFUSED
    if has_files:
        _record_refusal(actor, person_id, message, client_id, ReplyRejection.FILES)
    return POSTED


def _post(
    actor: Actor, person_id: UUID, message: Message, client_id: UUID, text: str, *, group_id: UUID
) -> None:
    take_attempt(actor=actor, counters=[RATE_LIMIT.of(str(person_id))])
    if not text:
        raise DomainError(ReplyRejection.EMPTY)
    if message.thread.is_restricted:
        raise DomainError(ReplyRejection.RESTRICTED)
    if message.thread.is_public:
        raise DomainError(ReplyRejection.PUBLIC)
    if is_factor_demanded(User.objects.get(pk=person_id)):
        raise DomainError(ReplyRejection.SECOND_FACTOR)
    post_message(
        actor=Actor.for_person(person_id),
        thread_id=message.thread_id,
        client_id=client_id,
        body=text,
        reply_to=message.pk,
        by_mail=True,
        group_id=group_id,
    )


def _record_refusal(actor: Actor, person_id: UUID, message: Message, client_id: UUID, why: str) -> None:
    """Record a refusal once per mail; for too many mails once per rate limit window."""
    same = {"data__why": why} if why == TooMany.code else {"data__client_id": str(client_id)}
    told = Event.objects.filter(kind=AnswerByMailRefused.kind, subject_id=message.pk, **same)
    if told.filter(data__person_id=str(person_id), at__gt=now() - RATE_LIMIT.window).exists():
        return
    refused = AnswerByMailRefused(
        message_id=message.pk,
        person_id=person_id,
        client_id=client_id,
        why=why,
        **get_event_scope(message.thread),
    )
    with open_unit_of_work():
        record(actor, refused)


class ReplyRejection(StrEnum):
    """Why a reply by e-mail was refused, besides the codes of any other post.

    `files`: it was posted without its files.
    """

    EMPTY = "empty"
    RESTRICTED = "restricted"
    PUBLIC = "public"
    SECOND_FACTOR = "second_factor"
    FILES = "files"
