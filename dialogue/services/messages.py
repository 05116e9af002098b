"""Messages: say something, once; stand behind what somebody said."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from dialogue.events import MessagePosted, SupportChanged
from dialogue.facts import person_of, place_of
from dialogue.markdown import RECIPE, render
from dialogue.models import BODY_LENGTH, TALKING, Message, Support, Thread
from dialogue.policies import Action, ThreadPolicy, load_thread
from dialogue.texts import checked_text
from groups.models import Mandate
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import EVENT_PARTS, Recorded, event_parameters, record, record_written
from viche.kernel.ids import uuid7
from viche.kernel.services import service

P = ParamSpec("P")
R = TypeVar("R")

# Everything that a message changes, in one statement. The thread's row is locked first (its number is the
# next), the topics last. Nothing is written when the thread was closed, restricted or widened since it was
# read.
WRITE = f"""
    WITH thread AS (
        UPDATE dialogue_thread SET message_count = message_count + 1, active_at = %(at)s
        WHERE id = %(thread_id)s AND state = ANY(%(talking)s) AND visibility = %(visibility)s
        RETURNING id, message_count
    ), gate AS (
        INSERT INTO dialogue_message (
            id, version, thread_id, number, author_id, mandate_id, on_behalf, parent_id, body, html, recipe,
            client_id, posted_at
        )
        SELECT %(message_id)s, 1, thread.id, thread.message_count, %(author_id)s, %(mandate_id)s,
               %(on_behalf)s, %(parent_id)s, %(body)s, %(html)s, %(recipe)s, %(client_id)s, %(at)s
        FROM thread
        RETURNING thread_id, number
    ), seen AS (
        INSERT INTO dialogue_threadreading AS reading (id, thread_id, person_id, ranges, seen)
        SELECT %(reading_id)s, thread_id, %(author_id)s, int4multirange(int4range(number, number, '[]')), 1
        FROM gate
        ON CONFLICT (thread_id, person_id)
        DO UPDATE SET ranges = reading.ranges + EXCLUDED.ranges, seen = reading.seen + 1
    ), {EVENT_PARTS}
    SELECT gate.number, bumped.name, bumped.seq FROM gate, bumped
"""  # noqa: S608 - constants only

# What posting must know of its thread besides: the message that was stored under the same name, and whether
# the message that it answers is here.
POSTING = """,
    (
        SELECT id FROM dialogue_message WHERE author_id = %(person_id)s AND client_id = %(client_id)s
    ) AS stored_as,
    EXISTS (
        SELECT FROM dialogue_message WHERE id = %(parent_id)s::uuid AND thread_id = thread.id
    ) AS holds_parent
