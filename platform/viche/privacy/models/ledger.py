"""The ledger of erasures, as the database knows it. The file outside is in viche.privacy.ledger."""

from __future__ import annotations

import pgtrigger
from django.db import models

from viche.privacy.ledger import Line, Tampered


class LedgerEntry(models.Model):
    """One erasure: who, under which pseudonym since, when. `digest` chains it to the line before.

    The person is an id without a relation: after a restore the ledger may name somebody whom the database
    does not know.
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
    def of(cls, line: Line) -> LedgerEntry:
        """The row of a line; it is not stored yet."""
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
    def line(self) -> Line:
        """What the file says of it. Raises Tampered when the row does not carry its own digest."""
        line = Line(self.seq, self.person_id, self.pseudonym, self.removes_messages, self.at, self.previous)
        if line.digest != self.digest:
            raise Tampered(self.seq, "the row in the database was changed")
        return line
