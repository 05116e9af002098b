"""Lists of people: every bad row is named, nothing is done until confirmed, and then all of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.mandates.services import suspend_mandate
from groups.memberships.services import start_membership
from groups.models import Invitation, Membership, Organisation, Role
from tests.cast import SYSTEM, World, a_mandate, an_organisation, person
from tests.groups.helpers import a_coordinator, at_once, later, second_mandate, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_invitation_emails import letters, secret_in
from tests.groups.joining.test_joining import come, coordinator
from tests.groups.member_import.helpers import (
    ENGLISH,
    as_csv,
    checked,
    confirmed,
    counts,
    facilitator,
    faults,
    line,
    preview,
)
from tests.groups.memberships.test_own_seats import a_seated_coordinator
from viche.accounts.models import Language, User
from viche.kernel.clock import now
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

# ---- what is done ----------------------------------------------------------------------------------------


def test_a_preview_says_what_becomes_of_each_and_does_nothing(world: World) -> None:
    outsider, before = world.people["outsider"], counts()
    seq = get_head(f"group:{world.group.pk}")
    told = checked(
        facilitator(world),
        world,
        as_csv(line("New@hospital.example", role="секретарка", until="31.12.2030"), line(outsider.email)),
    )
    assert told["faults"] == []
    first, second = told["rows"]
    assert (first["number"], first["email"], first["outcome"], first["person"]) == (
        2,
        "new@hospital.example",
        "invite",
        None,
    )
    assert (first["role"], first["until"], first["position"]) == ("secretary", "2030-12-31", "лікарка")
    assert (second["outcome"], second["person"]["id"]) == ("seat", str(outsider.pk))
    assert (counts(), get_head(f"group:{world.group.pk}")) == (before, seq)
    assert letters() == []


def test_what_was_shown_is_done(world: World) -> None:
    outsider, page = world.people["outsider"], facilitator(world)
    content = as_csv(
        line("new@hospital.example", role="секретар", until="2030-12-31"),
        line(outsider.email, role="спостерігач", until="31.12.2030"),
    )
    status, done = confirmed(page, world, checked(page, world, content)["rows"])
    assert (status, done) == (201, {"seated": 1, "appointed": 0, "invited": 1})
    seat = Membership.objects.get(group=world.group, mandate=world.mandates["outsider"])
    assert (seat.role, seat.until) is not None
    assert seat.role == "observer"
    assert seat.until is not None
    assert seat.until.isoformat() == "2030-12-31T22:00:00+00:00"
    made = Invitation.objects.get()
    assert (made.email, made.role, made.ends_on) == ("new@hospital.example", "secretary", date(2030, 12, 31))
    assert [message.to for message in letters()] == [["new@hospital.example"]]


def test_who_may_appoint_appoints_by_the_document_of_the_row(world: World) -> None:
    newcomer, page = person("newcomer"), coordinator(world)
    rows = [
        line(newcomer.email, document="Наказ № 7", until="31.12.2030"),
        line("new@hospital.example", document="Наказ № 8"),
    ]
    told = checked(page, world, as_csv(*rows))
    assert [row["outcome"] for row in told["rows"]] == ["appoint", "invite"]
    assert confirmed(page, world, told["rows"])[1] == {"seated": 0, "appointed": 1, "invited": 1}
    mandate = newcomer.mandates.get()
    assert (mandate.document, mandate.position_uk, mandate.ends_on) == (
        "Наказ № 7",
        "лікарка",
        date(2030, 12, 31),
    )
    assert Browser(newcomer).get(f"groups/{world.group.pk}")["role"] == "member"
    assert Invitation.objects.get().document == "Наказ № 8"


def test_the_term_of_a_row_holds_for_who_comes_by_its_letter(world: World) -> None:
    page = coordinator(world)
    content = as_csv(line("new@hospital.example", document="Наказ № 8", until="31.12.2030"))
    confirmed(page, world, checked(page, world, content)["rows"])
    secret = secret_in(letters()[0])
    guest = person("guest")
    User.objects.filter(pk=guest.pk).update(email="new@hospital.example")
    assert come(Browser(guest), secret)[1]["seated"]
    assert guest.mandates.get().ends_on == date(2030, 12, 31)
    seat = Membership.objects.get(mandate__person=guest)
    assert seat.until is not None
    assert seat.until.isoformat() == "2030-12-31T22:00:00+00:00"


def test_a_facilitator_does_not_learn_who_has_an_account(world: World) -> None:
    """Somebody whose mandate they do not know is invited, like somebody who is not there."""
    stranger = person("stranger")
    told = checked(facilitator(world), world, as_csv(line(stranger.email), line("nobody@hospital.example")))
    known = [{**row, "email": "", "number": 0} for row in told["rows"]]
    assert known[0] == known[1]


def test_a_second_confirmation_does_nothing_again(world: World) -> None:
    page = facilitator(world)
    rows = checked(page, world, as_csv(line("new@hospital.example")))["rows"]
    key = {"Idempotency-Key": "a-list-of-one"}
    first, again = confirmed(page, world, rows, **key), confirmed(page, world, rows, **key)
    assert first == again == (201, {"seated": 0, "appointed": 0, "invited": 1})
    status, problem = confirmed(page, world, rows)
    assert (status, problem["code"]) == (409, "list_changed")
    assert [one["code"] for one in problem["errors"]] == ["already_invited"]
    assert Invitation.objects.count() == 1


def test_nothing_is_done_when_one_row_would_be_otherwise_by_now(world: World) -> None:
    page, outsider = facilitator(world), world.people["outsider"]
    content = as_csv(line("new@hospital.example"), line(outsider.email), line("other@hospital.example"))
    rows = checked(page, world, content)["rows"]
    start_membership(
        actor=SYSTEM, group_id=world.group.pk, mandate_id=world.mandates["outsider"].pk, role=Role.OBSERVER
    )
    before = counts()
    status, problem = confirmed(page, world, rows)
    assert (status, problem["code"]) == (409, "list_changed")
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
        ("/rows/1/email", "already_seated")
    ]
    assert counts() == before


def test_an_outcome_that_nobody_was_shown_is_not_carried_out(world: World) -> None:
    page, outsider = facilitator(world), world.people["outsider"]
    (row,) = checked(page, world, as_csv(line(outsider.email)))["rows"]
    status, problem = confirmed(page, world, [row | {"outcome": "invite"}])
    assert (status, problem["errors"][0]["code"]) == (409, "changed")
    status, problem = confirmed(
        page, world, [row | {"email": "no@hospital.example", "document": "Наказ № 1"}]
    )
    assert (status, problem["errors"][0]["code"]) == (409, "may_not_appoint")
    assert not Invitation.objects.exists()


def test_a_list_over_the_letters_of_a_day_is_not_begun(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from groups.joining import emails as room

    monkeypatch.setattr(room, "GROUP_LIMIT", type(room.GROUP_LIMIT)("into", 2, timedelta(days=1)))
    page = facilitator(world)
    content = as_csv(*(line(f"new{number}@hospital.example") for number in range(3)))
    status, problem = confirmed(page, world, checked(page, world, content)["rows"])
    assert (status, problem["code"]) == (429, "too_many_letters")
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_seat", [True, False])
def test_two_who_bring_the_same_list_bring_it_once(world: World, with_seat: bool) -> None:
    outsider = world.people["outsider"]
    pages = [facilitator(world), coordinator(world)]
    seats = [line(outsider.email)] if with_seat else []
    content = as_csv(*seats, *(line(f"new{number}@hospital.example") for number in range(3)))
    shown = [checked(page, world, content)["rows"] for page in pages]
    answers = at_once(
        lambda: confirmed(pages[0], world, shown[0]), lambda: confirmed(pages[1], world, shown[1])
    )
    assert sorted(str(one)[:4] for one in answers) == ["(201", "(409"]
    assert Membership.objects.filter(mandate=world.mandates["outsider"]).count() == len(seats)
    assert Invitation.objects.count() == 3


# ---- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"), [("secretary", 403), ("observer", 403), ("outsider", 404), ("administrator", 404)]
)
def test_only_who_leads_brings_a_list(world: World, name: str, status: int) -> None:
    page = browser(world, name)
    assert preview(page, world, as_csv(line("new@hospital.example")))[0] == status
    body = {
        "number": 2,
        "email": "new@hospital.example",
        "organisation": str(world.organisations["market"].pk),
        "role": "member",
        "outcome": "invite",
    }
    assert page.ask("POST", f"groups/{world.group.pk}/member-lists", {"rows": [body]})[0] == status


# ---- every bad row ---------------------------------------------------------------------------------------


def test_every_bad_row_is_named_with_its_column_and_the_rest_can_be_taken(world: World) -> None:
    teacher = world.people["teacher"]
    rows = [
        line("good@hospital.example"),
        line("no address"),
        line("", role="голова"),
        line("one@hospital.example", "nowhere"),
        line("GOOD@hospital.example"),
        line(teacher.email, "school"),
        line("two@hospital.example", until="31.02.2030"),
        line("three@hospital.example", until="01.01.2020"),
        line("four@hospital.example", document="Наказ № 7"),
        line("five@hospital.example", position="=HYPERLINK(1)"),
        line("six@hospital.example", position="л" * 201),
        line("seven@hospital.example", name="Лариса\u202eГук"),
        line("eight@hospital.example", name="Лaриса Гук"),  # a Latin a
    ]
    told = checked(facilitator(world), world, as_csv(*rows))
    assert [row["email"] for row in told["rows"]] == ["good@hospital.example"]
    assert faults(told) == [
        (3, "email", "invalid"),
        (4, "email", "blank"),
        (4, "role", "unknown_role"),
        (5, "organisation", "not_found"),
        (6, "email", "duplicate"),
        (7, "email", "already_seated"),
        (8, "until", "no_day"),
        (9, "until", "past"),
        (10, "document", "may_not_appoint"),
        (11, "position", "formula"),
        (12, "position", "max_length"),
        (13, "name", "unstorable"),
        (14, "name", "mixed_alphabets"),
    ]
    assert told["faults"][0]["message"] == "Це не адреса електронної пошти."


def test_reasons_are_in_the_language_of_the_reader(world: World) -> None:
    User.objects.filter(pk=world.people["facilitator"].pk).update(language=Language.ENGLISH)
    told = checked(facilitator(world), world, as_csv(line("no address"), heading=ENGLISH))
    assert told["faults"][0]["message"] == "This is not an e-mail address."


def test_all_faults_of_a_row_are_named_in_the_order_of_its_columns(world: World) -> None:
    told = checked(
        facilitator(world), world, as_csv(line("no address", "nowhere", position="=1", role="голова"))
    )
    assert faults(told) == [
        (2, "email", "invalid"),
        (2, "organisation", "not_found"),
        (2, "position", "formula"),
        (2, "role", "unknown_role"),
    ]
    newcomer = line("new@hospital.example", position="", until="01.01.2020", document="Наказ № 7")
    assert faults(checked(coordinator(world), world, as_csv(newcomer))) == [(2, "position", "blank")]


@pytest.mark.parametrize("document", ["", "Наказ № 7"])
def test_nobody_is_seated_or_appointed_past_a_mandate_that_rests(world: World, document: str) -> None:
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Перевірка")
    page, content = coordinator(world), as_csv(line(world.people["outsider"].email, document=document))
    (fault,) = checked(page, world, content)["faults"]
    assert (fault["number"], fault["column"], fault["code"]) == (2, "email", "mandate_rests")
    assert fault["message"].startswith("Ці повноваження призупинено")
    second_mandate(world, "outsider", "market")
    assert [row["outcome"] for row in checked(page, world, content)["rows"]] == ["seat"]


def test_a_list_gives_a_coordinator_no_seat_where_somebody_leads(world: World) -> None:
    """Neither in their own row nor in that of somebody for whom they stand in."""
    actor, own = a_seated_coordinator(world)
    me = User.objects.get(pk=str(actor.person_id))
    a_mandate(me, world.organisations["market"])
    stand_in(world, "outsider", me, now(), later(days=1))
    page, content = Browser(me), as_csv(line(me.email, "police"), line(world.people["outsider"].email))
    told = checked(page, world, content)
    assert faults(told) == [(2, "email", "own_seat"), (3, "email", "own_seat")]
    assert [one["message"] for one in told["faults"]] == [
        "У цієї групи є фасилітатор: подайте прохання про місце, і вам дадуть відповідь.",
        "У цієї групи є фасилітатор, а ви заступаєте цю особу: місце їй надає фасилітатор.",
    ]
    Membership.objects.filter(group=world.group).update(role=Role.MEMBER)
    rows = checked(page, world, content)["rows"]
    assert [row["outcome"] for row in rows] == ["seat", "seat"]
    Membership.objects.filter(pk=world.seats["facilitator"].pk).update(role=Role.FACILITATOR)
    status, problem = confirmed(page, world, rows)
    assert (status, problem["code"]) == (409, "list_changed")
    assert [one["pointer"] for one in problem["errors"]] == ["/rows/0/email", "/rows/1/email"]
    assert not Membership.objects.filter(mandate=own).exists()


def test_who_is_invited_already_is_not_invited_again(world: World) -> None:
    page, content = facilitator(world), as_csv(line("new@hospital.example"))
    confirmed(page, world, checked(page, world, content)["rows"])
    assert faults(checked(page, world, content)) == [(2, "email", "already_invited")]
    Invitation.objects.update(expires_at=later(seconds=-1))
    assert checked(page, world, content)["faults"] == []


def test_of_organisations_with_one_name_the_one_nearby_is_meant(world: World) -> None:
    from tests.cast import a_territory

    twin = an_organisation("market Тут", "business", a_territory("Далеко"))  # type: ignore[arg-type]
    (row,) = checked(facilitator(world), world, as_csv(line("new@hospital.example")))["rows"]
    assert row["organisation"]["id"] == str(world.organisations["market"].pk)
    twin.territories.add(world.territory)
    told = checked(facilitator(world), world, as_csv(line("new@hospital.example")))
    assert faults(told) == [(2, "organisation", "ambiguous")]


def test_names_are_found_however_quotes_and_apostrophes_are_typed(world: World) -> None:
    Organisation.objects.filter(pk=world.organisations["market"].pk).update(name_uk="КЗ «Ліцей ім’я № 2»")
    row = line("new@hospital.example")
    row[2] = "кз  Ліцей ім'я № 2"
    assert checked(facilitator(world), world, as_csv(row))["faults"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"email": "no address"}, "/rows/0/email"),
        ({"organisation": str(uuid7())}, "/rows/0/organisation"),
        ({"role": "chair"}, "/rows/0/role"),
        ({"outcome": "crown"}, "/rows/0/outcome"),
        ({"until": "31.12.2030"}, "/rows/0/until"),
        ({"number": 0}, "/rows/0/number"),
        ({"admin": True}, "/rows/0/admin"),
    ],
)
def test_a_wrong_row_is_refused_by_its_field(world: World, changes: dict[str, Any], pointer: str) -> None:
    row = {
        "number": 2,
        "email": "new@hospital.example",
        "organisation": str(world.organisations["market"].pk),
        "role": "member",
        "outcome": "invite",
    }
    path = f"groups/{world.group.pk}/member-lists"
    status, problem = facilitator(world).ask("POST", path, {"rows": [row | changes]})
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert facilitator(world).ask("POST", path, {"rows": []})[0] == 422
    assert facilitator(world).ask("POST", path, {"rows": [row] * 201})[0] == 422


def test_a_preview_takes_as_many_queries_for_many_as_for_few(world: World) -> None:
    page = facilitator(world)

    def queries(many: int) -> int:
        people = [person("listed") for _number in range(many)]
        for one in people:
            a_mandate(one, world.organisations["market"])
        content = as_csv(*(line(one.email) for one in people))
        with CaptureQueriesContext(connection) as seen:
            assert {row["outcome"] for row in checked(page, world, content)["rows"]} == {"seat"}
        return len(seen)

    queries(1)
    assert queries(2) == queries(12)


def test_nothing_of_a_file_is_kept(world: World) -> None:
    page = facilitator(world)
    rows = checked(page, world, as_csv(line("new@hospital.example", name="Секретна Особа")))["rows"]
    assert confirmed(page, world, rows)[0] == 201
    letters()
    assert "Секретна" not in str([message.body for message in mail.outbox])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM groups_invitation WHERE position('Секретна' IN groups_invitation::text) > 0"
        )
        assert cursor.fetchone() == (0,)


def test_a_list_appoints_nobody_who_brings_it(world: World) -> None:
    me = User.objects.get(pk=str(a_coordinator(world).person_id))
    Membership.objects.filter(group=world.group).update(role=Role.MEMBER)
    told = checked(Browser(me), world, as_csv(line(me.email, "police", document="Наказ № 7")))
    assert faults(told) == [(2, "email", "own_post")]
