"""A decision in the minutes: what was decided, by which rule, its count, and who wanted otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import pgettext

from dialogue.decisions.lifecycle import get_result_label
from dialogue.decisions.models import Answer, Capacity, Decision, DecisionState, Method, Unit, Voter
from dialogue.decisions.quorum import SectorPresence
from dialogue.decisions.rolls import count_turnout
from dialogue.decisions.tally import Standing, Tally
from dialogue.minutes.names import name_briefly
from groups.models import Sector
from viche.kernel.pdf.report import Block, Heading, Paragraph, Table
from viche.kernel.text import translate_field

AGAINST_IT = frozenset({Answer.OBJECT, Answer.AGAINST, Answer.STAND_ASIDE})
FOR_IT = frozenset({Answer.CONSENT, Answer.FOR})


@dataclass(frozen=True, slots=True)
class DecisionPrinter:
    """Writes decisions as blocks; `may_print` says which texts may stand in this version.

    `began_at` is when the meeting began: what was closed before was only looked at there.
    """

    language: str
    began_at: datetime
    for_public: bool
    may_print: Callable[[str], bool]

    def list_blocks(self, row: Decision, standing: Standing) -> Iterator[Block]:
        yield Paragraph(self._describe_question(row), "strong")
        outcome = translate_field(row, "outcome", self.language)
        if outcome and self.may_print(outcome):
            yield Paragraph(outcome)
        if row.state == DecisionState.WITHDRAWN:
            yield Paragraph(self._describe_withdrawal(row))
            return
        if row.is_closed and row.closed_at is not None and row.closed_at < self.began_at:
            words = pgettext("minutes", "Looked at again. %(result)s on %(day)s.")
            yield Paragraph(words % {"result": _name_first_result(row), "day": _format_close(row)})
            return
        yield Paragraph(_describe_rule(row))
        if not row.is_closed:
            yield Paragraph(pgettext("minutes", "Answers are still collected."))
            return
        yield from self._list_count(row, standing)
        yield Paragraph(self._describe_result(row, standing))
        if row.review_on is not None:
            words = pgettext("minutes", "To be looked at again on %(day)s.")
            yield Paragraph(words % {"day": date_format(row.review_on, "SHORT_DATE_FORMAT")})
        yield from self._list_dissent(row, standing)

    def _describe_withdrawal(self, row: Decision) -> str:
        reason = row.withdrawn_reason
        if not reason or not self.may_print(reason):
            return pgettext("minutes", "The proposal was withdrawn on %(day)s.") % {"day": _format_close(row)}
        words = pgettext("minutes", "The proposal was withdrawn on %(day)s: %(reason)s")
        return words % {"day": _format_close(row), "reason": reason}

    def _describe_question(self, row: Decision) -> str:
        title = translate_field(row, "title", self.language)
        title = title if self.may_print(title) else pgettext("minutes", "(left out)")
        return pgettext("minutes", "Decision No. %(number)d. %(title)s") % {
            "number": row.number or 0,
            "title": title,
        }

    def _describe_result(self, row: Decision, standing: Standing) -> str:
        quorum, winner = standing.quorum, standing.tally.winner if standing.tally is not None else None
        words = f"{get_result_label(row)}."
        if winner is not None:
            words = f"{self._name_options(row)[winner]}. {words}"
        if not row.binds or row.method == Method.ADVICE:
            words += " " + pgettext("minutes", "It is advice and binds nobody.")
        if quorum is not None:
            words += " " + pgettext("minutes", "Took part: %(answered)d, needed: %(needed)d.") % {
                "answered": quorum.answered,
                "needed": quorum.needed,
            }
            for one in quorum.sectors:
                if not one.is_met or one.state == "silent":
                    words += " " + _describe_sector(one)
        return words

    def _list_count(self, row: Decision, standing: Standing) -> Iterator[Block]:
        tally = standing.tally
        if tally is None:
            return
        if tally.is_split_hidden:
            yield Paragraph(pgettext("minutes", "Fewer than five secret ballots: only the result is given."))
        elif tally.approval is not None:
            yield _build_approval_table(row, tally, count_turnout(standing.roll))
        elif tally.options is not None:
            head = (pgettext("minutes", "Option"), pgettext("minutes", "Votes"))
            names = self._name_options(row)
            yield Table(head, tuple((names[pk], str(votes)) for pk, votes in tally.options.tallies.items()))
        elif tally.ranked is not None and tally.ranked.rounds:
            yield self._build_rounds_table(row, tally)
            yield from self._list_ties(row, tally)

    def _build_rounds_table(self, row: Decision, tally: Tally) -> Table:
        rounds = tally.ranked.rounds if tally.ranked is not None else ()
        names = self._name_options(row)
        head = [pgettext("minutes", "Option")]
        head += [
            pgettext("minutes", "Round %(number)d") % {"number": place} for place in range(1, len(rounds) + 1)
        ]
        rows = [
            (name, *(str(one.tallies[pk]) if pk in one.tallies else "–" for one in rounds))
            for pk, name in names.items()
        ]
        rows.append((pgettext("minutes", "Exhausted ballots"), *(str(one.exhausted) for one in rounds)))
        return Table(tuple(head), tuple(rows))

    def _list_ties(self, row: Decision, tally: Tally) -> Iterator[Block]:
        """Say in which rounds only the tie rule chose who went out."""
        rounds = tally.ranked.rounds if tally.ranked is not None else ()
        names = self._name_options(row)
        words = pgettext(
            "minutes", "Round %(number)d: equally few votes for %(equal)s; by the tie rule %(out)s went out."
        )
        for number, one in enumerate(rounds, 1):
            if one.by_tie:
                equal = [names[pk] for pk, votes in one.tallies.items() if votes == min(one.tallies.values())]
                out = ", ".join(names[pk] for pk in one.eliminated)
                yield Paragraph(words % {"number": number, "equal": ", ".join(equal), "out": out})

    def _name_options(self, row: Decision) -> dict[str, str]:
        options = sorted(row.options.all(), key=lambda one: one.position)
        labels = {str(one.pk): translate_field(one, "label", self.language) for one in options}
        hidden = pgettext("minutes", "Option %(number)d")
        return {
            pk: label if self.may_print(label) else hidden % {"number": place}
            for place, (pk, label) in enumerate(labels.items(), 1)
        }

    def _list_dissent(self, row: Decision, standing: Standing) -> Iterator[Block]:
        """List who wanted another result, and the objections that stopped a proposal."""
        winner = standing.tally.winner if standing.tally is not None else None
        voters = sorted(row.voters.all(), key=lambda one: (one.sector, one.pk))
        voters = [one for one in voters if hasattr(one, "vote")]
        dissent = [one for one in voters if _wanted_otherwise(row, winner, one)]
        objected = [one for one in voters if one.vote.answer == Answer.OBJECT and one not in dissent]
        names = self._name_options(row)
        for heading, shown in (
            (pgettext("minutes", "OBJECTIONS:"), objected),
            (pgettext("minutes", "DISSENTING OPINION:"), dissent),
        ):
            if shown:
                yield Heading(heading)
            for one in shown:
                # The wish to be named is for another result alone.
                may_name = shown is dissent and not self.for_public
                yield Paragraph(self._describe_answer(one, names, may_name))

    def _describe_answer(self, voter: Voter, names: Mapping[str, str], may_name: bool) -> str:
        vote, who = voter.vote, str(Sector(voter.sector).label)
        if vote.wants_name and may_name:
            who = f"{name_briefly(vote.said_by or vote.cast_by, self.language)} ({who})"
        answer = names[str(vote.ranking[0])] if vote.ranking else str(Answer(vote.answer).label)
        reasons = [vote.harm, vote.reason]
        if vote.condition:
            reasons.append(pgettext("minutes", "To be lifted if: %(words)s") % {"words": vote.condition})
        reasons = [one for one in reasons if one and self.may_print(one)]
        words = " ".join(reasons) or pgettext("minutes", "Without explanation.")
        return f"{who}: {answer}. {words}"


def _wanted_otherwise(row: Decision, winner: str | None, voter: Voter) -> bool:
    """Return whether an open answer wanted another result than the one that came out; of no result, none."""
    if row.state == DecisionState.NO_QUORUM:
        return False
    vote = voter.vote
    if vote.answer == Answer.CHOOSE:
        return winner is not None and bool(vote.ranking) and str(vote.ranking[0]) != winner
    return vote.answer in (FOR_IT if row.state == DecisionState.REJECTED else AGAINST_IT)


def _name_first_result(row: Decision) -> str:
    """Return the result by the count: what was superseded since had been adopted."""
    if row.state == DecisionState.SUPERSEDED:
        return str(DecisionState.ADOPTED.label)
    return get_result_label(row)


def _format_close(row: Decision) -> str:
    """Return the day on which a decision was closed or withdrawn, in the time zone of its group."""
    at = row.closed_at and row.closed_at.astimezone(ZoneInfo(row.group.time_zone))
    return date_format(at, "SHORT_DATE_FORMAT") if at else ""


def _describe_sector(one: SectorPresence) -> str:
    sector = str(Sector(one.sector).label)
    if one.until is None:
        return pgettext("minutes", "%(sector)s: no answer.") % {"sector": sector}
    day = date_format(one.until, "SHORT_DATE_FORMAT")
    if one.state == "asked":
        words = pgettext("minutes", "%(sector)s: asked until %(day)s, closed before that day was over.")
    else:
        words = pgettext("minutes", "%(sector)s: asked until %(day)s, silent.")
    return words % {"sector": sector, "day": day}


def _describe_rule(row: Decision) -> str:
    parts = [row.get_method_display()]
    if row.method == Method.MAJORITY:
        parts += [row.get_threshold_display(), row.get_base_display()]
    if row.method == Method.RANKED:
        parts.append(row.get_tie_rule_display())
    if row.on_paper:
        parts.append(pgettext("minutes", "Ballots on paper"))
    else:
        parts += [str(Unit(row.unit).label), str(Capacity(row.capacity).label)]
        parts.append(pgettext("minutes", "Secret ballot") if row.secret else pgettext("minutes", "Open vote"))
    return pgettext("minutes", "Rule: %(parts)s.") % {"parts": "; ".join(map(str, parts))}


def _build_approval_table(row: Decision, tally: Tally, turnout: tuple[int, int]) -> Table:
    count = tally.approval
    if count is None:
        raise TypeError("This decision has no count of one proposal.")
    answered, seated = turnout
    head = (
        pgettext("minutes", "Vote"),
        pgettext("minutes", "For, consent"),
        pgettext("minutes", "Against, objection"),
        pgettext("minutes", "Abstained"),
        pgettext("minutes", "No answer"),
    )
    figures = (count.for_, count.against, count.abstained, 0 if row.on_paper else seated - answered)
    number = pgettext("minutes", "Decision No. %(number)d") % {"number": row.number or 0}
    return Table(head, ((number, *map(str, figures)),))
