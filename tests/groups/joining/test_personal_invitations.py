"""What is offered to an address in person: an administration, an office, a guest share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage

from groups.jobs import purge_old_invitation_emails
from groups.joining import personal_emails
from groups.joining.emails import PERSON_LIMIT
from groups.models import (
    GuestShare,
    Office,
    OfficeKind,
    OrganisationAdministrator,
    PersonalInvitation,
    Role,
)
from groups.offices.services import end_office
from tests.accounts.conftest import sign_in
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.access.test_access_record import seen
from tests.groups.helpers import at, later, seat
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_invitation_emails import letters
from tests.groups.joining.test_joining import coordinator
from tests.tasks.helpers import an_item
from viche.accounts.approvals.models import Approval
from viche.accounts.models import Letter, User
from viche.accounts.services.people import deactivate_person
from viche.kernel.ids import uuid7
from viche.privacy.services.erasure import erase_now

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "larysa@police.example", "Вечір-біля-криниці-9"


@pytest.fixture(autouse=True)
def nobody_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def to_administer(world: World, page: Browser, **changes: str) -> tuple[int, Any]:
    path = f"organisations/{world.organisations['police'].pk}/administrators/invitations"
    return page.ask("POST", path, {"email": ADDRESS, "document": "Наказ № 8"} | changes)


def to_office(world: World, page: Browser, **changes: str) -> tuple[int, Any]:
    facts = {"email": ADDRESS, "kind": "coordinator", "document": "№ 9", "territory": str(world.territory.pk)}
    return page.ask("POST", "offices/invitations", facts | changes)


def as_guest(page: Browser, path: str, **changes: str) -> tuple[int, Any]:
    facts = {"email": ADDRESS, "access": "read", "until": later(days=9).isoformat(), "reason": "Порада"}
    return page.ask("POST", f"{path}/shares/invitations", facts | changes)


def system_administrator() -> Browser:
    somebody = person("system")
    User.objects.filter(pk=somebody.pk).update(is_staff=True, is_superuser=True)
    return Browser(User.objects.get(pk=somebody.pk))


def secret_in(message: EmailMessage) -> str:
    found = re.search(r"/invitation#(\S+)", str(message.body))
    assert found is not None
    return found[1]


def secret() -> str:
    return secret_in(letters()[-1])


def sign_up(link: str, **changes: str) -> tuple[int, Any]:
    body = {"secret": link, "name_uk": "Лариса Гук", "password": PASSWORD, "language": "uk"} | changes
    return Browser().ask("POST", "personal-invitations/sign-up", body)


def take(page: Browser, link: str) -> tuple[int, Any]:
    return page.ask("POST", "personal-invitations/taking", {"secret": link})


# ---- coming without an account -----------------------------------------------------------------------------


def test_a_newcomer_administers_an_organisation(world: World) -> None:
    page = coordinator(world)
    status, made = to_administer(world, page)
    assert (status, made["offered"], made["email"], made["opens"]) == (201, "administration", ADDRESS, True)
    letter = letters()[-1]
    assert letter.subject == "Запрошення до Віче"
    assert world.organisations["police"].name_uk in letter.body
    assert "Наказ" not in letter.body
    link = secret_in(letter)
    status, offer = Browser().ask("POST", "personal-invitations/offer", {"secret": link})
    assert (status, offer["organisation"]["id"]) == (200, str(world.organisations["police"].pk))
    assert offer["proof"] == {"email": ADDRESS, "has_account": False}
    assert sign_up(link)[0] == 204
    row = OrganisationAdministrator.objects.get()
    assert (row.person.email, row.document) == (ADDRESS, "Наказ № 8")
    assert row.named_by_id == PersonalInvitation.objects.get().created_by_id
    newcomer = Browser()
    assert sign_in(newcomer.client, ADDRESS, PASSWORD).status_code == 200
    assert "appoint" in newcomer.get(f"organisations/{world.organisations['police'].pk}")["allowed"]


def test_a_newcomer_takes_an_office(world: World) -> None:
    page = system_administrator()
    status, made = to_office(world, page)
    assert (status, made["offered"], made["office"]) == (201, "office", "coordinator")
    assert world.territory.name_uk in letters()[-1].body
    assert sign_up(secret())[0] == 204
    assert not Office.objects.exists(), "it waits for a second person"
    path = f"approvals/{Approval.objects.get().pk}/confirmation"
    assert Browser(User.objects.get(email=ADDRESS)).ask("POST", path)[0] == 404
    assert page.ask("POST", path)[1]["code"] == "own_request"
    assert browser(world, "administrator").ask("POST", path)[0] == 200
    office = Office.objects.get(person__email=ADDRESS, kind=OfficeKind.COORDINATOR)
    assert office.territory == world.territory


@pytest.mark.parametrize("kind", ["thread", "action"])
def test_a_newcomer_is_a_guest_of_one_thing(world: World, kind: str) -> None:
    thing = a_thread(world) if kind == "thread" else an_item(world)
    path = f"threads/{thing.pk}" if kind == "thread" else f"action-items/{thing.pk}"
    status, made = as_guest(browser(world, "facilitator"), path)
    assert (status, made["offered"], made["thing"]) == (201, "share", kind)
    assert thing.title_uk not in letters()[-1].body
    link = secret()
    assert thing.title_uk not in str(Browser().ask("POST", "personal-invitations/offer", {"secret": link}))
    assert sign_up(link)[0] == 204
    share = GuestShare.objects.get()
    assert (share.person.email, share.container_id, share.reason) == (ADDRESS, thing.pk, "Порада")
    newcomer = Browser(User.objects.get(email=ADDRESS))
    assert newcomer.get(path)["id"] == str(thing.pk)


# ---- with an account ---------------------------------------------------------------------------------------


def test_whoever_has_an_account_signs_in_and_takes_it_once(world: World) -> None:
    known = person("known")
    # It is the same answer, with an account or without.
    assert to_administer(world, coordinator(world), email=known.email.upper())[0] == 201
    link = secret()
    offer = Browser().ask("POST", "personal-invitations/offer", {"secret": link})[1]
    assert offer["proof"] == {"email": known.email, "has_account": True}
    assert sign_up(link)[1]["code"] == "has_account"
    assert take(browser(world, "teacher"), link)[1]["code"] == "other_address"
    assert take(Browser(), link)[0] == 401
    assert take(Browser(known), link)[0] == 204
    assert OrganisationAdministrator.objects.get().person == known
    assert take(Browser(known), link)[0] == 404
    assert Browser().ask("POST", "personal-invitations/offer", {"secret": link})[0] == 404


def test_nothing_but_the_letter_opens_it(world: World) -> None:
    to_administer(world, coordinator(world))
    link = secret()
    letter = Letter.objects.get()
    assert letter.digest not in (None, link)
    assert link not in str(PersonalInvitation.objects.values().get())
    for wrong in (str(letter.digest), str(letter.about), "x" * 43):
        assert sign_up(wrong)[0] == 404
    # Nor does it open what comes by the links into groups.
    assert Browser().ask("POST", "invitations/offer", {"secret": link})[0] == 404


# ---- when it is over ---------------------------------------------------------------------------------------


def test_it_is_over_with_its_time_and_when_it_is_revoked(world: World) -> None:
    page = coordinator(world)
    path = f"personal-invitations/{to_administer(world, page)[1]['id']}"
    first = secret()
    assert page.ask("DELETE", path)[0] == 204
    assert sign_up(first)[0] == 404
    assert page.ask("DELETE", path)[1]["code"] == "already_ended"
    to_administer(world, page)
    second = secret()
    with at(later(days=31)):
        assert sign_up(second)[0] == 404
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_share_is_not_offered_for_longer_than_it_lasts(world: World) -> None:
    page, thread = browser(world, "facilitator"), a_thread(world)
    _, made = as_guest(page, f"threads/{thread.pk}", until=later(days=2).isoformat())
    assert made["expires_at"] == made["ends_at"]


def test_who_lost_the_right_gives_nothing_more(world: World) -> None:
    page = coordinator(world)
    to_administer(world, page)
    link = secret()
    maker = PersonalInvitation.objects.get().created_by
    end_office(actor=SYSTEM, office_id=Office.objects.get(person=maker).pk, reason="Інша робота")
    assert sign_up(link)[1]["code"] == "no_longer_offered"
    assert not User.objects.filter(email=ADDRESS).exists()
    known = User.objects.get(pk=person("known").pk)
    PersonalInvitation.objects.update(email=known.email)
    assert take(Browser(known), link)[1]["code"] == "no_longer_offered"
    assert not OrganisationAdministrator.objects.exists()


def test_a_facilitator_who_left_shares_nothing_more(world: World) -> None:
    as_guest(browser(world, "facilitator"), f"threads/{a_thread(world).pk}")
    link = secret()
    deactivate_person(actor=SYSTEM, person_id=world.people["facilitator"].pk, reason="Звільнено")
    assert sign_up(link)[1]["code"] == "no_longer_offered"


def test_no_letter_goes_out_for_who_lost_the_right_before(world: World) -> None:
    page = coordinator(world)
    to_administer(world, page)
    maker = PersonalInvitation.objects.get().created_by
    deactivate_person(actor=SYSTEM, person_id=maker.pk, reason="Звільнено")
    assert letters() == []
    assert not Letter.objects.exists()


# ---- who may -----------------------------------------------------------------------------------------------


def test_who_may_offer_what(world: World) -> None:
    thread = f"threads/{a_restricted_thread(world, organisations=('ngo',)).pk}"
    for name in ("facilitator", "teacher"):
        assert to_administer(world, browser(world, name))[0] == 403
        assert to_office(world, browser(world, name))[0] == 403
    assert to_office(world, coordinator(world))[0] == 403
    assert as_guest(browser(world, "teacher"), thread)[0] == 404
    assert as_guest(coordinator(world), thread)[0] == 404
    for answer, pointer in (
        (to_administer(world, coordinator(world), email="so"), "/email"),
        (to_administer(world, coordinator(world), document=" "), "/document"),
        (as_guest(browser(world, "facilitator"), thread, access="work"), "/access"),
        (as_guest(browser(world, "facilitator"), thread, until=later(days=-1).isoformat()), "/until"),
        (to_office(world, system_administrator(), ends_at=later(days=-1).isoformat()), "/ends_at"),
        (to_office(world, system_administrator(), territory=str(uuid7())), "/territory"),
    ):
        assert (answer[0], answer[1]["errors"][0]["pointer"]) == (422, pointer)


def test_nobody_offers_an_office_to_themselves(world: World) -> None:
    page = browser(world, "administrator")
    status, problem = to_office(world, page, email=world.people["administrator"].email.upper())
    (error,) = problem["errors"]
    assert (status, error["pointer"], error["code"]) == (422, "/email", "oneself")
    assert not PersonalInvitation.objects.exists()


def test_who_may_give_it_sees_and_revokes_what_others_offered(world: World) -> None:
    page = coordinator(world)
    to_administer(world, page)
    letters()
    about = f"personal-invitations?about={world.organisations['police'].pk}&offered=administration"
    (row,) = page.get(about)["items"]
    assert (row["email"], row["letter"]["state"], "revoke" in row["allowed"]) == (ADDRESS, "sent", True)
    assert page.get(f"personal-invitations?about={world.territory.pk}")["items"] == []
    path = f"personal-invitations/{row['id']}"
    for name in ("facilitator", "officer", "administrator"):
        assert browser(world, name).get("personal-invitations")["items"] == []
        assert browser(world, name).ask("GET", path)[0] == 404
        assert browser(world, name).ask("DELETE", path)[0] == 404
    another = coordinator(world)
    assert another.get(about)["items"] == [row]
    assert another.ask("DELETE", path)[0] == 204
    # What opens nothing any more stays with who made it.
    assert another.get(about)["items"] == []
    (kept,) = page.get(about)["items"]
    assert (kept["opens"], kept["allowed"]) == (False, ["read"])


def test_an_office_that_is_offered_is_known_to_all_who_give_it(world: World) -> None:
    to_office(world, system_administrator())
    page = browser(world, "administrator")
    (row,) = page.get("personal-invitations?offered=office")["items"]
    assert coordinator(world).ask("GET", f"personal-invitations/{row['id']}")[0] == 404
    assert page.ask("DELETE", f"personal-invitations/{row['id']}")[0] == 204


def test_a_share_that_is_offered_is_known_to_all_who_may_share_the_thing(world: World) -> None:
    thread = a_thread(world)
    _, made = as_guest(browser(world, "facilitator"), f"threads/{thread.pk}")
    assert (made["thing_id"], "revoke" in made["allowed"]) == (str(thread.pk), True)
    path = f"personal-invitations/{made['id']}"
    for name in ("teacher", "officer"):
        assert browser(world, name).ask("GET", path)[0] == 404
    seat(world, "outsider", Role.FACILITATOR)
    page = browser(world, "outsider")
    assert [one["id"] for one in page.get(f"personal-invitations?about={thread.pk}")["items"]] == [made["id"]]
    assert page.ask("DELETE", path)[0] == 204


def test_the_letter_says_before_anything_is_filled_in_that_it_holds_no_longer(world: World) -> None:
    to_administer(world, coordinator(world))
    link = secret()
    assert Browser().ask("POST", "personal-invitations/offer", {"secret": link})[1]["holds"] is True
    maker = PersonalInvitation.objects.get().created_by
    end_office(actor=SYSTEM, office_id=Office.objects.get(person=maker).pk, reason="Інша робота")
    status, offer = Browser().ask("POST", "personal-invitations/offer", {"secret": link})
    assert (status, offer["holds"]) == (200, False)


# ---- a letter anew -----------------------------------------------------------------------------------------


def send_again(page: Browser) -> tuple[int, Any]:
    return page.ask("POST", f"personal-invitations/{PersonalInvitation.objects.get().pk}/letters")


def test_a_letter_is_sent_anew_and_its_earlier_link_opens_nothing(world: World) -> None:
    page = coordinator(world)
    to_administer(world, page)
    assert send_again(page)[1]["code"] == "letter_waits"
    first = secret()
    for name in ("facilitator", "officer", "administrator"):
        assert send_again(browser(world, name))[0] == 404
    status, row = send_again(coordinator(world))
    assert (status, row["letter"]["state"], row["allowed"]) == (202, "waiting", ["read", "send", "revoke"])
    assert sign_up(first)[0] == 404
    second = secret()
    assert second != first
    assert sign_up(second)[0] == 204
    assert send_again(page)[1]["code"] == "already_ended"


def test_no_letter_is_sent_anew_for_who_lost_the_right(world: World) -> None:
    to_administer(world, coordinator(world))
    letters()
    deactivate_person(actor=SYSTEM, person_id=PersonalInvitation.objects.get().created_by_id)
    assert send_again(coordinator(world))[1]["code"] == "no_longer_offered"


def test_one_address_gets_five_letters_a_day_whatever_is_offered_to_it(world: World) -> None:
    page = coordinator(world)
    to_administer(world, page)
    for _number in range(4):
        letters()
        assert send_again(page)[0] == 202
    link = secret()
    assert send_again(page)[1]["code"] == "too_many_letters"
    # Nothing came instead of the last letter: it holds.
    assert Browser().ask("POST", "personal-invitations/offer", {"secret": link})[0] == 200
    status, problem = to_office(world, system_administrator(), email=ADDRESS.upper())
    assert (status, problem["code"]) == (429, "too_many_letters")
    assert PersonalInvitation.objects.count() == 1, "an invitation without its letter is none"
    with at(later(days=1, seconds=1)):
        assert to_office(world, system_administrator())[0] == 201


def test_a_person_has_only_so_many_letters_sent_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        personal_emails, "PERSON_LIMIT", type(PERSON_LIMIT)(PERSON_LIMIT.name, 2, PERSON_LIMIT.window)
    )
    page = coordinator(world)
    answers = [to_administer(world, page, email=f"larysa{number}@police.example") for number in range(3)]
    assert [status for status, _problem in answers] == [201, 201, 429]
    assert to_administer(world, coordinator(world))[0] == 201


# ---- addresses ---------------------------------------------------------------------------------------------


def test_whose_the_address_is_hears_who_read_it(world: World) -> None:
    known = person("known")
    to_administer(world, coordinator(world), email=known.email)
    assert seen(known) == [("invitation", "page", "office")]


def test_the_address_is_forgotten_a_month_after(world: World) -> None:
    to_administer(world, coordinator(world))
    letters()
    with at(later(days=59)):
        purge_old_invitation_emails()
        assert PersonalInvitation.objects.get().email == ADDRESS
    with at(later(days=61)):
        purge_old_invitation_emails()
    row = PersonalInvitation.objects.get()
    assert (row.email, row.address_forgotten_at is not None) == ("", True)
    assert not Letter.objects.exists()


def test_erasure_forgets_what_was_offered_to_somebody(world: World) -> None:
    known = person("known")
    to_administer(world, coordinator(world), email=known.email)
    link = secret()
    take(Browser(known), link)
    erase_now(actor=SYSTEM, person_id=known.pk, removes_messages=False)
    assert PersonalInvitation.objects.get().email == ""
    assert not OrganisationAdministrator.objects.filter(until=None).exists()
