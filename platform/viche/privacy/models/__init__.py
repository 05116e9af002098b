"""Copies of one's data, requests about it, and the ledger of erasures."""

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
