"""The topics of action items: who hears them, what they say, and that old state and events make the new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from groups.guest_shares.services import share_with_guest
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import end_membership
from groups.models import ShareAccess
from tasks.external_assignees.delivery_failures import decline_letters, note_letter_lost
from tasks.external_assignees.link_services import revoke_action_link
from tasks.external_assignees.unsubscribe import fingerprint_of
from tasks.items import schemas
from tasks.items.events import WatchChanged
from tasks.lifecycle.realtime import (
    EVIDENCE_EVENTS,
    ITEM_EVENTS,
    OWN_REMINDER_EVENTS,
    REMINDER_EVENTS,
    authorise_subscription,
    authorise_subscriptions,
)
from tasks.lifecycle.services.help import answer_help, ask_help
from tasks.lifecycle.services.progress import report_progress
from tasks.models import ActionItem, Reminder, ReminderAudience, ReminderRule
from tasks.reminders.rules import set_item_ladder
from tasks.reminders.services import acknowledge_reminder, remove_reminder, set_reminder
from tests.architecture.test_frames import UNHEARD
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say
from tests.groups.helpers import colleague
from tests.tasks.checklists.test_checklists import tick, write
from tests.tasks.dependencies.test_dependencies import wait
from tests.tasks.evidence.helpers import hide, restore, withdraw
from tests.tasks.external_assignees.helpers import linked
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import PATHS, an_item, an_item_in, edit, finish, fresh, move, prove, token_of
from tests.tasks.lifecycle.test_discussions import discuss
from tests.tasks.promises.test_promises import publish, take_back
from viche.accounts.models import Loss
from viche.deadlines.engine import fire_due
from viche.kernel.access_log import Read
from viche.kernel.actor import ANONYMOUS
from viche.kernel.api.answers import JsonRenderer
from viche.kernel.clock import now, replace_clock
from viche.kernel.events import PAYLOADS, get_head, list_events_after
from viche.kernel.ids import uuid7
from viche.realtime.frames import build_event_frames
from viche.realtime.registry import FRAMES, SubscriptionGrant


def heard(topic: str, after: int = 0) -> list[dict[str, Any]]:
    """The frames of a topic after a place, as a client gets them."""
    entries = [(topic, seq, event) for seq, event in list_events_after(topic, after)]
    return [
        orjson.loads(orjson.dumps(one, option=JsonRenderer.options)) for one in build_event_frames(entries)
    ]


# ---- who may hear ------------------------------------------------------------------------------------------


def test_those_who_see_an_item_hear_it(world: World, elsewhere: World) -> None:
    item = an_item(world)
    readers = {name for name in world.people if authorise_subscription(world.actor(name), item.pk)}
    assert readers == {"facilitator", "secretary", "officer", "teacher", "councillor", "observer"}
    for stranger in (elsewhere.actor("facilitator"), ANONYMOUS):
        assert authorise_subscription(stranger, item.pk) is None
    assert authorise_subscription(world.actor("officer"), uuid7()) is None
    assert authorise_subscription(token_of(world, "officer", "dialogue:read"), item.pk) is None
    assert authorise_subscription(token_of(world, "officer", "tasks:read"), item.pk) == SubscriptionGrant(
        None, meets=True
    )


def test_a_person_and_their_token_are_told_apart_though_they_ask_together(world: World) -> None:
    """What the person holds is looked up for both at once."""
    item, person = an_item(world), world.actor("officer")
    blind, seeing = token_of(world, "officer", "dialogue:read"), token_of(world, "officer", "tasks:read")
    asked = [(person, item.pk), (blind, item.pk), (seeing, item.pk)]
    assert authorise_subscriptions(asked) == [
        SubscriptionGrant(None, meets=True),
        None,
        SubscriptionGrant(None, meets=True),
    ]


def test_a_restricted_item_is_heard_through_its_thread_or_its_own_grants(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    readers = {name for name in world.people if authorise_subscription(world.actor(name), item.pk)}
    assert readers == {"facilitator", "officer", "councillor", "secretary"}
    heard = SubscriptionGrant(None, Read("action", item.pk), meets=True)
    assert authorise_subscription(token_of(world, "officer", "tasks:read"), item.pk) == heard


def test_a_guest_hears_until_the_share_ends(world: World) -> None:
    item, end = an_item(world), now() + timedelta(hours=2)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="action",
        container_id=item.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.READ,
        until=end,
        reason="Огляд",
    )
    assert authorise_subscription(world.actor("outsider"), item.pk) == SubscriptionGrant(end, meets=False)
    with replace_clock(lambda: end):
        assert authorise_subscription(world.actor("outsider"), item.pk) is None


def test_who_leaves_hears_nothing(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    items = [
        an_item(world),
        an_item(world, thread_id=thread.pk),
        an_item(world, owner="school", thread_id=thread.pk),
    ]
    for name in ("officer", "teacher", "councillor"):
        end_membership(
            actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats[name].pk, reason="Інша робота"
        )
        questions = [(world.actor(name), item.pk) for item in items]
        assert authorise_subscriptions(questions) == [None, None, None], name


# ---- what is said ------------------------------------------------------------------------------------------


def test_every_kind_of_this_room_has_a_frame() -> None:
    ours = {kind for kind in PAYLOADS if kind.startswith("tasks.")} - set(UNHEARD)
    told = (*ITEM_EVENTS, *EVIDENCE_EVENTS, *REMINDER_EVENTS, *OWN_REMINDER_EVENTS, WatchChanged)
    assert ours == {one.kind for one in told} | {"tasks.group_ladder_changed"}
    assert ours <= set(FRAMES)


def test_each_topic_says_what_its_hearers_may_know(world: World) -> None:
    thread = a_thread(world)
    item = an_item_in(world, "blocked", message_id=say(world, "officer", thread).pk)
    on_item = heard(f"action:{item.pk}")[-1]
    assert set(on_item["data"]) == {"action"}
    assert set(on_item["data"]["action"]) == set(schemas.ActionFacts.__annotations__)
    of_group = [one for one in heard(f"group:{world.group.pk}") if one["kind"].startswith("tasks.")]
    assert {one["kind"] for one in of_group} == {
        "tasks.action_made",
        "tasks.action_accepted",
        "tasks.action_started",
        "tasks.action_blocked",
    }
    assert set(of_group[-1]["data"]) == set(schemas.ActionCard.__annotations__)
    assert of_group[-1]["data"]["blocked_reason"] == "Так треба"
    on_thread = [one for one in heard(f"thread:{thread.pk}") if one["kind"].startswith("tasks.")]
    assert set(on_thread[-1]["data"]) == set(schemas.ActionTrace.__annotations__)
    assert item.title_uk not in orjson.dumps(on_thread).decode()


def test_frames_hold_nothing_of_one_reader_alone(world: World) -> None:
    item = an_item_in(world, "done", thread_id=a_thread(world).pk)
    for frame in heard(f"action:{item.pk}"):
        assert not {"allowed", "waits_for_me", "waiting", "source", "seq"} & set(frame["data"]["action"])


def test_the_group_hears_of_a_restricted_item_only_once_it_is_widened(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    move(world, item, "accepted")
    topic = f"group:{world.group.pk}"
    assert [one for one in heard(topic) if one["kind"].startswith("tasks.")] == []
    edit(world, item, audience="group")
    (widened,) = [one for one in heard(topic) if one["kind"].startswith("tasks.")]
    assert (widened["kind"], widened["data"]["action_id"]) == ("tasks.action_edited", str(item.pk))


# ---- old state + events = fresh state ----------------------------------------------------------------------

Act = Callable[[World, ActionItem], object]


def _set(world: World, item: ActionItem) -> Reminder:
    return set_reminder(
        actor=world.actor("facilitator"),
        action_id=item.pk,
        due_at=now() + timedelta(hours=1),
        audience=ReminderAudience.OWNER,
    )


def _remove(world: World, item: ActionItem) -> None:
    remove_reminder(actor=world.actor("facilitator"), reminder_id=_set(world, item).pk)


def _acknowledge(world: World, item: ActionItem) -> None:
    row = Reminder.objects.get(action=item, rule=ReminderRule.ON_DUE)
    acknowledge_reminder(actor=world.actor("councillor"), reminder_id=row.pk)


def _fall_due(world: World, item: ActionItem) -> None:
    row = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    with replace_clock(lambda: row.due_at):
        fire_due()


def _ask_help(world: World, item: ActionItem) -> None:
    ask_help(actor=world.actor("secretary"), action_id=item.pk, text="Немає вишки")


def _answer_help(world: World, item: ActionItem) -> None:
    _ask_help(world, item)
    answer_help(
        actor=world.actor("facilitator"),
        action_id=item.pk,
        text="Дасть ДСНС",
        expected_version=fresh(item).version,
    )


def _change_ladder(world: World, item: ActionItem) -> None:
    set_item_ladder(actor=world.actor("facilitator"), action_id=item.pk, steps=[], expected_version=0)


def _pass_on(world: World, item: ActionItem) -> None:
    ActionItem.objects.filter(pk=item.pk).update(owner=world.mandates["councillor"])
    transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["councillor"].pk,
        person_id=colleague(world, "council").pk,
        document="Розпорядження № 9",
        reason="Ротація",
    )


def _free(world: World, item: ActionItem) -> None:
    awaited = an_item(world)
    wait(world, item, awaited)
    move(world, awaited, "cancelled", "facilitator")


def _wait_again(world: World, item: ActionItem) -> None:
    awaited = an_item_in(world, "done")
    wait(world, item, awaited)
    move(world, awaited, "verified", "officer")
    move(world, awaited, "verification_withdrawn", "officer")


def _report(world: World, item: ActionItem) -> None:
    report_progress(actor=world.actor("councillor"), action_id=item.pk, text="Замовлено")


def _link(world: World, item: ActionItem) -> None:
    edit(world, item, outside_body_id=a_body(world).pk)
    linked(world, item)


def _unlink(world: World, item: ActionItem) -> None:
    _link(world, item)
    revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)


def _lose(world: World, item: ActionItem) -> None:
    _link(world, item)
    link = item.links.get()
    note_letter_lost(actor=SYSTEM, link_id=link.pk, address=link.body.email, why=Loss.REFUSED)


def _decline_letters(world: World, item: ActionItem) -> None:
    _link(world, item)
    link = item.links.get()
    decline_letters(actor=SYSTEM, link_id=link.pk, told_at=fingerprint_of(link.body.email))


def _take_back(world: World, item: ActionItem) -> None:
    publish(world, item)
    take_back(world, item)


# What brings each kind about: the state before, and the act.
ACTS: dict[str, tuple[str, Act]] = {
    "action_reassigned": (
        "declined",
        lambda world, item: edit(world, item, owner_organisation_id=world.organisations["police"].pk),
    ),
    "action_taken_over": ("in_progress", _pass_on),
    "action_edited": ("proposed", lambda world, item: edit(world, item, title_uk="Інша", criteria=["Нове"])),
    "action_accepted": ("proposed", lambda world, item: move(world, item, "accepted")),
    "action_declined": ("proposed", lambda world, item: move(world, item, "declined")),
    "action_started": ("blocked", lambda world, item: move(world, item, "in_progress")),
    "action_blocked": ("in_progress", lambda world, item: move(world, item, "blocked")),
    "action_completed": ("in_progress", lambda world, item: (prove(world, item), finish(world, item))),
    "completion_withdrawn": ("done", lambda world, item: move(world, item, "completion_withdrawn")),
    "verification_withdrawn": ("verified", lambda w, it: move(w, it, "verification_withdrawn", "officer")),
    "action_verified": ("done", lambda world, item: move(world, item, "verified", "teacher")),
    "action_closed": ("verified", lambda world, item: move(world, item, "closed", "secretary")),
    "action_returned": ("done", lambda world, item: move(world, item, "returned", "teacher")),
    "action_cancelled": ("accepted", lambda world, item: move(world, item, "cancelled", "facilitator")),
    "evidence_added": (
        "accepted",
        lambda world, item: prove(world, item, criterion_id=item.criteria.get().pk),
    ),
    "evidence_withdrawn": ("accepted", lambda world, item: withdraw(world, prove(world, item))),
    "evidence_hidden": ("verified", lambda world, item: hide(world, item.evidence.get())),
    "evidence_restored": ("done", lambda world, item: restore(world, hide(world, item.evidence.get()))),
    "coowners_changed": (
        "accepted",
        lambda world, item: edit(world, item, coowners=[world.organisations["school"].pk]),
    ),
    "progress_reported": ("in_progress", _report),
    "action_link_made": ("proposed", _link),
    "action_link_revoked": ("declined", _unlink),
    "letter_lost": ("proposed", _lose),
    "letters_declined": ("proposed", _decline_letters),
    "promise_published": ("blocked", publish),
    "promise_taken_back": ("verified", _take_back),
    "action_related": ("accepted", lambda world, item: wait(world, item, an_item(world))),
    "action_freed": ("in_progress", _free),
    "action_waits_again": ("in_progress", _wait_again),
    "checklist_changed": ("accepted", lambda world, item: write(world, item, "Виміряти")),
    "checklist_ticked": ("accepted", lambda world, item: tick(world, write(world, item, "Виміряти")[0])),
    "discussion_opened": ("done", discuss),
    "help_asked": ("blocked", _ask_help),
    "help_answered": ("blocked", _answer_help),
    "item_ladder_changed": ("accepted", _change_ladder),
    "reminder_set": ("proposed", _set),
    "reminder_removed": ("proposed", _remove),
    "reminder_acknowledged": ("proposed", _acknowledge),
    "reminder_due": ("proposed", _fall_due),
}


def test_every_kind_but_the_first_is_acted_out() -> None:
    told = (*ITEM_EVENTS, *EVIDENCE_EVENTS, *REMINDER_EVENTS)
    kinds = {one.kind.removeprefix("tasks.") for one in told}
    assert set(ACTS) == kinds - {"action_made"}
    assert {state for state, _act in ACTS.values()} <= set(PATHS)


def facts(world: World, item: ActionItem) -> dict[str, Any]:
    """What a reader holds of an item, without what is their own."""
    shown = api(world, "observer").get(f"action-items/{item.pk}").json()
    return {name: shown[name] for name in schemas.ActionFacts.__annotations__}


def reminders(world: World, item: ActionItem) -> dict[str, dict[str, Any]]:
    shown = api(world, "observer").get(f"action-items/{item.pk}/reminders").json()["items"]
    return {one["id"]: {key: value for key, value in one.items() if key != "allowed"} for one in shown}


def evidence(world: World, item: ActionItem) -> dict[int, dict[str, Any]]:
    """What a reader holds of the evidence by number, without what is their own."""
    shown = api(world, "observer").get(f"action-items/{item.pk}/evidence").json()["items"]
    return {one["number"]: {key: value for key, value in one.items() if key != "allowed"} for one in shown}


@pytest.mark.parametrize("kind", ACTS)
def test_old_state_and_events_make_the_fresh_state(world: World, kind: str) -> None:
    state, act = ACTS[kind]
    item = an_item_in(world, state, criteria=["Акт підписано"])
    topic = f"action:{item.pk}"
    held, pieces, planned = facts(world, item), evidence(world, item), reminders(world, item)
    seq = api(world, "observer").get(f"action-items/{item.pk}").json()["seq"]
    assert seq == get_head(topic)
    act(world, item)
    frames = heard(topic, seq)
    assert kind in {one["kind"].removeprefix("tasks.") for one in frames}
    for frame in frames:
        data = frame["data"]
        held = data.get("action", held)
        if "evidence" in data:
            pieces[data["evidence"]["number"]] = data["evidence"]
        if "reminder_id" in data:
            _apply_reminder(planned, data)
    assert held == facts(world, item)
    assert pieces == evidence(world, item)
    if kind.startswith("reminder"):
        assert planned == reminders(world, item)


def _apply_reminder(planned: dict[str, dict[str, Any]], data: dict[str, Any]) -> None:
    """Apply a reminder frame as a client does: without a moment the reminder is gone."""
    reminder_id, names = data["reminder_id"], ("rule", "due_at", "fired_at", "acknowledged_at", "audience")
    planned.pop(reminder_id, None)
    if data["due_at"] is not None:
        planned[reminder_id] = {"id": reminder_id, **{name: data[name] for name in names}}


def test_a_made_item_is_whole_on_the_board_of_its_group(world: World) -> None:
    seq = get_head(f"group:{world.group.pk}")
    item = an_item(world)
    (frame,) = heard(f"group:{world.group.pk}", seq)
    shown = api(world, "observer").get(f"action-items/{item.pk}").json()
    for name in set(schemas.ActionCard.__annotations__) & set(shown):
        assert frame["data"][name] == shown[name]
    assert UUID(frame["data"]["action_id"]) == item.pk
