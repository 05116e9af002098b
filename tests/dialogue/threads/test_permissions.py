"""Who may do what, in every state of a thread: by hand, never derived from the policies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from dialogue.models import Message, Thread, ThreadState
from dialogue.reading.selectors import list_readers_of
from dialogue.threads.access import find_visible_thread
from dialogue.threads.policies import (
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    in_visible_thread_q,
)
from dialogue.threads.visibility import resolve_visibility
from dialogue.timeline.thread_stats import get_thread_stats
from groups.grants import rebuild_grants
from groups.guest_shares.services import share_with_guest
from groups.initiative_groups.services import dissolve_group, suspend_group
from groups.models import InitiativeGroup, ShareAccess
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, a_thread_in, restrict, say, step
from tests.standing import Below, stands
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.policy import load

pytestmark = pytest.mark.django_db

DRAFT, OPEN, SUMMARISING, CLOSED = ThreadState
EVERY = frozenset(ThreadState)
OPENED = EVERY - {DRAFT}
TALKING = frozenset({OPEN, SUMMARISING})
POLICY = ThreadPolicy()

# The officer began the thread and leads it. Whoever is not named does not see it in that state: 404. Who sees
# it and is not named for an action gets 403.
SEES = {
    "facilitator": EVERY,
    "officer": EVERY,
    "secretary": OPENED,
    "teacher": OPENED,
    "councillor": OPENED,
    "observer": OPENED,
    "reading_guest": OPENED,
    "speaking_guest": OPENED,
    "outsider": frozenset[ThreadState](),
    "former": frozenset[ThreadState](),
    "administrator": frozenset[ThreadState](),
    "anonymous": frozenset[ThreadState](),
    "stranger": frozenset[ThreadState](),
}
SPEAKERS = frozenset({"facilitator", "officer", "secretary", "teacher", "councillor", "speaking_guest"})
LEADERS = frozenset({"facilitator", "officer"})
MATRIX: dict[Action, tuple[frozenset[str], frozenset[ThreadState]]] = {
    Action.READ: (frozenset(SEES), EVERY),
    Action.MARK_READ: (frozenset(SEES), EVERY),
    Action.FOLLOW: (frozenset(SEES), EVERY),
    Action.KEEP_DRAFT: (frozenset(SEES), EVERY),
    Action.SEE_ACCESS: (frozenset(SEES) - {"reading_guest", "speaking_guest"}, EVERY),
    Action.POST: (SPEAKERS, TALKING),
    Action.SUPPORT: (SPEAKERS, TALKING),
    Action.ACKNOWLEDGE: (frozenset(SEES), OPENED),
    Action.MAKE_MUST_READ: (LEADERS, OPENED),
    Action.MAKE_ACTION: (LEADERS | {"secretary"}, OPENED),
    Action.EDIT: (LEADERS, EVERY - {CLOSED}),
    Action.OPEN: (LEADERS, frozenset({DRAFT})),
    Action.SUMMARISE: (LEADERS, frozenset({OPEN})),
    Action.CLOSE: (LEADERS, TALKING),
    Action.REOPEN: (LEADERS, frozenset({SUMMARISING, CLOSED})),
    Action.SET_AUDIENCE: (LEADERS, EVERY),
    Action.SHARE: (LEADERS, OPENED),
    Action.PIN: (LEADERS, OPENED),
    Action.SUM_UP: (LEADERS, TALKING),
    Action.PROPOSE_QUESTION: (SPEAKERS, TALKING),
    Action.KEEP_FLOOR: (LEADERS, TALKING),
    Action.REPORT: (frozenset(SEES), OPENED),
    Action.MODERATE: (LEADERS | {"secretary"}, OPENED),
    # The officer leads the thread and not the group, which would lose it.
    Action.MOVE: (frozenset({"facilitator"}), OPENED),
    Action.SPLIT: (LEADERS, TALKING),
    Action.MERGE: (LEADERS, TALKING),
    # … and in whose name everybody would read it.
    Action.PUBLISH: (frozenset({"facilitator"}), TALKING),
    Action.TAKE_BACK: (LEADERS, OPENED),
    Action.HAND_OVER: (LEADERS, TALKING),
}


@dataclass(slots=True)
class Scene:
    """A thread in every state, with guests."""

    world: World
    elsewhere: World
    threads: dict[ThreadState, Thread]
    guests: dict[str, Actor]

    def actor(self, name: str) -> Actor:
        if name == "stranger":
            return self.elsewhere.actor("facilitator")
        return self.guests.get(name) or self.world.actor(name)


@stands(on="elsewhere")
def scene(below: Below) -> Scene:
    world: World = below["world"]
    threads = {state: a_thread_in(world, state, by="officer") for state in OPENED}
    threads[DRAFT] = a_thread(world, by="officer", draft=True)
    guests = {"reading_guest": ShareAccess.READ, "speaking_guest": ShareAccess.SPEAK}
    actors = {name: Actor.for_person(person(name).pk) for name in guests}
    for name, access in guests.items():
        for state in OPENED:
            share(world, threads[state], actors[name], access)
    return Scene(world, below["elsewhere"], threads, actors)


def share(world: World, thread: Thread, guest: Actor, access: ShareAccess) -> None:
    assert guest.person_id is not None
    share_with_guest(
        actor=SYSTEM,
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.person_id,
        access=access,
        until=now() + timedelta(days=7),
        reason="Експерт",
    )


def outcome(actor: Actor, thread: Thread, action: Action) -> int:
    """200, 403 or 404, as loading for an action answers."""
    try:
        load(POLICY, actor, thread.pk, action)
    except NotFound:
        return 404
    except Forbidden:
        return 403
    return 200


@pytest.mark.parametrize("state", list(ThreadState))
def test_the_matrix_holds(scene: Scene, state: ThreadState) -> None:
    thread = scene.threads[state]
    found, expected = {}, {}
    for name in SEES.keys() - {"anonymous"}:
        for action, (people, states) in MATRIX.items():
            sees = state in SEES[name]
            expected[name, action] = 404 if not sees else 200 if name in people and state in states else 403
            found[name, action] = outcome(scene.actor(name), thread, action)
    assert found == expected
    assert set(MATRIX) == set(Action)


@pytest.mark.parametrize("name", sorted(SEES))
def test_one_and_many_agree(scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`can(READ)`, `visible_to`, `listable_threads_q` and, for topics, `seen_until` give one answer."""
    actor = scene.actor(name)
    visible = set(POLICY.visible_to(actor))
    one_by_one = {thread for thread in scene.threads.values() if POLICY.can(actor, Action.READ, thread)}
    threads = scene.threads.values()
    heard = {thread for thread in threads if resolve_visibility([(actor, thread.pk)])[0] is not None}
    listed = set(POLICY.listed_for(actor))
    monkeypatch.setattr("dialogue.threads.access.MAX_IDS", 0)
    assert set(POLICY.listed_for(actor)) == listed
    loaded = (find_visible_thread(actor, thread.pk) for thread in scene.threads.values())
    found = {thread for thread in loaded if thread is not None}
    assert visible == listed == found == one_by_one == heard == {scene.threads[state] for state in SEES[name]}
    for action in Action:
        may = {thread for thread in scene.threads.values() if POLICY.can(actor, action, thread)}
        assert set(POLICY.permitted(actor, action, list(scene.threads.values()))) == may
    for thread in found:
        plain = Thread.objects.get(pk=thread.pk)
        assert POLICY.allowed(actor, thread) == POLICY.allowed(actor, plain)
        assert get_thread_stats([plain], actor)[plain.pk].audience_size == len(list_readers_of(plain))
        assert POLICY.allowed(actor, thread) == POLICY.allowed(actor, plain)
        assert bool(POLICY.explain(actor, plain))


