"""HTTP endpoints of rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from dialogue.rounds import schemas as shapes, serializers
from dialogue.rounds.models import Round, RoundTurn
from dialogue.rounds.selectors import LATEST_FIRST, load_speakers, order_sectors, rounds_of
from dialogue.rounds.services import end_round, start_round
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters
from groups.common import presenters as groups
from viche.kernel.api import Answer, Endpoint, Page, Write, answer


def _show_one(row: Round) -> Answer[shapes.RoundOut]:
    (found,) = show_rounds(rounds_of(row.thread).filter(pk=row.pk))
    return answer(found, of=row.thread)


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


class ThreadRounds(Endpoint):
    """Rounds of a thread: each sector posts one message.

    GET: List the rounds with their questions and turns, the latest first.

    `state` of a turn says `withdrawn` or `hidden` when its message is. PDF and archive of the thread have
    the rounds, too.

    POST: Start a round.

    For facilitators (`keep_floor`), in an open thread, one round at a time (409 `round_runs`,
    `not_open`). Each sector that speaks there, by the mandate of a message, posts one message until
    `ends_at`. The next one gets 403 `round_spoken`, which names who has spoken and by which message;
    without a sector, 403 `round_no_sector`. Facilitators are bound by neither, and take the turn of a
    sector only by a message on behalf of an organisation of it.

    `round` of the thread is the active one. When an author withdraws their message during the round, the
    sector may speak again; otherwise the turn stays taken. A reply by e-mail takes no turn: it is
    refused, and its author is told to post on the page.
    """

    records = log_thread_read

    get = Page(
        Action.READ, rounds_of, of=threads_selectors.get_thread_for, shows=show_rounds, order=LATEST_FIRST
    )

    post = Write(Action.KEEP_FLOOR, start_round, body=serializers.StartRoundIn, shows=_show_one, status=201)


class ThreadRoundEnd(Endpoint):
    """Early end of a round.

    POST: End the round. Idempotent.

    So does everything that ends the discussion.
    """

    records = log_thread_read

    post = Write(Action.KEEP_FLOOR, end_round, body=serializers.EndRoundIn, shows=_show_one)
