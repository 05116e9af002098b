"""Statements: facilitators sum up the discussion of a thread in single sentences."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.loaders import check_has_content
from dialogue.messages.models import Message
from dialogue.summary.events import StatementsChanged
from dialogue.summary.models import STATEMENT_LENGTH, Statement
from dialogue.threads.loaders import (
    get_event_scope,
    get_removal_action,
    invalidate_search_text,
    require_person,
)
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, check_thread_action
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

MAX_STATEMENTS = 100
"""Maximum number of statements per thread: they are loaded together."""


@service(Action.SUM_UP)
def collect_statement(
    *,
    actor: Actor,
    thread_id: UUID,
    text: str,
    number: int | None = None,
) -> Statement:
    """Add a statement, optionally as the sum of the message with a `number`. Idempotent.

    Personal data that the message contains already needs no confirmation. Raises NotFound, Forbidden,
    Invalid, PersonalData, and Conflict for a message that already has a statement, for one that is withdrawn
    or hidden, and where there are too many.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.SUM_UP, lock=True)
    text = validate_text("/text", text, STATEMENT_LENGTH)
    source = _get_source(thread, number)
    stated = Statement.objects.filter(thread=thread)
    same = stated.filter(text=text, source=source).first()
    if same is not None:  # a retry, since the response was lost
        return same
    if source is not None and stated.filter(source=source).exists():
        raise Conflict("collected_already", _("The point of this message is among the statements already."))
    if stated.count() >= MAX_STATEMENTS:
        raise Conflict(
            "too_many_statements", _("A thread can have at most a hundred statements. Remove some first.")
        )
    actor = check_disclosure(actor, {"/text": text}, [source.body] if source is not None else [])
    statement = Statement.objects.create(
        thread=thread,
        text=text,
        source=source,
        collected_by_id=require_person(actor),
        mandate=get_mandate_in_group(actor, thread.group_id),
    )
    _record_changed(actor, statement, "collected")
    return statement


@service(Action.SUM_UP)
def edit_statement(*, actor: Actor, statement_id: UUID, expected_version: int, text: str) -> Statement:
    """Edit a statement.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict where its message is withdrawn or
    hidden.
    """
    statement = _lock_statement(actor, statement_id)
    text = validate_text("/text", text, STATEMENT_LENGTH)
    if text == statement.text:
        return statement
    check_version(statement, expected_version)
    if statement.source is not None:
        check_has_content(statement.source)
    actor = check_disclosure(actor, {"/text": text}, [statement.text])
    statement.text = text
    save_new_version(statement, "text")
    _record_changed(actor, statement, "edited")
    return statement


@service(Action.SUM_UP, Action.SET_AUDIENCE)
def remove_statement(*, actor: Actor, statement_id: UUID, expected_version: int) -> UUID:
    """Delete a statement and return the id of its thread. Raises NotFound, Forbidden, Stale."""
    statement = _lock_statement(actor, statement_id, removes=True)
    check_version(statement, expected_version)
    _record_changed(actor, statement, "removed")
    statement.delete()
    return statement.thread_id


def _get_source(thread: Thread, number: int | None) -> Message | None:
    if number is None:
        return None
    message = Message.objects.filter(thread=thread, number=number).first()
    if message is None:
        words = _("There is no message with this number in the thread.")
        raise Invalid.field("/number", "not_in_thread", words)
    check_has_content(message)
    return message


def _lock_statement(actor: Actor, statement_id: UUID, *, removes: bool = False) -> Statement:
    """Lock the thread of a statement and load the statement. Raises SignedOut, NotFound, Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    thread_id = Statement.objects.filter(pk=statement_id).values_list("thread", flat=True).first()
    if thread_id is None:
        raise NotFound
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    statement = Statement.objects.select_related("source").filter(pk=statement_id).first()
    if statement is None:  # deleted while the lock was awaited
        raise NotFound
    check_thread_action(actor, get_removal_action(thread) if removes else Action.SUM_UP, thread)
    statement.thread = thread
    return statement


def _record_changed(actor: Actor, statement: Statement, change: str) -> None:
    place = get_event_scope(statement.thread)
    if change != "collected":
        invalidate_search_text(Thread.objects.filter(pk=statement.thread_id))
    record(actor, StatementsChanged(**place, statement_id=statement.pk, change=change))
