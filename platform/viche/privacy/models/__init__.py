"""Models of exports, data subject requests, the erasure ledger, and access records."""

from viche.privacy.models.access import AccessRecord
from viche.privacy.models.exports import OPEN_EXPORTS, DataExport, ExportState
from viche.privacy.models.ledger import LedgerEntry
from viche.privacy.models.requests import (
    OPEN_REQUESTS,
    ErasureDue,
    RequestChannel,
    RequestDue,
    RequestKind,
    RequestState,
    RequestStep,
    SubjectRequest,
)

__all__ = [
    "OPEN_EXPORTS",
    "OPEN_REQUESTS",
    "AccessRecord",
    "DataExport",
    "ErasureDue",
    "ExportState",
    "LedgerEntry",
    "RequestChannel",
    "RequestDue",
    "RequestKind",
    "RequestState",
    "RequestStep",
    "SubjectRequest",
]
