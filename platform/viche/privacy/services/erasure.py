"""Erasing a person while the group's record stays whole."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction

from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.services.erasure import erase_account
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.kernel.text import Text
from viche.privacy import ledger
from viche.privacy.locks import one_at_a_time
from viche.privacy.models import LedgerEntry, SubjectRequest
from viche.privacy.registry import Erasing, erasers
from viche.privacy.request_steps import ERASURE
from viche.privacy.services.exports import delete_archives


def _pseudonym(number: int) -> Text:
    """What an erased person is called in the record."""
    return {"uk": f"Учасник № {number}", "en": f"Participant no. {number}"}


@service(Reason.SYSTEM)
def erase_now(*, actor: Actor, person_id: UUID, removes_messages: bool) -> LedgerEntry:
    """Erase a person: whoever called has authorised it. Doing it again changes nothing.

    One transaction: the line of the ledger, the account, everything that the rooms hold. After its commit the
    line goes to the file outside the database.
    """
    one_at_a_time()
    known = LedgerEntry.objects.filter(person_id=person_id).first()
    if known is not None:
        return known
    entry = LedgerEntry.of(_next_line(person_id, removes_messages))
    entry.save(force_insert=True)
    _erase(actor, entry)
    return entry


@service(Reason.SYSTEM)
def erase_again(*, actor: Actor, line: ledger.Line) -> bool:
    """Repeat an erasure that the ledger outside names and the database, restored from before, does not.

    Returns whether the database knew the person. Raises Tampered where the database says something else.
    """
    one_at_a_time()
    known = LedgerEntry.objects.filter(seq=line.seq).first()
    if known is not None:
        if known.line != line:
            raise ledger.Tampered(line.seq, "the database says something else")
        return False
    entry = LedgerEntry.of(line)
    entry.save(force_insert=True)
    if not User.objects.filter(pk=line.person_id).exists():
        return False
    _erase(actor, entry)
    return True


@service(Reason.SYSTEM)
def write_ledger(*, actor: Actor) -> int:
    """Bring the file up to what the database has committed; returns how many lines it has then.

    Raises Tampered where the file says something else than was written.
    """
    lines = [entry.line for entry in LedgerEntry.objects.order_by("seq")]
    ledger.append(lines)
    return len(lines)


def _next_line(person_id: UUID, removes_messages: bool) -> ledger.Line:
    last = LedgerEntry.objects.order_by("-seq").first()
    number = secrets.randbelow(900_000) + 100_000
    while LedgerEntry.objects.filter(pseudonym=number).exists():
        number = secrets.randbelow(900_000) + 100_000
    return ledger.Line(
        seq=last.seq + 1 if last else 1,
        person_id=person_id,
        pseudonym=number,
        removes_messages=removes_messages,
        at=now(),
        previous=last.digest if last else ledger.BEGINNING,
    )


def _erase(actor: Actor, entry: LedgerEntry) -> None:
    person_id, pseudonym = entry.person_id, _pseudonym(entry.pseudonym)
    erasing = Erasing(person_id, pseudonym, entry.removes_messages)
    for erase in erasers():
        erase(actor, erasing)
    delete_archives(actor=actor, person_id=person_id)
    mine = SubjectRequest.objects.filter(person=person_id)
    mine.update(text="", objection="", answer="")
    for pk in mine.values_list("pk", flat=True):  # the words of the answer stand there, too
        Approval.objects.filter(kind=ERASURE, subject_id=pk).update(payload={"request": str(pk), "note": ""})
    erase_account(actor=actor, person_id=person_id, name=pseudonym)
    transaction.on_commit(_write_file, robust=True)


def _write_file() -> None:
    """At once; where that fails, the tick does it."""
    write_ledger(actor=Actor.for_system("privacy.ledger"))
