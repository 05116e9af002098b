"""What the tests of this room do over and over, through services and through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import connection
from rest_framework.test import APIClient

from dialogue.facilitation.handover import hand_over_thread
from dialogue.lifecycle.services import create_thread, transition_thread
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Message, Purpose, Thread, ThreadState, Visibility
from dialogue.posting.services import post_message
from dialogue.transfer.services.merge import merge_thread
from dialogue.transfer.services.move import move_to_group
from dialogue.transfer.services.split import split_thread
from groups.initiative_groups.services import Charter, create_group
from groups.models import InitiativeGroup, Role
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.groups.helpers import stand_in
from tests.patience import PATIENCE
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError
from viche.kernel.ids import uuid7
from viche.kernel.policy import Policy, short_name_of

WORDS = "Вхід — сходи вниз, без поручнів."
QUESTION = "Як людині на кріслі колісному потрапити в укриття?"


def a_thread(world: World, by: str = "facilitator", **facts: Any) -> Thread:
    """A thread of the world's group, open to all of it unless said otherwise."""
    fields: dict[str, Any] = {"title_uk": QUESTION, "purpose": Purpose.CONSULT, **facts}
    actor = world.actor(by).with_confirmed(fields.pop("confirmed", ()))
    return create_thread(actor=actor, group_id=world.group.pk, **fields)


def a_restricted_thread(
    world: World, *, organisations: tuple[str, ...] = (), people: tuple[str, ...] = (), **facts: Any
) -> Thread:
    """A thread for some organisations and people, facilitated by the facilitator of the group."""
    return a_thread(
        world,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations[name].pk for name in organisations],
        person_ids=[world.people[name].pk for name in people],
        **facts,
    )


def a_thread_in(world: World, state: ThreadState, **facts: Any) -> Thread:
    """A thread that was brought to a state by its steps."""
    thread = a_thread(world, draft=state == ThreadState.DRAFT, **facts)
    steps = {
        ThreadState.SUMMARISING: (ThreadState.SUMMARISING,),
        ThreadState.CLOSED: (ThreadState.SUMMARISING, ThreadState.CLOSED),
    }
    for to in steps.get(state, ()):
        thread = step(world, thread, to)
    return thread


def step(world: World, thread: Thread, to: ThreadState, by: str = "facilitator", **facts: Any) -> Thread:
    """One step of a thread as it is now."""
    thread.refresh_from_db(fields=["version"])
    if to == ThreadState.CLOSED:
        facts.setdefault("outcome_uk", "Обстежити всі укриття")
    if to == ThreadState.OPEN:
        facts.setdefault("reason", "З’явилися нові дані")
    actor = world.actor(by).with_confirmed(facts.pop("confirmed", ()))
    return transition_thread(
        actor=actor, thread_id=thread.pk, to=to, expected_version=thread.version, **facts
    )


def hand_over(world: World, thread: Thread, to: str, by: str = "facilitator", **facts: Any) -> Thread:
    """Somebody of the cast leads the thread from now on."""
    thread.refresh_from_db(fields=["version"])
    said = {"reason": "Відпустка до понеділка", "expected_version": thread.version, **facts}
    return hand_over_thread(
        actor=world.actor(by), thread_id=thread.pk, facilitator_id=world.mandates[to].pk, **said
    )


def say(
    world: World, name: str, thread: Thread, body: str = "Вхід — сходи вниз, без поручнів.", **facts: Any
) -> Message:
    """One message of somebody of the cast."""
    author = world.actor(name).with_confirmed(facts.pop("confirmed", ()))
    return post_message(actor=author, thread_id=thread.pk, body=body, **{"client_id": uuid7(), **facts})


def standing_in(world: World, *names: str) -> User:
    """Somebody who stands in for some of the cast for a day, with no seat of their own."""
    deputy = person("deputy")
    for name in names:
        a_mandate(deputy, world.mandates[name].organisation)
        stand_in(world, name, deputy, now() - timedelta(hours=1), now() + timedelta(days=1))
    world.people["deputy"] = deputy
    return deputy


def restrict(
    world: World,
    thread: Thread,
    *,
    organisations: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
    by: str = "facilitator",
) -> Thread:
    thread.refresh_from_db(fields=["version"])
    return set_audience(
        actor=world.actor(by),
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.RESTRICTED,
        organisation_ids=[world.organisations[name].pk for name in organisations],
        person_ids=[world.people[name].pk for name in people],
    )


