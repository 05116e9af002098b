"""Events of decisions: references and codes only. A secret ballot has none, only the mark that it was cast.

The topic of the thread gets them, and that of the group while the whole group may read the decision.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.decisions.access import get_place_group_id
from dialogue.decisions.models import Decision
from dialogue.threads.events import group_topic, topic_of
from viche.kernel.actor import Actor
from viche.kernel.events import Payload, record


class DecisionPayload(Payload):
    """Base of the events of a decision."""

    decision_id: UUID
    thread_id: UUID | None
    group_id: UUID
    shared: bool

    @property
    def subject(self) -> tuple[str, UUID]:
        return "decision", self.decision_id

    @property
    def topics(self) -> tuple[str, ...]:
        thread = (topic_of(self.thread_id),) if self.thread_id is not None else ()
        return (*thread, *((group_topic(self.group_id),) if self.shared else ()))


class DecisionProposed(DecisionPayload, kind="dialogue.decision_proposed", discloses=True):
    """A decision was drafted. `confirmed`: see `MessagePosted`."""


class DecisionChanged(DecisionPayload, kind="dialogue.decision_changed", discloses=True):
    """A draft was edited. `confirmed`: see `MessagePosted`."""


class DecisionOpened(DecisionPayload, kind="dialogue.decision_opened"):
    """A decision opened: its rule and its roll are fixed."""


class DecisionClosed(DecisionPayload, kind="dialogue.decision_closed"):
    """A decision was counted, with this result. `early`: before its time."""

    state: str
    early: bool


class DecisionWithdrawn(DecisionPayload, kind="dialogue.decision_withdrawn"):
    """A decision was withdrawn before it was counted."""


class DecisionSuperseded(DecisionPayload, kind="dialogue.decision_superseded"):
    """Another decision that names this one was adopted."""

    superseded_by: UUID


class VoteCast(DecisionPayload, kind="dialogue.vote_cast", discloses=True):
    """An answer was given or changed; of a secret ballot this says only that it was cast.

    `by_phone`: another person recorded it. `confirmed`: see `MessagePosted`.
    """

    voter_id: UUID
    answer: str | None
    ranking: tuple[UUID, ...] = ()
    mandate_id: UUID | None = None
    by_phone: bool = False


class VoteWithdrawn(DecisionPayload, kind="dialogue.vote_withdrawn"):
    """An answer was withdrawn. `why` is withdrawn, seat_lost or not_stored (a secret ballot failed)."""

    voter_id: UUID
    why: str


class VoterPassedOn(DecisionPayload, kind="dialogue.voter_passed_on"):
    """A seat passed to the successor of its post while the decision was open."""

    voter_id: UUID


class SectorAsked(DecisionPayload, kind="dialogue.decision_sector_asked"):
    """A sector was asked by name to answer."""

    ask_id: UUID


class ObjectionAnswered(DecisionPayload, kind="dialogue.objection_answered", discloses=True):
    """An objection was answered. `confirmed`: see `MessagePosted`."""

    reply_id: UUID


class OutcomeWritten(DecisionPayload, kind="dialogue.decision_outcome_written", discloses=True):
    """The outcome was written, or its words or review day changed. `confirmed`: see `MessagePosted`.

    `is_new`: the words changed. `replaces`: other words were told before.
    """

    is_new: bool = True
    replaces: bool = False


class PaperCounted(DecisionPayload, kind="dialogue.decision_paper_counted"):
    """Ballots of paper were entered (`entry` 1 or 2), or their scan was attached (0)."""

    entry: int


class DecisionPublished(DecisionPayload, kind="dialogue.decision_published", discloses=True):
    """A decision was published in words of its own, or taken back. `confirmed`: see `MessagePosted`."""

    is_public: bool


class DecisionReminderDue(DecisionPayload, kind="dialogue.decision_reminder_due"):
    """A decision closes soon: who has not answered is reminded."""


class DecisionReviewDue(DecisionPayload, kind="dialogue.decision_review_due"):
    """The review day of a decision has come."""


def record_decision(actor: Actor, kind: type[DecisionPayload], row: Decision, **facts: Any) -> None:
    """Record an event about a decision as it is now. Needs the thread."""
    facts |= {"group_id": get_place_group_id(row), "shared": row.is_shared_with_group}
    record(actor, kind(decision_id=row.pk, thread_id=row.thread_id, **facts))
