"""The erasure ledger in the database. The external file is in viche.privacy.ledger."""

from __future__ import annotations

import pgtrigger
from django.db import models

from viche.privacy.ledger import LedgerLine, TamperedLedger


class LedgerEntry(models.Model):
    """One erasure: person, pseudonym and moment. `digest` chains it to the previous line.

    The person is an id without a foreign key: after a restore the ledger may name a person whom the database
    does not have.
    """

    seq = models.BigIntegerField(primary_key=True)
    person_id = models.UUIDField(unique=True)
    pseudonym = models.PositiveIntegerField(unique=True)
    removes_messages = models.BooleanField()
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.seq}: {self.person_id}"

    @classmethod
    def of(cls, line: LedgerLine) -> LedgerEntry:
        """Return an unsaved row of a line."""
        return cls(
            seq=line.seq,
            person_id=line.person_id,
            pseudonym=line.pseudonym,
            removes_messages=line.removes_messages,
            at=line.at,
            previous=line.previous,
            digest=line.digest,
        )

    @property
    def line(self) -> LedgerLine:
        """Return the line of the file.

        Raises TamperedLedger when the row does not match its digest.
        """
        line = LedgerLine(
            self.seq, self.person_id, self.pseudonym, self.removes_messages, self.at, self.previous
        )
        if line.digest != self.digest:
            raise TamperedLedger(self.seq, "the row in the database was changed")
        return line
