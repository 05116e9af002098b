"""Post replies that come by e-mail, and record those that are refused."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from dialogue.email_replies.events import AnswerByMailRefused
from dialogue.messages.models import Message
from dialogue.posting.services import post_message
from dialogue.threads.loaders import place_of
from viche.accounts.attempts import Limit
from viche.accounts.models import User
from viche.accounts.services.attempts import take_attempt
from viche.accounts.standing import demands_factor
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError, NotFound, TooMany
from viche.kernel.events import record, unit
from viche.kernel.models import Event
from viche.kernel.services import Reason, service

POSTED, REFUSED = "posted", "refused"

MOST = Limit("answers_by_mail", 60, timedelta(hours=1))


@service(Reason.SYSTEM, whole=False)
def post_by_mail(
    *,
    actor: Actor,
    person_id: UUID,
    message_id: UUID,
    client_id: UUID,
    text: str,
    has_files: bool,
    group_id: UUID,
) -> str | None:
    """Post what somebody answered to a message by e-mail, personally: whoever speaks for an organisation
    chooses that on the page. Again, with the same `client_id`, it changes nothing. `group_id`: the group of
    the thread when they were told of the message.

    `posted`, or `refused` when it could not be, of which its sender is told; `has_files`, too: they are not
    taken. None where the sender sees the message no more.
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
        _tell(actor, person_id, message, client_id, error.reason)
        return REFUSED
    if has_files:
        _tell(actor, person_id, message, client_id, Unposted.FILES)
    return POSTED


def _post(
    actor: Actor, person_id: UUID, message: Message, client_id: UUID, text: str, *, group_id: UUID
) -> None:
    take_attempt(actor=actor, counters=[MOST.of(str(person_id))])
    if not text:
        raise DomainError(Unposted.EMPTY)
    if message.thread.is_restricted:
        raise DomainError(Unposted.RESTRICTED)
    if message.thread.is_public:
        raise DomainError(Unposted.PUBLIC)
    if demands_factor(User.objects.get(pk=person_id)):
        raise DomainError(Unposted.SECOND_FACTOR)
    post_message(
        actor=Actor.for_person(person_id),
        thread_id=message.thread_id,
        client_id=client_id,
        body=text,
        reply_to=message.pk,
        by_mail=True,
        group_id=group_id,
    )


def _tell(actor: Actor, person_id: UUID, message: Message, client_id: UUID, why: str) -> None:
    """Once of each mail, and of too many once in a while."""
    same = {"data__why": why} if why == TooMany.code else {"data__client_id": str(client_id)}
    told = Event.objects.filter(kind=AnswerByMailRefused.kind, subject_id=message.pk, **same)
    if told.filter(data__person_id=str(person_id), at__gt=now() - MOST.window).exists():
        return
    refused = AnswerByMailRefused(
        message_id=message.pk,
        person_id=person_id,
        client_id=client_id,
        why=why,
        **place_of(message.thread),
    )
    with unit():
        record(actor, refused)


class Unposted(StrEnum):
    """Why nothing was posted of an answer by e-mail, besides the codes of any other post; `files`: all but
    its files was.
    """

    EMPTY = "empty"
    RESTRICTED = "restricted"
    PUBLIC = "public"
    SECOND_FACTOR = "second_factor"
    FILES = "files"
