"""What tests of announced threads do over and over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.access_requests.services import ask_for_access, decline_access, grant_access
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import AccessRequest, Thread, Visibility
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread


def announce(world: World, thread: Thread, *, announced: bool = True, **facts: Any) -> Thread:
    """The same are named as before."""
    thread.refresh_from_db(fields=["version"])
    named = thread.audience.all()
    return set_audience(
        actor=world.actor("facilitator").with_confirmed(facts.pop("confirmed", ())),
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[one.organisation_id for one in named if one.organisation_id],
        person_ids=[one.person_id for one in named if one.person_id],
        announced=announced,
        **facts,
    )


def an_announced_thread(world: World, **facts: Any) -> Thread:
    """For the police."""
    return announce(world, a_restricted_thread(world, organisations=("police",), **facts))


def ask(world: World, thread: Thread, by: str = "teacher", reason: str = "Школа поруч") -> AccessRequest:
    return ask_for_access(actor=world.actor(by), thread_id=thread.pk, reason=reason)


def grant(world: World, request_id: UUID, by: str = "facilitator") -> AccessRequest:
    return grant_access(actor=world.actor(by), request_id=request_id)


def refuse(world: World, request_id: UUID, by: str = "facilitator") -> AccessRequest:
    return decline_access(actor=world.actor(by), request_id=request_id, reason="Ідеться про інше")
