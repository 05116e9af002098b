"""Selectors of rounds: the active round, its turns, and the sectors that have not spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dialogue.messages.models import Message
from dialogue.messages.selectors import select_authors
from dialogue.rounds.errors import refuse_spoken_sector, refuse_turn_by_mail, refuse_without_sector
from dialogue.rounds.models import Round, RoundTurn
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import list_poster_ids
from groups.models import Sector
from groups.selectors import list_seats_in, load_people_with_mandates, prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

LATEST_FIRST = ("-started_at", "-id")


class ActiveRound:
    """An active round with the sectors that have spoken, while new messages are validated in order."""

    def __init__(self, row: Round) -> None:
        self.row = row
        self.spoken: dict[str, Message] = {
            turn.sector: turn.message for turn in _list_turns().filter(round=row)
        }
        self.taken: dict[str, Message] = {}

    def refusal(self, message: Message) -> DomainError | None:
        """Return the error that forbids a message in this round, or None.

        Facilitators may always post; they take their sector's turn only when they speak on behalf of one of
        its organisations and it has not spoken. A reply by e-mail never takes a turn, since its author does
        not see there that a round is active.
        """
        mandate = message.mandate
        sector = mandate.organisation.sector if mandate is not None else None
        if message.can_facilitate and (sector is None or not message.on_behalf or sector in self.spoken):
            return None
        if sector is None:
            return refuse_without_sector()
        if sector in self.spoken:
            return refuse_spoken_sector(sector, self.spoken[sector])
        if message.by_mail:
            return refuse_turn_by_mail()
        self.spoken[sector] = self.taken[sector] = message
        return None

    def keep(self, said: Iterable[Message]) -> None:
        """Store the turns of the messages that were stored."""
        stored = {one.pk for one in said}
        RoundTurn.objects.bulk_create(
            RoundTurn(round=self.row, sector=sector, message=message)
            for sector, message in self.taken.items()
            if message.pk in stored
        )


def release_round_turns(of: QuerySet[Message]) -> None:
    """Delete the turns of messages in active rounds, so that their sectors may speak again.

    The threads must be locked.
    """
    RoundTurn.objects.filter(message__in=of, round__ended_at=None, round__ends_at__gt=now()).delete()


def find_active_round(thread: Thread) -> ActiveRound | None:
    """Return the active round of a thread, or None; one whose time ran out is not active."""
    if thread.round_id is None:
        return None
    row = Round.objects.filter(pk=thread.round_id, ended_at=None, ends_at__gt=now()).first()
    return ActiveRound(row) if row is not None else None


def sectors_in(thread: Thread) -> list[str]:
    """Return the sectors of the people who may post in a thread, in their fixed order."""
    voices = load_people_with_mandates(thread.group_id, list_poster_ids(thread))
    found = {mandate.organisation.sector for _person, mandate in voices if mandate is not None}
    return [sector for sector in Sector.values if sector in found]


def list_pending_speaker_ids(row: Round) -> set[UUID]:
    """Return ids of people who may post in the thread for a sector that has not spoken yet."""
    spoken = set(row.turns.values_list("sector", flat=True))
    voices = load_people_with_mandates(row.thread.group_id, list_poster_ids(row.thread))
    return {
        person.pk
        for person, mandate in voices
        if mandate is not None and mandate.organisation.sector not in spoken
    }


def rounds_of(thread: Thread) -> QuerySet[Round]:
    """Return the rounds of a thread with their turns, the latest first; see `load_speakers`."""
    rows = Round.objects.filter(thread=thread).order_by(*LATEST_FIRST)
    rows = rows.select_related("started_by", "mandate__organisation", "mandate__person")
    return rows.prefetch_related(Prefetch("turns", _list_turns()))


def load_speakers(found: Iterable[Round]) -> list[Round]:
    """Load the mandate holders of the authors of turns. Needs rows of `rounds_of`."""
    rows = list(found)
    said = [turn.message for one in rows for turn in one.turns.all()]
    prefetch_principals((one.author_id, one.mandate) for one in said)
    return rows


def _list_turns() -> QuerySet[RoundTurn]:
    return RoundTurn.objects.prefetch_related(Prefetch("message", select_authors(Message.objects.all())))


def order_sectors(row: Round, turns: Sequence[RoundTurn]) -> list[str]:
    """Return the sectors of a round in the order of their turns, then those that joined later."""
    return [*row.sectors, *(turn.sector for turn in turns if turn.sector not in row.sectors)]


def list_rounds_awaiting(actor: Actor, ids: Collection[UUID]) -> list[Round]:
    """Return the active rounds in visible threads where a sector of `actor` has not spoken."""
    rows = Round.objects.filter(pk__in=ids, ended_at=None, ends_at__gt=now())
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(actor)).select_related("thread__group")
    return [row for row in rows if actor.person_id in list_pending_speaker_ids(row)]


def list_rounds_awaiting_sector_of(actor: Actor, most: int) -> list[Round]:
    """Return the active rounds in which a sector has not spoken for which `actor` may speak, at most so many.

    Runs four queries, and one where no round is active. Agrees with `list_pending_speaker_ids`.
    """
    if actor.person_id is None:
        return []
    going = Round.objects.filter(ended_at=None, ends_at__gt=now())
    visible = going.filter(thread__in=ThreadPolicy().visible_to(actor)).select_related("thread__group")
    rows = list(visible.prefetch_related("turns").order_by("ends_at", "id")[:most])
    if not rows:
        return []
    may = {one.pk for one in ThreadPolicy().permitted(actor, Action.POST, [row.thread for row in rows])}
    sectors: dict[UUID, str] = {}
    for seat in list_seats_in(actor.person_id, {row.thread.group_id for row in rows}):
        sectors.setdefault(seat.membership.group_id, seat.mandate.organisation.sector)
    return [
        row
        for row in rows
        if row.thread_id in may
        and (sector := sectors.get(row.thread.group_id)) is not None
        and all(turn.sector != sector for turn in row.turns.all())
    ]
