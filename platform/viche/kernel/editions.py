"""Editions: reports that are frozen in both languages, as canonical JSON with a digest, and as PDFs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import override

from viche.kernel.models import Identified
from viche.kernel.pdf.report import Report, encode_report, render_report

LANGUAGES = ("uk", "en")
FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
"""Trigger of tables whose rows never change."""


class FrozenContent(Identified):
    """Abstract base of editions: canonical JSON of a report by language, and the digest of its bytes."""

    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True


class FrozenPaper(Identified):
    """Abstract base of the PDF of an edition in one language, frozen with it in the database."""

    language = models.CharField(max_length=2, choices=[(one, one) for one in LANGUAGES])
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class EditionContent:
    """What an edition freezes: canonical JSON of the reports by language, and the PDF in each language."""

    text: str
    papers: dict[str, bytes]

    @property
    def sha256(self) -> str:
        return compute_digest(self.text.encode())


def build_reports(build: Callable[[str], Report]) -> dict[str, Report]:
    """Return the report in each language; `build(language)` is called under that language."""
    reports = {}
    for language in LANGUAGES:
        with override(language):
            reports[language] = build(language)
    return reports


def encode_reports(reports: dict[str, Report]) -> str:
    """Return the canonical JSON of reports by language."""
    return encode_canonically({language: encode_report(one) for language, one in reports.items()})


def freeze_reports(build: Callable[[str], Report]) -> EditionContent:
    """Return the content of an edition; `build(language)` is called under each language."""
    reports, papers = build_reports(build), {}
    for language, one in reports.items():
        with override(language):
            papers[language] = render_report(one)
    return EditionContent(encode_reports(reports), papers)


def encode_canonically(data: Any) -> str:
    """Return JSON in the one form that data has here: sorted keys, no spaces, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compute_digest(content: bytes) -> str:
    return sha256(content).hexdigest()
