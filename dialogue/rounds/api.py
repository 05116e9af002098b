"""HTTP endpoints of rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.rounds import schemas as shapes, serializers
from dialogue.rounds.models import Round, RoundTurn
from dialogue.rounds.selectors import LATEST_FIRST, load_speakers, order_sectors, rounds_of
from dialogue.rounds.services import end_round, start_round
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters
from groups.common import presenters as groups
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, Nothing, answer, page_of, paginate, shape_of


class ThreadRounds(Endpoint):
    """Rounds of a thread: each sector posts one message."""

    actions = {"GET": Action.READ, "POST": Action.KEEP_FLOOR}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.RoundOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List the rounds with their questions and turns, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        return answer(paginate(request, rounds_of(thread), order=LATEST_FIRST, present=show_rounds))

    @extend_schema(request=serializers.StartRoundIn, responses={201: shape_of(shapes.RoundOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Start a round."""
        said = self.parse(serializers.StartRoundIn)
        row = start_round(actor=self.actor, thread_id=thread_id, **said)
        return _show_one(self.actor, row, 201)


class ThreadRoundEnd(Endpoint):
    """Early end of a round."""

    actions = {"POST": Action.KEEP_FLOOR}

    @extend_schema(request=serializers.EndRoundIn, responses=shape_of(shapes.RoundOut))
    def post(self, request: Request, thread_id: UUID) -> Response:
        """End the round. Idempotent."""
        round_id = self.parse(serializers.EndRoundIn)["round"]
        return _show_one(self.actor, end_round(actor=self.actor, thread_id=thread_id, round_id=round_id), 200)


def _show_one(actor: Actor, row: Round, status: int) -> Response:
    log_thread_read(actor, row.thread)
    (found,) = show_rounds(rounds_of(row.thread).filter(pk=row.pk))
    return answer(found, status=status)


def show_rounds(rows: Iterable[Round]) -> list[shapes.RoundOut]:
    """Show rounds. Needs the relations that `rounds_of` loads."""
    return [_show_round(one) for one in load_speakers(rows)]


def _show_round(row: Round) -> shapes.RoundOut:
    turns = sorted(row.turns.all(), key=lambda turn: turn.message.number)
    return {
        "id": row.pk,
        "question": row.question,
        "sectors": cast("Any", order_sectors(row, turns)),
        "started_at": row.started_at,
        "started_by": groups.show_voice(row.started_by, row.mandate) if row.started_by is not None else None,
        "ends_at": row.ends_at,
        "over_at": row.over_at,
        "early": row.ended_by_id is not None,
        "turns": [_show_turn(one) for one in turns],
    }


def _show_turn(row: RoundTurn) -> shapes.RoundTurnOut:
    message = row.message
    state = "withdrawn" if message.is_deleted else "hidden" if message.is_hidden else "said"
    return {
        "sector": cast("Any", row.sector),
        "number": message.number,
        "author": timeline_presenters.show_voice(message),
        "posted_at": message.posted_at,
        "state": cast("Any", state),
    }