@pytest.mark.parametrize("most", [0, 1_000])
def test_what_belongs_to_a_thread_is_seen_with_it(
    world: World, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much somebody holds."""
    open_to_all, restricted = a_thread(world), a_restricted_thread(world, organisations=("police",))
    said = {say(world, "facilitator", thread).pk: thread for thread in (open_to_all, restricted)}
    monkeypatch.setattr("dialogue.threads.access.MAX_IDS", most)
    for name, sees in (
        ("officer", {open_to_all, restricted}),
        ("teacher", {open_to_all}),
        ("outsider", set()),
    ):
        found = Message.objects.filter(in_visible_thread_q(world.actor(name)))
        assert {said[row.pk] for row in found} == sees


def test_many_are_answered_in_three_queries(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = [(scene.actor(name), thread.pk) for name in SEES for thread in scene.threads.values()]
    with django_assert_num_queries(3):
        together = resolve_visibility(asked)
    assert together == [resolve_visibility([one])[0] for one in asked]
    assert None in together
    assert any(together)


def test_the_system_does_whatever_fits(scene: Scene) -> None:
    for state, thread in scene.threads.items():
        fitting = {action for action, (_people, states) in MATRIX.items() if state in states}
        assert {action for action in Action if POLICY.can(SYSTEM, action, thread)} == fitting
        assert {action for action in Action if POLICY.permitted(SYSTEM, action, [thread])} == fitting


def test_who_sees_a_thread_can_say_why(scene: Scene) -> None:
    thread = scene.threads[OPEN]
    kinds = {name: {one.kind for one in POLICY.explain(scene.actor(name), thread)} for name in SEES}
    assert kinds["officer"] == kinds["teacher"] == kinds["observer"] == {"membership"}
    assert kinds["reading_guest"] == {"guest_share"}
    assert kinds["outsider"] == kinds["stranger"] == set()


# A restricted thread names the police and the teacher; the facilitator of the group leads it.
def test_no_role_opens_a_restricted_thread(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), people=("teacher",))
    seen = {name for name in world.people if outcome(world.actor(name), thread, Action.READ) == 200}
    assert seen == {"facilitator", "officer", "teacher"}
    teacher = world.mandates["teacher"].pk
    unled = a_restricted_thread(world, people=("facilitator",), facilitator_id=teacher)
    restrict(world, unled, organisations=("police",), by="teacher")
    assert outcome(world.actor("facilitator"), unled, Action.READ) == 404
    assert outcome(world.actor("teacher"), unled, Action.CLOSE) == 200
    assert outcome(world.actor("officer"), unled, Action.POST) == 200
    assert outcome(world.actor("officer"), unled, Action.CLOSE) == 403


def test_an_observer_who_is_named_reads_and_does_not_speak(world: World) -> None:
    thread = a_restricted_thread(world, people=("observer",))
    assert outcome(world.actor("observer"), thread, Action.READ) == 200
    assert outcome(world.actor("observer"), thread, Action.POST) == 403


def test_the_group_facilitator_leads_a_restricted_thread_that_they_see(world: World) -> None:
    officer = world.mandates["officer"].pk
    thread = a_restricted_thread(world, people=("facilitator", "officer"), facilitator_id=officer)
    assert outcome(world.actor("facilitator"), thread, Action.CLOSE) == 200


def test_in_a_proposed_group_who_could_make_items_hears_why_they_wait(world: World) -> None:
    thread = a_thread(world)
    InitiativeGroup.objects.filter(pk=world.group.pk).update(state="proposed")
    for name, action, reason in (
        ("facilitator", Action.MAKE_ACTION, "group_proposed"),
        ("teacher", Action.MAKE_ACTION, "forbidden"),
        ("facilitator", Action.OPEN, "thread_state"),
    ):
        with pytest.raises(Forbidden) as refusal:
            load(POLICY, world.actor(name), thread.pk, action)
        assert refusal.value.reason == reason


def test_a_suspended_group_only_reads(world: World) -> None:
    thread = a_thread(world, by="officer")
    restricted = a_restricted_thread(world, organisations=("police",))
    guest = Actor.for_person(person("guest").pk)
    share(world, thread, guest, ShareAccess.SPEAK)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    for name in ("facilitator", "officer"):
        for one in (thread, restricted):
            allowed = POLICY.allowed(world.actor(name), one)
            assert allowed == "read see_access mark_read follow keep_draft acknowledge report".split()
    assert POLICY.allowed(guest, thread) == "read mark_read follow keep_draft acknowledge report".split()
    with pytest.raises(Forbidden) as refusal:
        load(POLICY, world.actor("officer"), thread.pk, Action.POST)
    assert refusal.value.reason == "group_not_working"


@pytest.mark.parametrize("rest", [suspend_group, dissolve_group])
def test_a_draft_stays_with_its_authors_when_the_group_rests(world: World, rest: Any) -> None:
    draft = a_thread(world, by="officer", draft=True)
    kept = a_restricted_thread(world, people=("teacher",), draft=True)
    rest(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    seen = {name: set(POLICY.visible_to(world.actor(name))) for name in world.people}
    by_name = {name: threads for name, threads in seen.items() if threads}
    assert by_name == {"officer": {draft}, "facilitator": {draft, kept}}
    allowed = POLICY.allowed(world.actor("officer"), draft)
    assert allowed == ["read", "see_access", "mark_read", "follow", "keep_draft"]
    assert outcome(world.actor("officer"), draft, Action.OPEN) == 403
    assert not rebuild_grants()


def test_a_draft_is_not_for_those_whom_it_names_until_it_is_opened(world: World) -> None:
    draft = a_restricted_thread(world, people=("teacher",), draft=True)
    assert outcome(world.actor("teacher"), draft, Action.READ) == 404
    step(world, draft, OPEN, reason="")
    assert outcome(world.actor("teacher"), draft, Action.READ) == 200
    assert outcome(world.actor("officer"), draft, Action.READ) == 404
    assert not rebuild_grants()


# What may be done with the dialogue of the group as a whole.
STARTS: dict[DialogueAction, frozenset[str]] = {
    DialogueAction.READ: frozenset("facilitator secretary officer teacher councillor observer".split()),
    DialogueAction.START: frozenset({"facilitator", "secretary", "officer", "teacher", "councillor"}),
    DialogueAction.START_RESTRICTED: frozenset({"facilitator"}),
    DialogueAction.SET_CHARTER: frozenset({"facilitator"}),
}


def test_who_begins_a_thread(world: World) -> None:
    policy = DialoguePolicy()
    for name in world.people:
        for action, people in STARTS.items():
            assert policy.can(world.actor(name), action, world.group) == (name in people), (name, action)
        readers = STARTS[DialogueAction.READ]
        assert list(policy.visible_to(world.actor(name))) == ([world.group] if name in readers else [])
        assert bool(policy.explain(world.actor(name), world.group)) == (name in readers)
    assert set(STARTS) == set(DialogueAction)


# ---- tokens ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scopes", "sees", "posts"),
    [
        (frozenset({"dialogue:read", "dialogue:write"}), True, True),
        (frozenset({"dialogue:read"}), True, False),
        (frozenset({"dialogue:write"}), False, False),
        (frozenset({"groups:read", "tasks:write"}), False, False),
    ],
)
def test_a_token_reaches_as_far_as_its_scopes(
    world: World, scopes: frozenset[str], sees: bool, posts: bool
) -> None:
    thread = a_thread(world)
    actor = Actor(person_id=world.people["officer"].pk, scopes=scopes)
    assert bool(POLICY.visible_to(actor)) == bool(POLICY.listed_for(actor)) == sees
    assert (resolve_visibility([(actor, thread.pk)])[0] is not None) == sees
    assert (outcome(actor, thread, Action.POST) == 200) == posts
    if sees:
        assert ("post" in POLICY.allowed(actor, thread)) == posts


# ---- refusals name their reason --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "state", "action", "reason"),
    [
        ("teacher", CLOSED, Action.POST, "thread_closed"),
        ("observer", CLOSED, Action.POST, "forbidden"),
        ("observer", OPEN, Action.POST, "forbidden"),
        ("officer", CLOSED, Action.EDIT, "thread_closed"),
        ("officer", OPEN, Action.REOPEN, "thread_state"),
        ("officer", OPEN, Action.OPEN, "thread_state"),
        ("officer", DRAFT, Action.MAKE_ACTION, "thread_state"),
        ("teacher", OPEN, Action.CLOSE, "forbidden"),
    ],
)
def test_a_refusal_has_a_code(
    world: World, name: str, state: ThreadState, action: Action, reason: str
) -> None:
    thread = a_thread_in(world, state, by="officer")
    with pytest.raises(Forbidden) as refusal:
        load(POLICY, world.actor(name), thread.pk, action)
    assert refusal.value.reason == reason


LIKE_NOTHING: dict[str, Callable[[World, World], Actor]] = {
    "outsider": lambda here, there: here.actor("outsider"),
    "former": lambda here, there: here.actor("former"),
    "administrator": lambda here, there: here.actor("administrator"),
    "stranger": lambda here, there: there.actor("facilitator"),
}


@pytest.mark.parametrize("name", LIKE_NOTHING)
def test_the_two_worlds_do_not_meet(world: World, elsewhere: World, name: str) -> None:
    thread = a_thread(world)
    actor = LIKE_NOTHING[name](world, elsewhere)
    assert not POLICY.visible_to(actor).filter(pk=thread.pk).exists()
    assert not any(POLICY.can(actor, action, thread) for action in Action)


def test_draft_becomes_visible_when_it_is_opened(world: World) -> None:
    thread = a_thread(world, by="officer", draft=True)
    assert outcome(world.actor("teacher"), thread, Action.READ) == 404
    step(world, thread, OPEN, by="officer", reason="")
    assert outcome(world.actor("teacher"), thread, Action.READ) == 200
