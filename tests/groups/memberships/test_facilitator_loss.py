"""The loss of a facilitator is told to who led, to the facilitators left and to the territory's officer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from groups.mandates.services import edit_mandate, end_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership
from groups.models import Mandate, Role
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import a_coordinator, at, fire_due, later, seat
from tests.privacy.conftest import an_officer
from tests.tasks.lifecycle.test_notifications import forget
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Channel, Delivery, Mode, Notification, Preference, Topic
from viche.notifications.selectors import texts_of

pytestmark = pytest.mark.django_db

KIND = "groups.facilitator_lost"


@pytest.fixture
def leading(world: World) -> World:
    """A group that two lead, in a territory with a data protection officer, of which nothing is told yet."""
    an_officer(world)
    seat(world, "outsider", Role.FACILITATOR)
    forget()
    return world


def told(world: World) -> dict[str, str]:
    drain_outbox()
    names = {one.pk: name for name, one in world.people.items()}
    return {names[one.person_id]: one.reason for one in Notification.objects.filter(event__kind=KIND)}


def words(world: World, name: str) -> Any:
    one = Notification.objects.select_related("event").get(event__kind=KIND, person=world.people[name])
    return texts_of(Actor.for_person(one.person_id), [one])[one.pk]


def rest(world: World, actor: Actor) -> None:
    suspend_mandate(actor=actor, mandate_id=world.mandates["facilitator"].pk, reason="Перевірка")


def end(world: World, actor: Actor) -> None:
    end_mandate(actor=actor, mandate_id=world.mandates["facilitator"].pk, reason="Перевірка")


def end_seat(world: World, actor: Actor) -> None:
    own = world.seats["facilitator"].pk
    end_membership(actor=actor, group_id=world.group.pk, membership_id=own, reason="Перевірка")


def demote(world: World, actor: Actor) -> None:
    own = world.seats["facilitator"].pk
    change_role(actor=actor, group_id=world.group.pk, membership_id=own, role=Role.OBSERVER)


def pass_on(world: World, actor: Actor) -> None:
    world.people["successor"] = person("successor")
    transfer_mandate(
        actor=actor,
        mandate_id=world.mandates["facilitator"].pk,
        person_id=world.people["successor"].pk,
        document="Наказ",
        reason="Ротація",
    )


@pytest.mark.parametrize("take", [rest, end, end_seat, demote, pass_on])
def test_who_led_who_leads_and_the_officer_are_told_also_while_others_lead(
    leading: World, take: Callable[[World, Actor], None]
) -> None:
    coordinator = a_coordinator(leading)
    take(leading, coordinator)
    found = told(leading)
    more = {"successor": "leads"} if take is pass_on else {}
    assert found == {"facilitator": "led", "outsider": "leads", "dpo": "oversees", **more}
    who = User.objects.get(pk=str(coordinator.person_id)).name_uk
    for name in ("facilitator", "outsider", "dpo"):
        assert who in words(leading, name).body["uk"]
    assert leading.group.name_uk in words(leading, "facilitator").title["uk"]
    assert leading.group.name_uk not in str(words(leading, "dpo"))


def test_nobody_mutes_it(leading: World) -> None:
    who = leading.people["outsider"]
    for channel in (Channel.EMAIL, Channel.PUSH):
        Preference.objects.create(person=who, topic=Topic.MEMBERSHIP, channel=channel, mode=Mode.OFF)
    rest(leading, a_coordinator(leading))
    assert "outsider" in told(leading)
    sent = Delivery.objects.filter(notification__person=who, notification__event__kind=KIND)
    assert sent.filter(channel=Channel.EMAIL).exists()


def test_a_facilitator_who_leaves_by_themselves_raises_no_alarm(leading: World) -> None:
    end_seat(leading, leading.actor("facilitator"))
    assert told(leading) == {"outsider": "leads", "dpo": "oversees"}
    assert words(leading, "outsider").body["en"] == "It was their own decision."


def test_a_term_that_runs_out_is_told_once(leading: World) -> None:
    edit_mandate(
        actor=a_coordinator(leading),
        mandate_id=leading.mandates["facilitator"].pk,
        changes={"ends_on": today("Europe/Kyiv")},
    )
    assert told(leading) == {}
    for days in (2, 3):
        with at(later(days=days)):
            fire_due()
            drain_outbox()
    assert told(leading) == {"facilitator": "led", "outsider": "leads", "dpo": "oversees"}


def test_a_closed_account_is_a_loss_too(leading: World) -> None:
    deactivate_person(actor=SYSTEM, person_id=leading.people["facilitator"].pk, reason="Звільнення")
    drain_outbox()
    assert told(leading) == {"outsider": "leads", "dpo": "oversees"}


def test_another_role_or_a_member_who_leaves_is_no_loss(leading: World) -> None:
    change_role(
        actor=leading.actor("facilitator"),
        group_id=leading.group.pk,
        membership_id=leading.seats["officer"].pk,
        role=Role.FACILITATOR,
    )
    end_mandate(actor=SYSTEM, mandate_id=leading.mandates["teacher"].pk, reason="Звільнення")
    assert Mandate.objects.filter(pk=leading.mandates["teacher"].pk, ended_at__isnull=False).exists()
    assert told(leading) == {}
