"""Frames of events of decisions and charters: light ones. Those of a secret ballot have no tally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from dialogue.charters.events import CharterChanged
from dialogue.decisions import events, schemas
from dialogue.decisions.loaders import join_count, join_voters
from dialogue.decisions.models import Decision, Voter
from dialogue.decisions.presenters import show_standing, show_voter
from dialogue.decisions.tally import assess_decisions
from dialogue.threads.realtime import GROUP
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_frame


class DecisionFrame(schemas.StandingOut):
    """What changed of a decision, and how it stands now. `voter`: whose answer changed, as it is now."""

    decision_id: UUID
    thread_id: UUID | None
    state: schemas.StateName
    version: int
    change: str
    voter: schemas.VoterOut | None


class CharterFrame(TypedDict):
    """The charter of a group changed: load it anew."""

    group_id: UUID


def build_decision_frames(rows: Sequence[Event], topic_kind: str) -> Mapping[UUID, Data | None]:
    """Build the frames of decisions as they are now; on the topic of a group only what all of it may read."""
    ids = {event.subject_id for event in rows}
    found = {row.pk: row for row in join_count(Decision.objects.filter(pk__in=ids))}
    standings = assess_decisions(list(found.values()))
    named = {event.id: UUID(event.data["voter_id"]) for event in rows if "voter_id" in event.data}
    voters = {one.pk: one for one in join_voters(Voter.objects.filter(pk__in=set(named.values())))}
    return {
        event.id: {
            "decision_id": row.pk,
            "thread_id": row.thread_id,
            "state": row.state,
            "version": row.version,
            "change": event.kind.rpartition(".")[2],
            "voter": show_voter(voters[named[event.id]]) if event.id in named else None,
            **show_standing(standings[row.pk]),
        }
        for event in rows
        if (row := found.get(event.subject_id)) is not None
        and (topic_kind != GROUP or row.is_shared_with_group)
    }


for payload in events.DecisionPayload.__subclasses__():
    if payload.kind != events.DecisionReminderDue.kind:  # it changes nothing
        register_frame(payload.kind, shape=DecisionFrame)(build_decision_frames)


@register_frame(CharterChanged.kind, shape=CharterFrame)
def build_charter_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: {"group_id": event.subject_id} for event in rows}
