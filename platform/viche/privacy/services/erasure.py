"""Erasure of a person, while the record of the groups stays complete."""

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
from viche.privacy.locks import lock_erasures
from viche.privacy.models import LedgerEntry, SubjectRequest
from viche.privacy.registry import ErasureOrder, list_erasers
from viche.privacy.request_steps import ERASURE_APPROVAL_KIND
from viche.privacy.services.exports import delete_archives


def _build_pseudonym(number: int) -> Text:
    """Return the name of an erased person in the record."""
    return {"uk": f"Учасник № {number}", "en": f"Participant no. {number}"}


@service(Reason.SYSTEM)
def erase_now(*, actor: Actor, person_id: UUID, removes_messages: bool) -> LedgerEntry:
    """Erase a person; the caller has authorised it. Idempotent.

    The ledger entry, the account and the data of all apps change in one transaction. After the commit the
    ledger line is written to the file outside the database.
    """
    lock_erasures()
    known = LedgerEntry.objects.filter(person_id=person_id).first()
    if known is not None:
        return known
    entry = LedgerEntry.of(_build_next_line(person_id, removes_messages))
    entry.save(force_insert=True)
    _erase(actor, entry)
    return entry


@service(Reason.SYSTEM)
def erase_again(*, actor: Actor, line: ledger.LedgerLine) -> bool:
    """Repeat an erasure that the external ledger names and the restored database lacks.

    Returns whether the database had the person. Raises TamperedLedger where the database contradicts the
    line.
    """
    lock_erasures()
    known = LedgerEntry.objects.filter(seq=line.seq).first()
    if known is not None:
        if known.line != line:
            raise ledger.TamperedLedger(line.seq, "the database says something else")
        return False
    entry = LedgerEntry.of(line)
    entry.save(force_insert=True)
    if not User.objects.filter(pk=line.person_id).exists():
        return False
    _erase(actor, entry)
    return True


@service(Reason.SYSTEM)
def write_ledger(*, actor: Actor) -> int:
    """Append committed entries to the ledger file; return its number of lines.

    Raises TamperedLedger where the file contradicts the database.
    """
    lines = [entry.line for entry in LedgerEntry.objects.order_by("seq")]
    ledger.append_lines(lines)
    return len(lines)


def _build_next_line(person_id: UUID, removes_messages: bool) -> ledger.LedgerLine:
    last = LedgerEntry.objects.order_by("-seq").first()
    number = secrets.randbelow(900_000) + 100_000
    while LedgerEntry.objects.filter(pseudonym=number).exists():
        number = secrets.randbelow(900_000) + 100_000
    return ledger.LedgerLine(
        seq=last.seq + 1 if last else 1,
        person_id=person_id,
        pseudonym=number,
        removes_messages=removes_messages,
        at=now(),
        previous=last.digest if last else ledger.GENESIS_DIGEST,
    )


def _erase(actor: Actor, entry: LedgerEntry) -> None:
    person_id, pseudonym = entry.person_id, _build_pseudonym(entry.pseudonym)
    erasing = ErasureOrder(person_id, pseudonym, entry.removes_messages)
    for erase in list_erasers():
        erase(actor, erasing)
    delete_archives(actor=actor, person_id=person_id)
    mine = SubjectRequest.objects.filter(person=person_id)
    mine.update(text="", objection="", answer="")
    for pk in mine.values_list("pk", flat=True):  # the payload contains the answer, too
        Approval.objects.filter(kind=ERASURE_APPROVAL_KIND, subject_id=pk).update(
            payload={"request": str(pk), "note": ""}
        )
    erase_account(actor=actor, person_id=person_id, name=pseudonym)
    transaction.on_commit(_write_file, robust=True)


def _write_file() -> None:
    """Write the ledger file at once; if that fails, the periodic job does it."""
    write_ledger(actor=Actor.for_system("privacy.ledger"))
