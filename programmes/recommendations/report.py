"""The report of a dossier of recommendations, which an edition freezes: figures, words, answers, reasons.

For the public it says nothing of a dossier for its participants alone, and leaves out words that follow from
a finding that is not published or in which personal data was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext

from programmes.kit.dossiers.models import Dossier
from programmes.kit.findings.models import Finding
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.scorecard import (
    MIN_FOR_PERCENT,
    Cells,
    Figures,
    Mark,
    Rate,
    compute_figures,
    count_by,
    count_cells,
    group_figures,
)
from programmes.recommendations.selectors import join_relations
from programmes.recommendations.states import AXES, Implementation, Response
from viche.kernel.disclosure import find_personal_data
from viche.kernel.models import Link
from viche.kernel.pdf.report import Bar, Bars, Block, Fact, Facts, Group, Heading, Paragraph, Report, Table
from viche.kernel.text import format_short_day, translate_field

WITH_REASON = frozenset({Response.PARTLY, Response.REJECTED})


def build_report(dossier: Dossier, language: str, for_public: bool) -> Report:
    """Return the scorecard and the recommendations in force. Called under `override(language)`."""
    lead = pgettext("scorecard", "What became of the recommendations")
    if for_public and not dossier.is_shared_with_group:
        title = pgettext("scorecard", "Recommendations")
        closed = Paragraph(pgettext("scorecard", "These recommendations are not published."))
        return Report(language, title, lead, title, (closed,))
    rows = Recommendation.objects.issued().filter(dossier=dossier)
    hidden = find_unpublished(dossier) if for_public else frozenset()
    words = Words(language, for_public, hidden, dossier.group.time_zone)
    ordered = list(join_relations(rows).order_by("year", "number"))
    blocks = (*build_scorecard(count_cells(rows), ordered, language), *build_words(ordered, words))
    title = translate_field(dossier, "title", language)
    return Report(language, title, lead, title, blocks)


def find_unpublished(dossier: Dossier) -> frozenset[UUID]:
    """Return what follows from a finding that may not be published, and what superseded it."""
    next_of = dict(Recommendation.objects.filter(dossier=dossier).values_list("pk", "superseded_by"))
    links = Link.objects.filter(
        source_type="finding", target_type="recommendation", target_id__in=list(next_of)
    )
    pairs = list(links.values_list("source_id", "target_id"))
    published = Finding.objects.filter(pk__in=[one for one, _target in pairs], may_be_published=True)
    known = set(published.values_list("pk", flat=True))
    found: set[UUID] = set()
    for finding_id, pk in pairs:
        following: UUID | None = pk if finding_id not in known else None
        while following is not None:
            found.add(following)
            following = next_of[following]
    return frozenset(found)


# ---- figures -----------------------------------------------------------------------------------------------


def build_scorecard(cells: Cells, rows: Sequence[Recommendation], language: str) -> Iterator[Block]:
    """Yield the rates, how far all of them came, and tables by addressee, theme and year."""
    total = compute_figures(cells.by_year)
    answers = count_by(cells.by_year, lambda one: one.response)
    yield Facts(tuple(_describe_total(total, answers[Response.PENDING])))
    if not total.issued:
        return
    yield Heading(pgettext("scorecard", "Answers"))
    yield _build_bars(
        [(label, answers[Response(one)]) for one, label in _label_states("response")], total.issued
    )
    yield Heading(pgettext("scorecard", "How far they are"))
    marks = count_by(cells.by_year, lambda one: one.mark)
    yield _build_bars([(_label_mark(one), marks[one]) for one in Mark], total.issued)
    names = {(one.addressee_organisation_id, one.outside_body_id): one.addressed_to for one in rows}
    by_addressee = group_figures(cells.by_addressee)
    addressees = [(translate_field(names[one], "name", language), of) for one, of in by_addressee.items()]
    yield _build_table(pgettext("scorecard", "Addressee"), addressees, total)
    by_theme = group_figures(cells.by_theme)
    themes = [(str(Theme(one).label), of) for one, of in by_theme.items()]
    yield _build_table(pgettext("scorecard", "Theme"), themes, total)
    by_year = group_figures(cells.by_year)
    years = [(str(one), by_year[one]) for one in sorted(by_year)]
    yield _build_table(pgettext("scorecard", "Year of issue"), years, total)
    few = pgettext("scorecard", "Percentages are given from %(least)s recommendations on.")
    yield Paragraph(few % {"least": MIN_FOR_PERCENT}, "quiet")


def _describe_total(total: Figures, unanswered: int) -> Iterator[Fact]:
    yield Fact(pgettext("scorecard", "Issued"), str(total.issued), strong=True)
    yield Fact(pgettext("scorecard", "Answered"), describe_rate(total.answered), strong=True)
    yield Fact(pgettext("scorecard", "Without an answer"), str(unanswered))
    yield Fact(pgettext("scorecard", "Accepted, also in part"), describe_rate(total.accepted), strong=True)
    implemented = pgettext("scorecard", "Implemented, says the addressee (verified ones included)")
    yield Fact(implemented, describe_rate(total.implemented), strong=True)
    verified = pgettext("scorecard", "Verified by another organisation")
    yield Fact(verified, describe_rate(total.verified), strong=True)


def describe_rate(rate: Rate) -> str:
    """Return a rate in words: 21 of 24 (88%)."""
    facts = {"count": rate.count, "of": rate.of, "percent": rate.percent}
    if rate.percent is None:
        return pgettext("scorecard", "%(count)s of %(of)s") % facts
    return pgettext("scorecard", "%(count)s of %(of)s (%(percent)s%%)") % facts


def _build_bars(counted: Sequence[tuple[str, int]], of: int) -> Bars:
    bars = (Bar(name, describe_rate(Rate(count, of)), count / of) for name, count in counted if count)
    return Bars(tuple(bars))


def _build_table(first: str, named: Sequence[tuple[str, Figures]], total: Figures) -> Table:
    head = (
        first,
        pgettext("scorecard", "Issued"),
        pgettext("scorecard", "Answered"),
        pgettext("scorecard", "Accepted"),
        pgettext("scorecard", "Implemented"),
        pgettext("scorecard", "Verified"),
    )
    every = (*named, (pgettext("scorecard", "Together"), total))
    return Table(head, tuple(_build_row(name, of) for name, of in every), widths=(4, 2, 3, 3, 3, 3))


def _build_row(name: str, of: Figures) -> tuple[str, ...]:
    rates = (of.answered, of.accepted, of.implemented, of.verified)
    return (name, str(of.issued), *map(describe_rate, rates))


def _label_states(axis: str) -> list[tuple[str, str]]:
    return [(one.name, str(one.label)) for one in AXES[axis].states]


def _label_mark(mark: Mark) -> str:
    labels: dict[Mark, Callable[[], str]] = {
        Mark.VERIFIED: lambda: pgettext("mark of a recommendation", "Verified"),
        Mark.IMPLEMENTED: lambda: pgettext("mark of a recommendation", "Waits for verification"),
        Mark.AT_WORK: lambda: pgettext("mark of a recommendation", "In progress or implemented in part"),
        Mark.NOT_STARTED: lambda: pgettext("mark of a recommendation", "Not started"),
        Mark.CLOSED: lambda: pgettext("mark of a recommendation", "Closed, not implemented"),
        Mark.REJECTED: lambda: pgettext("mark of a recommendation", "Rejected"),
        Mark.UNANSWERED: lambda: pgettext("mark of a recommendation", "No answer"),
    }
    return labels[mark]()


# ---- words -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """Which words a report may say: its language, and what is not for the public."""

    language: str
    for_public: bool
    hidden: AbstractSet[UUID]
    zone: str

    def say(self, row: Recommendation, text: str) -> str:
        """Return a text, or that it is not published."""
        is_secret = self.for_public and (row.pk in self.hidden or find_personal_data(text))
        return pgettext("scorecard", "Not published.") if is_secret else text


def build_words(rows: Sequence[Recommendation], words: Words) -> Iterator[Block]:
    """Yield the recommendations with answers and reasons, the rejected ones first."""
    rejected = [one for one in rows if one.response == Response.REJECTED]
    if rejected:
        heading = pgettext("scorecard", "Rejected: %(count)s, and why")
        yield Heading(heading % {"count": len(rejected)})
        yield from (_build_recommendation(one, words) for one in rejected)
    others = [one for one in rows if one.response != Response.REJECTED]
    if others:
        yield Heading(pgettext("scorecard", "Recommendations"))
        yield from (_build_recommendation(one, words) for one in others)


def _build_recommendation(row: Recommendation, words: Words) -> Group:
    sign = "№" if words.language == "uk" else "No."
    title = words.say(row, translate_field(row, "title", words.language))
    blocks: list[Block] = [Heading(f"{sign} {row.number}/{row.year}. {title}")]
    blocks.append(Paragraph(words.say(row, translate_field(row, "text", words.language)), "strong"))
    if row.cause_uk and not words.for_public:
        blocks.append(Paragraph(translate_field(row, "cause", words.language), "quiet"))
    return Group((*blocks, Facts(tuple(_describe_state(row, words)))))


def _describe_state(row: Recommendation, words: Words) -> Iterator[Fact]:
    yield Fact(pgettext("scorecard", "Addressee"), translate_field(row.addressed_to, "name", words.language))
    yield Fact(pgettext("scorecard", "Issued on"), format_short_day(row.issued_at, words.zone))
    answer = dict(_label_states("response"))[row.response]
    answered_on = format_short_day(row.responded_at, words.zone)
    yield Fact(pgettext("scorecard", "Answer"), ", ".join(filter(None, (answer, answered_on))), strong=True)
    # The reason of another answer that was logged says who said it.
    if row.response_reason and (row.response in WITH_REASON or not words.for_public):
        yield Fact(pgettext("scorecard", "Reason"), words.say(row, row.response_reason))
    if row.agreed_on:
        yield Fact(pgettext("scorecard", "Agreed day"), format_short_day(row.agreed_on, words.zone))
    implementation = dict(_label_states("implementation"))[row.implementation]
    yield Fact(pgettext("scorecard", "Implementation"), implementation, strong=True)
    if row.verified_for is not None:
        verified_for = translate_field(row.verified_for, "name", words.language)
        yield Fact(pgettext("scorecard", "Verified by"), verified_for)
    if row.implementation == Implementation.CLOSED_NOT_IMPLEMENTED:
        yield Fact(pgettext("scorecard", "Closed because"), words.say(row, row.implementation_reason))
