"""Rounds of a thread, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.rounds import schemas as shapes, serializers
from dialogue.rounds.models import Round, RoundTurn
from dialogue.rounds.selectors import LATEST, in_order, rounds_of, with_speakers
from dialogue.rounds.services import end_round, start_round
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters
from groups.common import presenters as groups
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, answer, keyset_page, page_of, shape


class ThreadRounds(Endpoint):
    """Rounds: each sector at the table speaks once."""

    actions = {"GET": Action.READ, "POST": Action.KEEP_FLOOR}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.RoundOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What was asked and which sectors spoke, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        return answer(keyset_page(request, rounds_of(thread), order=LATEST, present=shown_rounds))

    @extend_schema(request=serializers.StartRoundIn, responses={201: shape(shapes.RoundOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Start one."""
        row = start_round(actor=self.actor, thread_id=thread_id, **self.parse(serializers.StartRoundIn))
        return _shown(self.actor, row, 201)


class ThreadRoundEnd(Endpoint):
    """The end of a round before its time."""

    actions = {"POST": Action.KEEP_FLOOR}

    @extend_schema(request=serializers.EndRoundIn, responses=shape(shapes.RoundOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """End it; again, it changes nothing."""
        round_id = self.parse(serializers.EndRoundIn)["round"]
        return _shown(self.actor, end_round(actor=self.actor, thread_id=thread_id, round_id=round_id), 200)


def _shown(actor: Actor, row: Round, status: int) -> Response:
    note_thread(actor, row.thread)
    (found,) = shown_rounds(rounds_of(row.thread).filter(pk=row.pk))
    return answer(found, status=status)


def shown_rounds(rows: Iterable[Round]) -> list[shapes.RoundOut]:
    """Needs what `rounds_of` brings."""
    return [_round(one) for one in with_speakers(rows)]


def _round(row: Round) -> shapes.RoundOut:
    turns = sorted(row.turns.all(), key=lambda turn: turn.message.number)
    return {
        "id": row.pk,
        "question": row.question,
        "sectors": cast("Any", in_order(row, turns)),
        "started_at": row.started_at,
        "started_by": groups.voice(row.started_by, row.mandate) if row.started_by is not None else None,
        "ends_at": row.ends_at,
        "over_at": row.over_at,
        "early": row.ended_by_id is not None,
        "turns": [_turn(one) for one in turns],
    }


def _turn(row: RoundTurn) -> shapes.RoundTurnOut:
    message = row.message
    state = "withdrawn" if message.is_deleted else "hidden" if message.is_hidden else "said"
    return {
        "sector": cast("Any", row.sector),
        "number": message.number,
        "author": timeline_presenters.voice(message),
        "posted_at": message.posted_at,
        "state": cast("Any", state),
    }
