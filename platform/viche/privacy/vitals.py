"""Whether the ledger of erasures is what was written."""

from __future__ import annotations

from viche.kernel.vitals import vital
from viche.privacy import ledger
from viche.privacy.models import LedgerEntry


@vital("erasure_ledger_faults", "The ledger of erasures was changed outside the system", worry=1)
def faults() -> float:
    try:
        outside = ledger.read()
        inside = [entry.line for entry in LedgerEntry.objects.order_by("seq")]
    except ledger.Tampered:
        return 1
    return float(outside[: len(inside)] != inside[: len(outside)])