"""

ONCE = "dialogue_message_once"


class ThreadMoved(Exception):
    """The thread changed between the look at it and the write."""


def _settled(post: Callable[P, R]) -> Callable[P, R]:
    """Look again when somebody was faster: the same message sent at once, a thread closed or restricted.

    The second look finds the stored message or the new state of the thread, and answers by it. It must be
    outside the unit of work, whose statement has failed.
    """

    @wraps(post)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return post(*args, **kwargs)
        except ThreadMoved:
            pass
        except IntegrityError as error:
            if _constraint(error) != ONCE:
                raise
        try:
            return post(*args, **kwargs)
        except ThreadMoved as error:
            raise Conflict from error

    return run


def _constraint(error: IntegrityError) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


@_settled
@service(Action.POST)
def post_message(
    *,
    actor: Actor,
    thread_id: UUID,
    client_id: UUID,
    body: str,
    reply_to: UUID | None = None,
    on_behalf: bool = False,
    mandate_id: UUID | None = None,
) -> Message:
    """Say something in a thread. `client_id` is the sender's own name for it: sent again, it is found.

    `mandate_id` chooses among several mandates of the author in the group; `on_behalf` says that they speak
    for its organisation. `is_new` of the result tells whether this call stored it. Raises NotFound,
    Forbidden, Invalid, and Conflict when `client_id` was used for another message.
    """
    author_id = person_of(actor)
    asked = {"client_id": client_id, "parent_id": reply_to}
    thread = load_thread(actor, thread_id, Action.READ, more=POSTING, parameters=asked)
    message = Message(
        thread=thread,
        author_id=author_id,
        client_id=client_id,
        body=checked_text("/body", body, BODY_LENGTH),
        parent_id=reply_to,
        on_behalf=on_behalf,
    )
    if thread.stored_as is not None:  # type: ignore[attr-defined]  # annotated
        return _stored(message, mandate_id)
    if not ThreadPolicy().can(actor, Action.POST, thread):
        raise ThreadPolicy().refusal(actor, Action.POST, thread)
    if reply_to is not None and not thread.holds_parent:  # type: ignore[attr-defined]  # annotated
        raise Invalid.field(
            "/reply_to", "not_in_thread", _("The message that this answers is not in this thread.")
        )
    message.mandate = _mandate(actor, thread, mandate_id, on_behalf)
    _write(actor, message)
    return message


def _stored(message: Message, mandate_id: UUID | None) -> Message:
    """The message that was stored under the same name. Raises Conflict when it says something else."""
    known = Message.objects.select_related("author", "mandate__organisation").get(
        author=message.author_id, client_id=message.client_id
    )
    same = (
        known.thread_id == message.thread_id
        and known.parent_id == message.parent_id
        and known.on_behalf == message.on_behalf
        and mandate_id in (None, known.mandate_id)
        # What was edited or deleted since no longer tells what was sent.
        and (known.body == message.body or known.edited_at is not None or known.is_deleted)
    )
    if not same:
        raise Conflict(
            "client_id_reused", _("Another message was sent under this client_id. Take a new one.")
        )
    return known


def _mandate(actor: Actor, thread: Thread, mandate_id: UUID | None, on_behalf: bool) -> Mandate | None:
    mandate = mandate_for(actor, thread.group_id, mandate_id)
    if on_behalf and mandate is None:
        raise Invalid.field(
            "/on_behalf", "no_mandate", _("You speak personally here: you have no mandate in this group.")
        )
    return mandate


def _write(actor: Actor, message: Message) -> None:
    """Store the message with its number, its event and its place in every topic. Raises ThreadMoved."""
    thread = message.thread
    at = now()
    payload = MessagePosted(message_id=message.pk, **place_of(thread))
    message.html, message.recipe, message.posted_at = render(message.body), RECIPE, at
    parameters = {
        **event_parameters(actor, payload, at),
        "message_id": message.pk,
        "thread_id": thread.pk,
        "talking": sorted(TALKING),
        "visibility": thread.visibility,
        "author_id": message.author_id,
        "mandate_id": message.mandate_id,
        "on_behalf": message.on_behalf,
        "parent_id": message.parent_id,
        "body": message.body,
        "html": message.html,
        "recipe": message.recipe,
        "client_id": message.client_id,
        "reading_id": uuid7(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)
        rows = cursor.fetchall()
    if not rows:
        raise ThreadMoved
    message.number = rows[0][0]
    message.is_new = True
    message._state.adding = False
    record_written(
        Recorded(parameters["event_id"], payload.kind, tuple((name, seq) for _number, name, seq in rows))
    )


@service(Action.SUPPORT)
def support_message(*, actor: Actor, message_id: UUID) -> Message:
    """Stand behind a message. Doing it again changes nothing. Raises NotFound, Forbidden, Conflict."""
    message = _message_to_support(actor, message_id)
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    _support, made = Support.objects.get_or_create(message=message, person_id=person_of(actor))
    if made:
        record(actor, SupportChanged(message_id=message.pk, supported=True, **place_of(message.thread)))
    return message


@service(Action.SUPPORT)
def withdraw_support(*, actor: Actor, message_id: UUID) -> Message:
    """No longer stand behind a message. Raises NotFound, Forbidden."""
    message = _message_to_support(actor, message_id)
    gone, _rows = Support.objects.filter(message=message, person_id=person_of(actor)).delete()
    if gone:
        record(actor, SupportChanged(message_id=message.pk, supported=False, **place_of(message.thread)))
    return message


def _message_to_support(actor: Actor, message_id: UUID) -> Message:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise SignedOut() if actor.is_anonymous else NotFound()
    message.thread = load_thread(actor, message.thread_id, Action.SUPPORT)
    return message
