"""The content of an edition: both reports as canonical JSON, with its digest, and their PDFs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import override

from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import LANGUAGES
from programmes.kit.registry import get_programme
from viche.kernel.pdf.report import encode_report, render_report


@dataclass(frozen=True, slots=True)
class EditionContent:
    """What an edition freezes: canonical JSON of the reports by language, and the PDF in each language."""

    text: str
    papers: dict[str, bytes]

    @property
    def sha256(self) -> str:
        return compute_digest(self.text.encode())


def build_content(dossier: Dossier, *, for_public: bool) -> EditionContent:
    """Build the report of a dossier in both languages. Its kind must have one."""
    build_report = get_programme(dossier.kind).report
    if build_report is None:
        raise TypeError(f"Dossiers of the kind {dossier.kind!r} have no report.")
    reports, papers = {}, {}
    for language in LANGUAGES:
        with override(language):
            report = build_report(dossier, language, for_public)
            papers[language] = render_report(report)
        reports[language] = encode_report(report)
    return EditionContent(encode_canonically(reports), papers)


def encode_canonically(data: Any) -> str:
    """Return JSON in the one form that data has here: sorted keys, no spaces, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compute_digest(content: bytes) -> str:
    return sha256(content).hexdigest()