def widen(world: World, thread: Thread) -> Thread:
    thread.refresh_from_db(fields=["version"])
    return set_audience(
        actor=world.actor("facilitator"),
        thread_id=thread.pk,
        expected_version=thread.version,
        visibility=Visibility.GROUP,
    )


def a_group_beside(
    world: World, *names: str, role: Role = Role.MEMBER, led_by: str | None = None
) -> InitiativeGroup:
    """A proposed group of the same place, in which some of the cast sit by the mandates that they have."""
    charter = Charter(name_uk="Група сусідня", purpose_uk="Дороги", quorum=1)
    group = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    for name in names:
        a_seat(group, world.mandates[name], Role.FACILITATOR if name == led_by else role)
    return group


def take(
    world: World, thread: Thread, group: InitiativeGroup, by: str = "facilitator", **facts: Any
) -> Thread:
    """Take a thread to another group, knowing who comes to read it."""
    thread.refresh_from_db(fields=["version"])
    fields: dict[str, Any] = {"reason": "Це їхнє питання", "widens": True, **facts}
    return move_to_group(
        actor=world.actor(by).with_confirmed(fields.pop("confirmed", ())),
        thread_id=thread.pk,
        group_id=group.pk,
        expected_version=thread.version,
        **fields,
    )


def part(world: World, thread: Thread, *numbers: int, by: str = "facilitator", **facts: Any) -> Thread:
    """Take messages out of a thread into a new one, which is returned."""
    thread.refresh_from_db(fields=["version"])
    fields: dict[str, Any] = {"title_uk": "А що з поручнями?", "reason": "Це інше питання", **facts}
    return split_thread(
        actor=world.actor(by),
        thread_id=thread.pk,
        numbers=numbers,
        expected_version=thread.version,
        **fields,
    )


def merge(world: World, thread: Thread, into: Thread, by: str = "facilitator", **facts: Any) -> Thread:
    """Have a thread go on in another one, which is returned."""
    thread.refresh_from_db(fields=["version"])
    fields: dict[str, Any] = {"reason": "Це те саме питання", **facts}
    return merge_thread(
        actor=world.actor(by),
        thread_id=thread.pk,
        into_id=into.pk,
        **{"expected_version": thread.version, **fields},
    )


class Api:
    """Speaks HTTP as one person of the cast (or as a token of theirs, or as nobody)."""

    def __init__(self, person: User | None, actor: Actor | None = None) -> None:
        self.client: Any = APIClient()
        if person is not None:
            token: Any = actor or Actor.for_person(person.pk)
            self.client.force_authenticate(person, token)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(f"/api/v1/{path}", body, format="json", headers=headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.patch(f"/api/v1/{path}", body, format="json", headers=headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.put(f"/api/v1/{path}", body, format="json", headers=headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.client.delete(f"/api/v1/{path}", headers=headers)

    def raw(self, path: str, body: bytes, content_type: str = "application/json") -> Any:
        return self.client.post(f"/api/v1/{path}", body, content_type=content_type)


def api(world: World, name: str, actor: Actor | None = None) -> Api:
    return Api(None if name == "anonymous" else world.people[name], actor)


def if_match(row: Any) -> dict[str, str]:
    """The header that says which version is meant."""
    return {"If-Match": f'"{row.version}"'}


def pointers(response: Any) -> list[tuple[str, str]]:
    """Pointer and code of every fault that an answer names."""
    return [(one["pointer"], one["code"]) for one in response.json()["errors"]]


def check_allowed(world: World, policy: Policy[Any], row: Any) -> None:
    """Assert that the actions shown as allowed are those that the policy permits one by one."""
    for name in ("facilitator", "secretary", "officer", "observer"):
        actor = world.actor(name)
        each = {short_name_of(one) for one in policy.every if policy.can(actor, one, row)}
        assert set(policy.allowed(actor, row)) == each


def ids(items: list[dict[str, Any]]) -> list[UUID]:
    return [UUID(str(one["id"])) for one in items]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; the result of each, or the domain error that it ended in."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(PATIENCE)
            return act()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
