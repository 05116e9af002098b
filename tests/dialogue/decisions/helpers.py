"""What the tests of decisions do over and over, through services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from dialogue.decisions.services.ballots import cast_ballot
from dialogue.decisions.services.closing import transition_decision
from dialogue.decisions.services.drafts import propose_in_group, propose_in_thread
from dialogue.decisions.services.votes import cast_vote
from dialogue.models import Decision, Method, Thread, Voter
from tests.cast import World
from tests.dialogue.helpers import api
from viche.kernel.clock import now

TITLE = "Чи ставимо поручні до зими?"
VOTERS = ("facilitator", "secretary", "officer", "teacher", "councillor")
OPTIONS = [{"label_uk": "Поручні"}, {"label_uk": "Світло"}, {"label_uk": "Пандус"}]


def a_draft(world: World, thread: Thread | None = None, by: str = "facilitator", **facts: Any) -> Decision:
    """A drafted decision of the group, or of a thread."""
    fields = {
        "title_uk": TITLE,
        "method": Method.CONSENT,
        "closes_at": now() + timedelta(days=3),
        **facts,
    }
    if thread is not None:
        return propose_in_thread(actor=world.actor(by), thread_id=thread.pk, facts=fields)
    return propose_in_group(actor=world.actor(by), group_id=world.group.pk, facts=fields)


def a_decision(world: World, thread: Thread | None = None, **facts: Any) -> Decision:
    """A decision that takes answers."""
    return move(world, a_draft(world, thread, **facts), "open")


def move(world: World, row: Decision, to: str, by: str = "facilitator", **facts: Any) -> Decision:
    """One step of a decision as it is now."""
    row.refresh_from_db()
    return transition_decision(
        actor=world.actor(by), decision_id=row.pk, to=to, expected_version=row.version, **facts
    )


def voter_of(world: World, row: Decision, name: str) -> Voter:
    """The voter of somebody's seat, or of their organisation."""
    known = Voter.objects.filter(decision=row)
    seat = known.filter(membership=world.seats[name].pk).first()
    return seat or known.get(membership=None, organisation=world.mandates[name].organisation_id)


def vote(world: World, row: Decision, name: str, answer: str, by: str = "", **facts: Any) -> Decision:
    """The answer of somebody's seat, given by its holder unless said otherwise."""
    voter = voter_of(world, row, name)
    return cast_vote(
        actor=world.actor(by or name), decision_id=row.pk, voter_id=voter.pk, answer=answer, **facts
    )


def adopt(world: World, row: Decision) -> Decision:
    """Let every seat consent, and close it."""
    for name in VOTERS:
        vote(world, row, name, "consent")
    return move(world, row, "closed")


def object_to(world: World, row: Decision, name: str, **facts: Any) -> Decision:
    said = {"harm": "Сходи обмерзнуть", "condition": "Якщо посиплють піском", **facts}
    return vote(world, row, name, "object", **said)


def choose(world: World, row: Decision, name: str, *places: int) -> Decision:
    return vote(world, row, name, "choose", ranking=ranked(row, *places))


def cast_secretly(world: World, row: Decision, name: str, answer: str, *places: int) -> Decision:
    voter = voter_of(world, row, name)
    return cast_ballot(
        actor=world.actor(name),
        decision_id=row.pk,
        voter_id=voter.pk,
        answer=answer,
        ranking=ranked(row, *places),
    )


def ranked(row: Decision, *places: int) -> list[UUID]:
    """The ids of options by their places in the list, from 1 on."""
    known = dict(row.options.values_list("position", "pk"))
    return [known[place] for place in places]


def shown(world: World, row: Decision, name: str = "observer") -> Mapping[str, Any]:
    """The decision as the API shows it to somebody."""
    answer = api(world, name).get(f"decisions/{row.pk}")
    assert answer.status_code == 200, answer.content
    found: Mapping[str, Any] = answer.json()
    return found
