"""Health metric of the erasure ledger."""

from __future__ import annotations

from viche.kernel.health_metrics import register_health_metric
from viche.privacy import ledger
from viche.privacy.models import LedgerEntry


@register_health_metric(
    "erasure_ledger_faults", "The ledger of erasures was changed outside the system", worry=1
)
def count_ledger_faults() -> float:
    try:
        outside = ledger.read_lines()
        inside = [entry.line for entry in LedgerEntry.objects.order_by("seq")]
    except ledger.TamperedLedger:
        return 1
    return float(outside[: len(inside)] != inside[: len(outside)])
