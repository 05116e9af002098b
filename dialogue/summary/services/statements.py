"""Statements: who leads a thread collects what the talk comes to, sentence by sentence."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.loaders import check_is_read
from dialogue.messages.models import Message
from dialogue.summary.events import StatementsChanged
from dialogue.summary.models import STATEMENT_LENGTH, Statement
from dialogue.threads.loaders import person_of, place_of, taking_back, words_go
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, demand
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

MOST = 100
"""Statements of one thread: they are read together."""


@service(Action.SUM_UP)
def collect_statement(
    *,
    actor: Actor,
    thread_id: UUID,
    text: str,
    number: int | None = None,
    confirmed: Collection[str] = (),
) -> Statement:
    """Note a statement of the talk; with the `number` of a message, that this is the point of it.

    The same again changes nothing. What the message says already is not asked about again. Raises NotFound,
    Forbidden, Invalid, PersonalData, and Conflict for a message of which the point is noted, what nobody
    reads any more, and where there are too many.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.SUM_UP, lock=True)
    text = checked_text("/text", text, STATEMENT_LENGTH)
    source = _source(thread, number)
    stated = Statement.objects.filter(thread=thread)
    same = stated.filter(text=text, source=source).first()
    if same is not None:  # sent again, since the answer was lost on the line
        return same
    if source is not None and stated.filter(source=source).exists():
        raise Conflict("collected_already", _("The point of this message is among the statements already."))
    if stated.count() >= MOST:
        raise Conflict("too_many_statements", _("A hundred statements are the most. Remove some first."))
    told = told_knowingly({"/text": text}, confirmed, [source.body] if source is not None else [])
    statement = Statement.objects.create(
        thread=thread,
        text=text,
        source=source,
        collected_by_id=person_of(actor),
        mandate=mandate_for(actor, thread.group_id),
    )
    _tell(actor, statement, "collected", told)
    return statement


@service(Action.SUM_UP)
def edit_statement(
    *, actor: Actor, statement_id: UUID, expected_version: int, text: str, confirmed: Collection[str] = ()
) -> Statement:
    """Put a statement in other words. Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict
    where its message is read no more.
    """
    statement = _held(actor, statement_id)
    text = checked_text("/text", text, STATEMENT_LENGTH)
    if text == statement.text:
        return statement
    _check_version(statement, expected_version)
    if statement.source is not None:
        check_is_read(statement.source)
    told = told_knowingly({"/text": text}, confirmed, [statement.text])
    statement.text = text
    statement.version += 1
    statement.save(update_fields=["text", "version"])
    _tell(actor, statement, "edited", told)
    return statement


@service(Action.SUM_UP, Action.SET_AUDIENCE)
def remove_statement(*, actor: Actor, statement_id: UUID, expected_version: int) -> UUID:
    """Take a statement from the list. Returns its thread. Raises NotFound, Forbidden, Stale."""
    statement = _held(actor, statement_id, removes=True)
    _check_version(statement, expected_version)
    _tell(actor, statement, "removed")
    statement.delete()
    return statement.thread_id


def _source(thread: Thread, number: int | None) -> Message | None:
    if number is None:
        return None
    message = Message.objects.filter(thread=thread, number=number).first()
    if message is None:
        words = _("There is no message with this number in the thread.")
        raise Invalid.field("/number", "not_in_thread", words)
    check_is_read(message)
    return message


def _held(actor: Actor, statement_id: UUID, *, removes: bool = False) -> Statement:
    """The statement with its thread, which is held. Raises SignedOut, NotFound, Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    thread_id = Statement.objects.filter(pk=statement_id).values_list("thread", flat=True).first()
    if thread_id is None:
        raise NotFound
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    statement = Statement.objects.select_related("source").filter(pk=statement_id).first()
    if statement is None:  # gone while we waited
        raise NotFound
    demand(actor, taking_back(thread) if removes else Action.SUM_UP, thread)
    statement.thread = thread
    return statement


def _check_version(statement: Statement, expected: int) -> None:
    if statement.version != expected:
        raise Stale


def _tell(actor: Actor, statement: Statement, change: str, told: tuple[str, ...] = ()) -> None:
    place = place_of(statement.thread)
    if change != "collected":
        words_go(Thread.objects.filter(pk=statement.thread_id))
    record(actor, StatementsChanged(**place, statement_id=statement.pk, change=change, confirmed=told))
