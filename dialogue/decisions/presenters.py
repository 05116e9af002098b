"""Presenters of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from dialogue.common.copies import copy_fields
from dialogue.decisions import schemas
from dialogue.decisions.access import ActorDecisionAccess
from dialogue.decisions.answers import list_answers
from dialogue.decisions.counting import Round
from dialogue.decisions.loaders import join_voters
from dialogue.decisions.models import Decision, DecisionState, EarlierOutcome, PaperCount, Vote, Voter
from dialogue.decisions.policies import DecisionPolicy, list_allowed_actions
from dialogue.decisions.quorum import Quorum
from dialogue.decisions.rolls import count_marks, count_turnout
from dialogue.decisions.tally import (
    Standing,
    Tally,
    assess_decisions,
    compare_counts,
    sort_options,
)
from groups.common import presenters as groups
from viche.kernel.actor import Actor
from viche.kernel.models import Link
from viche.kernel.object_links import Reference, describe
from viche.kernel.text import bilingual_of

KIND = "decision"


def show_cards(actor: Actor, rows: Sequence[Decision]) -> list[schemas.DecisionCard]:
    """Show decisions to a reader who may read them, in a number of queries that does not grow.

    Needs the relations that `join_cards` loads.
    """
    access, standings = ActorDecisionAccess.load(actor, rows), assess_decisions(rows)
    own = {one.pk for voters in access.voters.values() for one in voters}
    shown = {one.pk: show_voter(one) for one in join_voters(Voter.objects.filter(pk__in=own))} if own else {}
    return [_show_card(access, row, standings[row.pk], shown) for row in rows]


def _show_card(
    access: ActorDecisionAccess, row: Decision, standing: Standing, own: Mapping[UUID, schemas.VoterOut]
) -> schemas.DecisionCard:
    return copy_fields(
        row,
        schemas.DecisionCard,
        group=groups.show_group_ref(row.group),
        visibility="restricted" if row.thread is not None and row.thread.is_restricted else "group",
        title=bilingual_of(row, "title"),
        rule=_show_rule(row),
        options=[
            copy_fields(one, schemas.DecisionOptionOut, label=bilingual_of(one, "label"))
            for one in sort_options(row)
        ],
        proposed_by=groups.show_voice(row.proposed_by, row.mandate) if row.proposed_by else None,
        **show_standing(standing),
        mine=[own[one.pk] for one in access.voters.get(row.pk, ())],
        outcome=_show_outcome(row),
        publication=_show_publication(row),
        allowed=list_allowed_actions(access.actor, row, access.roles[row.pk]),
    )


def show_whole_decision(actor: Actor, row: Decision) -> schemas.DecisionOut:
    """Show a decision with its roll to a reader who may read it. Needs what `join_record` loads."""
    (card,) = show_cards(actor, [row])
    known, successor = _find_known(actor, row), _find_successor(row)
    return {
        **card,
        "voters": [show_voter(one) for one in row.voters.all()],
        "asks": [
            copy_fields(one, schemas.AskOut, asked_by=groups.show_voice(one.asked_by, one.mandate))
            for one in row.asks.all()
        ],
        "paper": _show_paper(actor, row) if row.on_paper else None,
        "supersedes": _show_ref(row.supersedes, known) if row.supersedes is not None else None,
        "superseded_by": _show_ref(successor, known) if successor is not None else None,
        "earlier_outcomes": [_show_earlier_outcome(one) for one in row.earlier_outcomes.all()],
        "links": _show_links(actor, row),
    }


def _find_successor(row: Decision) -> Decision | None:
    """Return the decision that superseded this one: the first of those that were adopted."""
    if row.state != DecisionState.SUPERSEDED:
        return None
    adopted = [one for one in row.successors.all() if one.state in (DecisionState.ADOPTED, row.state)]
    return min(adopted, key=lambda one: (one.closed_at, one.pk), default=None)


def _find_known(actor: Actor, row: Decision) -> frozenset[UUID]:
    """Return the ids of the decisions of its chain that the reader may read."""
    named = {one.pk for one in row.successors.all()}
    if row.supersedes_id is not None:
        named.add(row.supersedes_id)
    if not named:
        return frozenset()
    return frozenset(DecisionPolicy().visible_to(actor).filter(pk__in=named).values_list("pk", flat=True))


def _show_ref(row: Decision, known: frozenset[UUID]) -> schemas.DecisionRef:
    return {
        "id": row.pk,
        "number": row.number if row.pk in known else None,
        "title": bilingual_of(row, "title") if row.pk in known else None,
        "state": cast("schemas.StateName", row.state),
    }


def _show_rule(row: Decision) -> schemas.RuleOut:
    answers = list_answers(row, has_options=bool(row.options.all()))
    return copy_fields(row, schemas.RuleOut, answers=[str(one) for one in answers])


def show_standing(found: Standing) -> schemas.StandingOut:
    """Show how a decision stands; of a few secret ballots only the result."""
    answered, seated = count_turnout(found.roll)
    return {
        "turnout": {"answered": answered, "seated": seated},
        "seats": [
            {"sector": cast("Any", sector), "mark": cast("Any", mark), "number": number}
            for (sector, mark), number in sorted(count_marks(found.roll).items())
        ],
        "quorum": None if found.quorum is None else _show_quorum(found.quorum),
        "tally": None if found.tally is None else _show_tally(found.tally),
    }


def _show_quorum(found: Quorum) -> schemas.QuorumOut:
    sectors = [copy_fields(one, schemas.SectorPresenceOut) for one in found.sectors]
    return copy_fields(found, schemas.QuorumOut, sectors=sectors)


def show_voter(row: Voter) -> schemas.VoterOut:
    """Show a voter; needs the relations that `join_voters` loads."""
    vote: Vote | None = getattr(row, "vote", None)
    return copy_fields(
        row,
        schemas.VoterOut,
        seat=groups.show_voice(row.mandate.person, row.mandate) if row.mandate is not None else None,
        organisation=groups.show_organisation(row.organisation),
        vote=_show_vote(vote) if vote is not None else None,
        replies=[
            copy_fields(one, schemas.ObjectionReplyOut, author=groups.show_voice(one.author, one.mandate))
            for one in row.replies.all()
        ],
    )


def _show_vote(row: Vote) -> schemas.VoteOut:
    return copy_fields(
        row,
        schemas.VoteOut,
        cast_by=groups.show_voice(row.cast_by, row.mandate),
        said_by=groups.show_person(row.said_by) if row.said_by is not None else None,
    )


def _show_tally(found: Tally) -> schemas.DecisionTallyOut:
    hidden = found.is_split_hidden
    counted = found.approval or found.options
    options = found.options.tallies.items() if found.options is not None else ()
    ranked = None if hidden else found.ranked
    return {
        "passed": found.passed,
        "winner": UUID(found.winner) if found.winner is not None else None,
        "marks": found.marks,
        "ballots": found.ballots,
        "needed": None if hidden or counted is None or not counted.needed else counted.needed,
        "answers": []
        if hidden
        else [{"answer": cast("Any", one), "number": found.answers[one]} for one in sorted(found.answers)],
        "options": [] if hidden else [_show_option_count(one, number) for one, number in options],
        "rounds": [] if ranked is None else [_show_round(one) for one in ranked.rounds],
        "tied": [] if ranked is None else [UUID(one) for one in ranked.tied],
        "is_split_hidden": hidden,
    }


def _show_option_count(option: str, number: int) -> schemas.OptionCount:
    return {"option_id": UUID(option), "number": number}


def _show_round(one: Round) -> schemas.CountRoundOut:
    return {
        "tallies": [_show_option_count(option, number) for option, number in one.tallies.items()],
        "exhausted": one.exhausted,
        "eliminated": [UUID(option) for option in one.eliminated],
        "by_tie": one.by_tie,
        "transfers": [
            {
                "source": UUID(moved.source),
                "target": UUID(moved.target) if moved.target is not None else None,
                "number": moved.number,
            }
            for moved in one.transfers
        ],
    }


def _show_paper(actor: Actor, row: Decision) -> schemas.PaperOut:
    counts = list(row.paper_counts.all())
    is_whole = len(counts) > 1
    return {
        "entries": [
            _show_entry(one, is_shown=is_whole or one.entered_by_id == actor.person_id) for one in counts
        ],
        "differences": [
            {
                "answer": cast("Any", one.ranking[0]),
                "ranking": [UUID(option) for option in one.ranking[1:]],
                "first": one.first,
                "second": one.second,
            }
            for one in compare_counts(counts)
        ],
        "scan": {"id": row.scan_id, "name": row.scan_name} if row.scan_id is not None else None,
    }


def _show_entry(row: PaperCount, *, is_shown: bool) -> schemas.PaperEntryOut:
    return copy_fields(
        row,
        schemas.PaperEntryOut,
        entered_by=groups.show_voice(row.entered_by, row.mandate),
        batches=[copy_fields(one, schemas.PaperBatchOut) for one in row.batches.all()] if is_shown else [],
    )


def _show_outcome(row: Decision) -> schemas.DecisionOutcomeOut | None:
    if row.outcome_at is None:
        return None
    by = groups.show_person(row.outcome_by) if row.outcome_by is not None else None
    return {"text": bilingual_of(row, "outcome"), "by": by, "at": row.outcome_at}


def _show_earlier_outcome(one: EarlierOutcome) -> schemas.DecisionOutcomeOut:
    by = groups.show_person(one.by) if one.by is not None else None
    return {"text": bilingual_of(one, "text"), "by": by, "at": one.at}


def _show_publication(row: Decision) -> schemas.DecisionPublicationOut | None:
    return None if row.public_at is None else {"text": bilingual_of(row, "public"), "at": row.public_at}


def _show_links(actor: Actor, row: Decision) -> list[schemas.DecisionLink]:
    """Return the sources of a decision and what was made of it, as far as the reader may see it."""
    incoming = Link.objects.filter(target_type=KIND, target_id=row.pk).order_by("at", "id")
    outgoing = Link.objects.filter(source_type=KIND, source_id=row.pk).order_by("at", "id")
    ends: list[tuple[Reference, bool]] = [
        *(((one.source_type, one.source_id), True) for one in incoming),
        *(((one.target_type, one.target_id), False) for one in outgoing),
    ]
    views = describe(actor, {reference for reference, _is_source in ends})
    return [
        copy_fields(view, schemas.DecisionLink, kind=kind, id=pk, is_source=is_source)
        for (kind, pk), is_source in ends
        if (view := views.get((kind, pk))) is not None
    ]


def show_public_decision(row: Decision) -> schemas.PublicDecisionOut:
    """Show a published decision by its words for the public alone."""
    return copy_fields(
        row,
        schemas.PublicDecisionOut,
        title=bilingual_of(row, "title"),
        text=bilingual_of(row, "public"),
    )
