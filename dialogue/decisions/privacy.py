"""Personal data in decisions, for export, and its erasure. Secret ballots hold none: they name nobody."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import (
    Decision,
    EarlierOutcome,
    ObjectionReply,
    PaperCount,
    SectorAsk,
    Vote,
)
from dialogue.decisions.policies import DecisionPolicy
from dialogue.decisions.services.erasure import erase_words_in_decisions
from viche.kernel.actor import Actor
from viche.privacy.holdings import Lookup, Rows
from viche.privacy.registry import ErasureOrder, register_eraser, register_personal_data


def _load_titles(person_id: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return titles of decisions, or the ids of those that the person may not read now."""
    seen = DecisionPolicy().visible_to(Actor.for_person(person_id)).filter(pk__in=ids)
    return {pk: str(pk) for pk in ids} | dict(seen.values_list("pk", "title_uk"))


DecisionRows = partial(Rows, decision=Lookup("decision_id", _load_titles))
VoterRows = partial(Rows, decision=Lookup("voter.decision_id", _load_titles))

register_personal_data(
    "dialogue.votes",
    VoterRows(
        Vote,
        ["cast_by", "said_by"],
        "at decision answer=get_answer_display harm condition reason wants_name",
    ),
    VoterRows(ObjectionReply, "author", "at decision text"),
    title=_("Answers that you gave openly in decisions"),
    purpose=_("To count a decision, and to keep who answered what. Secret ballots are not known."),
    recipients=_("Everyone who can read the decision."),
)
register_personal_data(
    "dialogue.decisions",
    Rows(
        Decision,
        ["proposed_by", "outcome_by"],
        "at decision=title_uk state=get_state_display proposed_it wrote_outcome",
        at=lambda row, me: row.proposed_at if row.proposed_by_id == me else row.outcome_at,
        proposed_it=lambda row, me: row.proposed_by_id == me,
        wrote_outcome=lambda row, me: row.outcome_by_id == me,
    ),
    DecisionRows(EarlierOutcome, "by", "at decision"),
    DecisionRows(SectorAsk, "asked_by", "at=asked_at decision sector=get_sector_display until"),
    DecisionRows(PaperCount, "entered_by", "at decision entry"),
    title=_("Decisions that you proposed, led or counted"),
    purpose=_("To know how a decision was made, and by whom."),
    recipients=_("Everyone who can read the decision."),
)


def erase(actor: Actor, erasing: ErasureOrder) -> None:
    """Remove the words of a person who wants their messages deleted."""
    if erasing.removes_messages:
        erase_words_in_decisions(actor=actor, person_id=erasing.person_id)


register_eraser("dialogue.decisions", erase)
