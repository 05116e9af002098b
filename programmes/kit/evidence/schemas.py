"""Schemas of evidence in dossiers."""

from __future__ import annotations

from typing import Literal, TypedDict
from uuid import UUID

from tasks.evidence.schemas import PieceFacts

DossierEvidenceActionName = Literal["read", "withdraw", "hide"]


class EvidenceSubjectOut(TypedDict):
    """What a piece of evidence belongs to: the dossier itself, or a part of it such as a finding."""

    kind: str
    id: UUID


class DossierEvidenceOut(PieceFacts):
    """A piece of evidence as the reader sees it, with the actions that are open to them."""

    subject: EvidenceSubjectOut
    allowed: list[DossierEvidenceActionName]
