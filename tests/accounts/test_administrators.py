"""Who runs the system: made and unmade in the product, by those who do, and never the last of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, at_once, bearer, sign_in, sit_down, token_of
from viche.accounts.models import AccountDecision, Session, User
from viche.accounts.services.administrators import make_administrator, revoke_administrator
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, DomainError
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import AccessChange, Event
from viche.notifications.models import Notification
from viche.notifications.selectors import texts_of

pytestmark = pytest.mark.django_db
PEOPLE = "/api/v1/people"
WHY = {"reason": "Наказ № 12"}


@pytest.fixture
def desk(make_person: MakePerson) -> Client:
    """An administrator who has just signed in."""
    make_person(email="admin@kalynodil.example", password=PASSWORD, is_administrator=True)
    browser = Client()
    assert sign_in(browser, "admin@kalynodil.example").status_code == 200
    return browser


def send(browser: Client, method: str, address: str, body: object | None = None, **headers: str) -> Any:
    return getattr(browser, method)(
        f"{PEOPLE}{address}", body, content_type="application/json", headers=headers
    )


def of(person: User) -> Actor:
    return Actor.for_person(person.pk)


def titles(person: User) -> list[str]:
    drain_outbox()
    rows = list(Notification.objects.filter(person=person).select_related("event").order_by("id"))
    return [words.title["uk"] for words in texts_of(of(person), rows).values()]


def test_an_administrator_is_made_and_unmade_and_all_of_them_hear_of_it(
    desk: Client, make_person: MakePerson
) -> None:
    admin = User.objects.get(email="admin@kalynodil.example")
    person, other = make_person(name_uk="Оксана Гай"), make_person(is_administrator=True)
    for _again in range(2):
        make_administrator(actor=of(admin), person_id=person.pk, **WHY)
    made = send(desk, "get", f"/{person.pk}").json()
    assert (made["is_administrator"], made["allowed"]) == (
        True,
        ["invite", "deactivate", "rename", "sign_out", "revoke_keys", "unmake_administrator"],
    )
    assert sit_down(person).get(PEOPLE).status_code == 200
    assert titles(person) == ["Відтепер ви адмініструєте систему"]
    assert titles(admin) == titles(other) == ["Відтепер адмініструє систему: Оксана Гай"]
    unmade = send(desk, "delete", f"/{person.pk}/administration", {"reason": "Звільнення"})
    assert (unmade.status_code, unmade.json()["is_administrator"]) == (200, False)
    assert sit_down(person).get(PEOPLE).status_code == 403
    assert titles(person)[-1] == "Ви більше не адмініструєте систему"
    assert titles(other)[-1] == "Більше не адмініструє систему: Оксана Гай"
    kept = list(AccountDecision.objects.order_by("id").values_list("kind", "reason", "by"))
    assert kept == [
        ("administrator_made", "Наказ № 12", admin.pk),
        ("administrator_unmade", "Звільнення", admin.pk),
    ]
    changes = AccessChange.objects.filter(person=person).order_by("seq")
    assert list(changes.values_list("reason", flat=True)) == [
        "administrator_made",
        "administrator_unmade",
    ]
    assert "Наказ" not in str(list(Event.objects.values_list("data", flat=True)))


def test_it_is_asked_of_who_has_just_proved_who_they_are(make_person: MakePerson, person: User) -> None:
    administrator = make_person(password=PASSWORD, is_administrator=True)
    refused = send(sit_down(administrator), "post", f"/{person.pk}/administration", WHY)
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_required")
    with_token = Client(headers=bearer(token_of(administrator)))
    assert send(with_token, "post", f"/{person.pk}/administration", WHY).status_code == 403
    nobody = send(sit_down(person), "post", f"/{administrator.pk}/administration", WHY)
    assert nobody.status_code == 404
    assert not AccountDecision.objects.exists()


def test_nobody_unmakes_themselves(desk: Client, administrator: User) -> None:
    admin = User.objects.get(email="admin@kalynodil.example")
    assert send(desk, "delete", f"/{admin.pk}/administration", WHY).status_code == 403
    assert send(desk, "get", f"/{admin.pk}").json()["allowed"] == ["rename"]


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 501, 5])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_it_has_its_reason(desk: Client, person: User, method: str, reason: object) -> None:
    body = {} if reason is None else {"reason": reason}
    refused = send(desk, method, f"/{person.pk}/administration", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/reason"


def test_an_account_that_is_switched_off_runs_nothing(desk: Client, person: User) -> None:
    send(desk, "post", f"/{person.pk}/deactivation", WHY)
    refused = send(desk, "post", f"/{person.pk}/administration", WHY)
    assert (refused.status_code, refused.json()["code"]) == (409, "deactivated")


def test_one_always_remains(administrator: User) -> None:
    for end in (revoke_administrator, deactivate_person):
        with pytest.raises(Conflict) as refusal:
            end(actor=Actor.for_system("tests"), person_id=administrator.pk, reason="Так")
        assert refusal.value.reason == "last_administrator"


def test_a_reactivated_account_is_announced_to_the_other_administrators(
    administrator: User, make_person: MakePerson
) -> None:
    other, person = make_person(is_administrator=True), make_person(name_uk="Оксана Гай")
    deactivate_person(actor=of(administrator), person_id=person.pk)
    reactivate_person(actor=of(administrator), person_id=person.pk)
    assert titles(other) == ["Вимкнений обліковий запис знову працює: Оксана Гай"]
    assert titles(administrator) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [revoke_administrator, deactivate_person])
def test_two_who_put_each_other_out_at_once_do_not_leave_nobody(make_person: MakePerson, end: Any) -> None:
    pair = [make_person(is_administrator=True), make_person(is_administrator=True)]

    def put_out(index: int) -> bool:
        try:
            end(actor=of(pair[index]), person_id=pair[1 - index].pk, reason="Так")
        except DomainError:  # they are out, so they see nobody any more
            return False
        return True

    assert at_once(2, put_out).count(True) == 1
    assert User.objects.filter(is_active=True, is_superuser=True).count() == 1


# ---- a name, and sign-ins ----------------------------------------------------------------------------------


def rename(browser: Client, person: User, version: int, **facts: object) -> Any:
    body = {"name_uk": "Оксана Гай-Нижник", **WHY, **facts}
    return send(browser, "patch", f"/{person.pk}", body, **{"if-match": f'"{version}"'})


def test_a_name_is_corrected_with_a_reason_and_told(desk: Client, make_person: MakePerson) -> None:
    person = make_person(name_uk="Оксана Гай", name_en="Oksana Hai")
    before = send(desk, "get", f"/{person.pk}").json()
    assert "rename" in before["allowed"]
    after = rename(desk, person, before["version"], name_en="Oksana Hai-Nyzhnyk")
    assert after.status_code == 200, after.content
    assert after.json()["name"] == {"uk": "Оксана Гай-Нижник", "en": "Oksana Hai-Nyzhnyk"}
    assert after.json()["version"] == before["version"] + 1
    assert titles(person) == ["Відтепер ваше ім’я записано так: Оксана Гай-Нижник"]
    event = Event.objects.get(kind="accounts.person_renamed")
    assert "Оксана" not in str(event.data)
    again = rename(desk, person, after.json()["version"], name_en="Oksana Hai-Nyzhnyk")
    assert again.json()["version"] == after.json()["version"]
    assert AccountDecision.objects.count() == 1


def test_a_name_that_somebody_else_changed_is_stale(desk: Client, person: User) -> None:
    assert rename(desk, person, person.version + 1).status_code == 412
    missing = send(desk, "patch", f"/{person.pk}", {"name_uk": "А", **WHY})
    assert missing.status_code == 428


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"name_uk": " "}, "/name_uk"),
        ({"name_uk": "x" * 121}, "/name_uk"),
        ({"name_uk": "Гай\u202e"}, "/name_uk"),
        ({"name_en": "x" * 121}, "/name_en"),
        ({"reason": ""}, "/reason"),
        ({"email": "a@b.example"}, "/email"),
    ],
)
def test_bad_names_are_refused(desk: Client, person: User, facts: dict[str, object], pointer: str) -> None:
    refused = rename(desk, person, person.version, **facts)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]


def test_nobody_but_an_administrator_at_a_browser_corrects_names(administrator: User, person: User) -> None:
    assert rename(sit_down(person), person, person.version).status_code == 403
    with_token = Client(headers=bearer(token_of(administrator)))
    assert rename(with_token, person, person.version).status_code == 403


def test_an_administrator_ends_the_sign_ins_of_a_lost_device(desk: Client, make_person: MakePerson) -> None:
    person = make_person(email="olena@kalynodil.example", password=PASSWORD)
    browser, secret = Client(), token_of(person)
    sign_in(browser, person.email)
    assert send(desk, "post", f"/{person.pk}/sign-outs").status_code == 204
    assert browser.get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 401
    assert not Session.objects.filter(person=person).exists()
    assert titles(person)[-2:] == ["Ваш токен доступу відкликано", "Адміністратор завершив усі ваші входи"]
    assert send(sit_down(person), "post", f"/{UUID(int=5)}/sign-outs").status_code == 404
