"""Rounds: who is to speak, who has, and who may not again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dialogue.messages.models import Message
from dialogue.messages.selectors import with_voices
from dialogue.rounds.errors import no_sector, sector_spoke, turn_by_mail
from dialogue.rounds.models import Round, RoundTurn
from dialogue.threads.models import Thread
from dialogue.threads.selectors import people_speaking
from groups.models import Sector
from groups.selectors import bring_holders, voices_in
from viche.kernel.clock import now
from viche.kernel.errors import DomainError

LATEST = ("-started_at", "-id")


class Running:
    """A round that runs, with the sectors that have spoken, as messages are weighed one after the other."""

    def __init__(self, row: Round) -> None:
        self.row = row
        self.spoken: dict[str, Message] = {turn.sector: turn.message for turn in _turns().filter(round=row)}
        self.taken: dict[str, Message] = {}

    def refusal(self, message: Message) -> DomainError | None:
        """Why a message may not be said. Those who lead always speak: for their sector when they speak on
        behalf of an organisation of it, and it has not spoken. Nobody uses up the turn of their sector by an
        e-mail: there they do not see that a round is held.
        """
        mandate = message.mandate
        sector = mandate.organisation.sector if mandate is not None else None
        if message.leads and (sector is None or not message.on_behalf or sector in self.spoken):
            return None
        if sector is None:
            return no_sector()
        if sector in self.spoken:
            return sector_spoke(sector, self.spoken[sector])
        if message.by_mail:
            return turn_by_mail()
        self.spoken[sector] = self.taken[sector] = message
        return None

    def keep(self, said: Iterable[Message]) -> None:
        """Write down which sectors have spoken by what was stored."""
        stored = {one.pk for one in said}
        RoundTurn.objects.bulk_create(
            RoundTurn(round=self.row, sector=sector, message=message)
            for sector, message in self.taken.items()
            if message.pk in stored
        )


def free_turns(of: QuerySet[Message]) -> None:
    """A sector whose word was taken back in a round that runs may speak in it again. The threads are held."""
    RoundTurn.objects.filter(message__in=of, round__ended_at=None, round__ends_at__gt=now()).delete()


def running_in(thread: Thread) -> Running | None:
    """The round that runs in a thread now; a clock that is late does not make it longer."""
    if thread.round_id is None:
        return None
    row = Round.objects.filter(pk=thread.round_id, ended_at=None, ends_at__gt=now()).first()
    return Running(row) if row is not None else None


def sectors_in(thread: Thread) -> list[str]:
    """The sectors of those who speak in a thread, in their fixed order."""
    voices = voices_in(thread.group_id, people_speaking(thread))
    found = {mandate.organisation.sector for _person, mandate in voices if mandate is not None}
    return [sector for sector in Sector.values if sector in found]


def who_is_to_speak(row: Round) -> set[UUID]:
    """Who speaks in the thread for a sector that has not spoken yet."""
    spoken = set(row.turns.values_list("sector", flat=True))
    voices = voices_in(row.thread.group_id, people_speaking(row.thread))
    return {
        person.pk
        for person, mandate in voices
        if mandate is not None and mandate.organisation.sector not in spoken
    }


def rounds_of(thread: Thread) -> QuerySet[Round]:
    """The rounds of a thread with their turns, the latest first; `with_speakers` brings who spoke."""
    rows = Round.objects.filter(thread=thread).order_by(*LATEST)
    rows = rows.select_related("started_by", "mandate__organisation", "mandate__person")
    return rows.prefetch_related(Prefetch("turns", _turns()))


def with_speakers(found: Iterable[Round]) -> list[Round]:
    """Rounds of `rounds_of`, with who stood in for whom in their turns."""
    rows = list(found)
    said = [turn.message for one in rows for turn in one.turns.all()]
    bring_holders((one.author_id, one.mandate) for one in said)
    return rows


def _turns() -> QuerySet[RoundTurn]:
    return RoundTurn.objects.prefetch_related(Prefetch("message", with_voices(Message.objects.all())))


def in_order(row: Round, turns: Sequence[RoundTurn]) -> list[str]:
    """The sectors of a round in the order in which they are asked, then those that came later."""
    return [*row.sectors, *(turn.sector for turn in turns if turn.sector not in row.sectors)]
