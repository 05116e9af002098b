"""Blocks of reports that programmes share. Call them under `override(language)`.

A report for the public names no people, and only the findings that may be published.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import pgettext

from programmes.kit.dossiers.models import Dossier
from programmes.kit.findings.models import Finding
from programmes.kit.participants.models import Participant
from programmes.kit.registry import READER, get_programme
from programmes.kit.risk import BAND_LABELS, RiskRating
from viche.kernel.pdf.report import Block, Fact, Facts, Group, Heading, Paragraph, Table
from viche.kernel.text import translate_field


def build_participants(dossier: Dossier, language: str, *, for_public: bool) -> list[Block]:
    """Return the participants of a dossier as a table, without a heading when there are none.

    Readers who asked for access had no part in what is reported.
    """
    named = Participant.objects.filter(dossier=dossier, until=None).exclude(part=READER.part)
    rows = [
        (_describe_role(one), _describe_participant(one, language, for_public=for_public))
        for one in named.order_by("since", "id").select_related(
            "organisation", "mandate__organisation", "mandate__person", "outside_body", "dossier"
        )
    ]
    if not rows:
        return []
    head = (pgettext("report", "Role"), pgettext("report", "Participant"))
    return [
        Heading(pgettext("report", "Participants")),
        Table(head, tuple(dict.fromkeys(rows)), widths=(1, 2)),
    ]


def _describe_role(one: Participant) -> str:
    role = get_programme(one.dossier.kind).roles.get(one.role)
    return one.role if role is None else str(role.label)


def _describe_participant(one: Participant, language: str, *, for_public: bool) -> str:
    if one.organisation is not None:
        return translate_field(one.organisation, "name", language)
    if one.mandate is None:
        return translate_field(one.outside_body, "name", language)
    place = translate_field(one.mandate.organisation, "name", language)
    position = translate_field(one.mandate, "position", language)
    people = [] if for_public else [translate_field(one.mandate.person, "name", language)]
    return ", ".join([*people, position, place])


def build_findings(dossier: Dossier, language: str, *, for_public: bool) -> list[Block]:
    """Return the findings that have evidence, each as a group; for the public those that may be published."""
    findings = _list_reported(dossier, for_public=for_public)
    blocks: list[Block] = [_build_finding(one, language) for one in findings]
    return [Heading(pgettext("report", "Findings")), *blocks] if blocks else []


def _list_reported(dossier: Dossier, *, for_public: bool) -> QuerySet[Finding]:
    findings = Finding.objects.filter(dossier=dossier, evidence_count__gt=0).order_by("number")
    return findings.filter(may_be_published=True) if for_public else findings


def _build_finding(finding: Finding, language: str) -> Group:
    sign = "№" if language == "uk" else "No."
    blocks: list[Block] = [Heading(f"{sign} {finding.number}. {translate_field(finding, 'title', language)}")]
    if text := translate_field(finding, "text", language):
        blocks.append(Paragraph(text))
    if finding.rating is not None:
        blocks.append(Facts(_describe_rating(finding.rating)))
    return Group(tuple(blocks))


def _describe_rating(rating: RiskRating) -> tuple[Fact, ...]:
    product = f"{rating.likelihood} × {rating.impact} = {rating.score}"
    risk = pgettext("report", "%(band)s (likelihood × impact: %(product)s)") % {
        "band": BAND_LABELS[rating.band],
        "product": product,
    }
    return (
        Fact(pgettext("report", "Risk"), risk, strong=True),
        Fact(pgettext("report", "Matrix"), rating.matrix),
    )
