"""What people are told of themselves: in which words, in both languages, and no longer than it is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.common.periods import get_day_end
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.services import activate_group, dissolve_group, suspend_group
from groups.joining.join_requests import admit_request, decline_request, request_seat
from groups.mandates.deputies import end_deputyship
from groups.mandates.services import edit_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership
from groups.models import OfficeKind, Role, ShareAccess
from groups.offices.services import end_office
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread
from tests.groups.helpers import a_coordinator, an_office, colleague, later, seat, stand_in
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.notifications.notices import NotificationText
from viche.notifications.selectors import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


def told(who: User) -> list[NotificationText]:
    """What somebody finds in their inbox after everything was delivered, oldest first."""
    drain_outbox()
    rows = list(Notification.objects.filter(person=who).select_related("event").order_by("id"))
    words = texts_of(Actor.for_person(who.pk), rows)
    return [words[row.pk] for row in rows if row.pk in words]


def titles(who: User) -> list[str]:
    return [words.title["uk"] for words in told(who)]


def test_a_seat_a_role_and_its_end(world: World) -> None:
    outsider = world.people["outsider"]
    User.objects.filter(pk=outsider.pk).update(grammatical_gender="feminine")
    added = seat(world, "outsider")
    (words,) = told(outsider)
    assert words.title == {
        "uk": "Ви берете участь у групі «Група Тут»",
        "en": "You are a member of the group “Група Тут”",
    }
    assert words.body["uk"].startswith("Ваша роль: учасниця. Ви представляєте: Організація market")
    assert words.url == f"/groups/{world.group.pk}"
    facts: dict[str, Any] = {"actor": SYSTEM, "group_id": world.group.pk, "membership_id": added.pk}
    change_role(role=Role.SECRETARY, **facts)
    assert titles(outsider)[-1] == "Ваша роль у групі «Група Тут» тепер: секретарка"
    end_membership(reason="Інша робота", **facts)
    # What is no longer so is not told any more.
    (words,) = told(outsider)
    assert words.title["uk"] == "Вашу участь у групі «Група Тут» завершено"
    assert words.body == {"uk": "Причина: Інша робота", "en": "Reason: Інша робота"}


def test_those_seated_hear_of_a_new_state_of_their_group_and_why(world: World) -> None:
    deputy, outsider = colleague(world, "police"), world.people["outsider"]
    stand_in(world, "officer", deputy, now(), later(days=1))
    titles(deputy), titles(outsider)
    suspend_group(actor=a_coordinator(world), group_id=world.group.pk, reason="Ремонт зали")
    for who in (world.people["facilitator"], world.people["observer"], deputy):
        words = told(who)[-1]
        assert words.title == {
            "uk": "Групу «Група Тут» призупинено",
            "en": "The group “Група Тут” is suspended",
        }
        assert words.body == {"uk": "Причина: Ремонт зали", "en": "Reason: Ремонт зали"}
        assert words.reason["uk"] == "Ви берете участь у цій групі."
        assert words.url == f"/groups/{world.group.pk}"
    activate_group(actor=SYSTEM, group_id=world.group.pk)
    # What is no longer so is not told any more.
    assert titles(world.people["observer"]) == ["Група «Група Тут» працює"]
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Завдання виконано")
    assert titles(world.people["observer"]) == ["Групу «Група Тут» розпущено"]
    assert titles(outsider) == []


def test_who_did_it_is_not_told(world: World) -> None:
    leaving = world.people["facilitator"]
    change_role(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, role=Role.FACILITATOR
    )
    end_membership(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        membership_id=world.seats["facilitator"].pk,
        reason="Час іти",
    )
    assert titles(leaving) == []


def test_a_mandate_and_its_end(world: World) -> None:
    somebody = colleague(world, "police")
    assert titles(somebody) == ["Ви представляєте: Організація police Тут"]
    (mandate,) = somebody.mandates.all()
    end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Переведення")
    assert titles(somebody) == ["Ваші повноваження завершено: Організація police Тут"]


def test_deputies_and_holders_know_of_each_other(world: World) -> None:
    deputy, holder = colleague(world, "police"), world.people["officer"]
    window = stand_in(world, "officer", deputy, now(), later(days=1))
    title = f"{holder.name_uk}: на час відсутності діє {deputy.name_uk}"
    assert title in titles(deputy)
    assert titles(holder) == [title]
    end_deputyship(actor=SYSTEM, deputyship_id=window.pk)
    title = f"{holder.name_uk}: заступництво завершено ({deputy.name_uk})"
    assert title in titles(deputy)
    assert titles(holder) == [title]


def test_an_office_and_its_end(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    end_office(actor=SYSTEM, office_id=office.pk, reason="Інша робота")
    assert titles(office.person) == ["Ваша роль: координатор, Тут", "Вашу роль завершено: координатор, Тут"]


def test_a_guest_is_told_while_the_thing_is_open_to_them(world: World) -> None:
    thread, guest = a_restricted_thread(world, organisations=("police",)), person("guest")
    share = share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.pk,
        access="read",  # type: ignore[arg-type]
        until=later(days=1),
        reason="Порада",
    )
    (words,) = told(guest)
    assert words.title["uk"] == f"Вам відкрито: «{thread.title_uk}»"
    assert "Причина: Порада" in words.body["uk"]
    assert words.url == f"/threads/{thread.pk}"
    end_guest_share(actor=world.actor("facilitator"), share_id=share.pk)
    assert titles(guest) == []


def test_what_ends_at_midnight_is_told_by_its_last_day(world: World) -> None:
    thread, guest = a_restricted_thread(world, organisations=("police",)), person("guest")
    last = today("Europe/Kyiv") + timedelta(days=3)
    for end in (get_day_end(last, "Europe/Kyiv"), get_day_end(last, "Europe/Kyiv") - timedelta(hours=1)):
        share_with_guest(
            actor=world.actor("facilitator"),
            container_type="thread",
            container_id=thread.pk,
            person_id=guest.pk,
            access="read",  # type: ignore[arg-type]
            until=end,
            reason="Порада",
        )
    whole, part = (words.body["uk"] for words in told(guest))
    assert whole.startswith(f"Доступ відкрито до кінця дня {last.day} ")
    assert "00:00" not in whole
    assert "23:00" in part


def test_a_mandate_that_changes_rests_and_is_resumed(world: World) -> None:
    officer = world.people["officer"]
    facts: dict[str, Any] = {"actor": SYSTEM, "mandate_id": world.mandates["officer"].pk}
    edit_mandate(changes={"document": "Наказ № 8"}, **facts)
    suspend_mandate(reason="Перевірка", **facts)
    changed, rests = told(officer)
    assert changed.title["uk"] == "Ваші повноваження змінено: Організація police Тут"
    assert "Наказ № 8" in changed.body["uk"]
    assert (rests.title["en"], rests.body["uk"]) == (
        "Your mandate is suspended: Організація police Тут",
        "Причина: Перевірка",
    )
    resume_mandate(**facts)
    assert titles(officer) == [changed.title["uk"], "Ваші повноваження поновлено: Організація police Тут"]


def test_a_post_that_passes_on_tells_both(world: World) -> None:
    who = colleague(world, "police")
    drain_outbox()
    Notification.objects.all().delete()
    transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["officer"].pk,
        person_id=who.pk,
        document="Наказ № 9",
        reason="Ротація",
    )
    assert titles(world.people["officer"])[-1] == "Ваші повноваження завершено: Організація police Тут"
    seated, taken = told(who)
    assert seated.title["uk"] == "Ви берете участь у групі «Група Тут»"
    assert taken.title["uk"] == "Ви перейняли посаду: представник, Організація police Тут"
    assert world.people["officer"].name_uk in taken.body["uk"]
    assert "Наказ № 9" in taken.body["en"]


def test_a_request_for_a_seat_is_told_to_who_answers_and_a_no_to_who_asked(world: World) -> None:
    outsider, coordinator = world.people["outsider"], an_office(world, OfficeKind.COORDINATOR).person
    told(coordinator)
    Notification.objects.all().delete()
    asked = request_seat(
        actor=world.actor("outsider"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )
    for who in (world.people["facilitator"], coordinator):
        (words,) = told(who)
        assert words.title["uk"] == f"{outsider.name_uk} просить місце в групі «Група Тут»"
        assert words.body["uk"] == "Від кого: Організація market Тут. Посада: директорка."
        assert words.url == f"/groups/{world.group.pk}/joining"
    assert told(world.people["officer"]) == []
    decline_request(actor=world.actor("facilitator"), request_id=asked.pk, reason="Місць немає")
    (words,) = told(outsider)
    assert words.title["uk"] == "Ваше прохання про місце відхилено: «Група Тут»"
    assert words.body["uk"] == "Причина: Місць немає"
    assert told(coordinator) == []


def test_who_is_admitted_reads_what_was_said_to_their_request(world: World) -> None:
    asked = request_seat(
        actor=world.actor("outsider"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )
    admit_request(actor=world.actor("facilitator"), request_id=asked.pk, reason="Ринок потрібен за столом")
    (words,) = told(world.people["outsider"])
    assert words.title["uk"] == "Ви берете участь у групі «Група Тут»"
    assert words.body["uk"].endswith(" Причина: Ринок потрібен за столом")


def test_who_leads_hears_of_everybody_who_leads_from_now_on(world: World) -> None:
    seat(world, "outsider", Role.FACILITATOR)
    assert titles(world.people["facilitator"]) == [
        f"Групу «Група Тут» тепер веде: {world.people['outsider'].name_uk}"
    ]
    officer = world.seats["officer"]
    change_role(actor=SYSTEM, group_id=world.group.pk, membership_id=officer.pk, role=Role.FACILITATOR)
    name = world.people["officer"].name_uk
    assert titles(world.people["outsider"])[-1] == f"Групу «Група Тут» тепер веде: {name}"
    assert len(titles(world.people["facilitator"])) == 2


def test_who_left_a_group_is_told_no_more_who_leads_it_or_asks_for_a_seat(world: World) -> None:
    seat(world, "outsider", Role.FACILITATOR)
    request_seat(
        actor=Actor.for_person(person("newcomer").pk),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="директорка",
    )
    leaving = world.people["facilitator"]
    assert len(titles(leaving)) == 2
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["facilitator"].pk, reason="Ротація"
    )
    assert titles(leaving) == [
        "Ви більше не ведете групу «Група Тут»",
        "Вашу участь у групі «Група Тут» завершено",
    ]


def test_those_who_are_named_hear_of_a_guest(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    guest = person("expert")
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=guest.pk,
        access=ShareAccess.READ,
        until=later(days=2),
        reason="Експертиза",
    )
    title = f"Надано гостьовий доступ: {guest.name_uk}. «{thread.title_uk}»"
    (words,) = told(world.people["officer"])
    assert (words.title["uk"], words.url) == (title, f"/threads/{thread.pk}")
    assert "Експертиза" in words.body["uk"]
    assert len(titles(guest)) == 1
    assert titles(world.people["teacher"]) == []
