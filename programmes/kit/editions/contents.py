"""The content of an edition of a dossier: its report in both languages."""

from __future__ import annotations

from programmes.kit.dossiers.models import Dossier
from programmes.kit.registry import get_programme
from viche.kernel.editions import EditionContent, freeze_reports


def build_content(dossier: Dossier, *, for_public: bool) -> EditionContent:
    """Build the report of a dossier in both languages. Its kind must have one."""
    build_report = get_programme(dossier.kind).report
    if build_report is None:
        raise TypeError(f"Dossiers of the kind {dossier.kind!r} have no report.")
    return freeze_reports(lambda language: build_report(dossier, language, for_public))
