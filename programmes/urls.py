"""Addresses of the programmes app."""

from __future__ import annotations

from django.urls import URLPattern, path

from programmes.kit.evidence import api as evidence_api

DOSSIER = "dossiers/<uuid:dossier_id>"
EVIDENCE = f"{DOSSIER}/evidence"

urlpatterns: list[URLPattern] = [
    path(EVIDENCE, evidence_api.DossierEvidenceList.as_view()),
    path(f"{EVIDENCE}/<uuid:piece_id>", evidence_api.DossierEvidenceDetail.as_view()),
    path(f"{EVIDENCE}/<uuid:piece_id>/hidden", evidence_api.DossierEvidenceHiding.as_view()),
]
