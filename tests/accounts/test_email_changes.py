"""Another e-mail address: asked for, answered in the new mailbox, told in the old one."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from threading import Event as Flag
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, at_once, bearer, sign_in, sit_down, token_of
from tests.accounts.factors import add_app, kinds, post, signed_in, who
from tests.accounts.test_password_links import NEW_PASSWORD, ask_for_link, post as public_post
from tests.patience import PATIENCE
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter, Session, User
from viche.accounts.services.email_changes import confirm_email_change
from viche.accounts.services.letters import record_letter_returned
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import NotFound
from viche.kernel.models import AccessChange, Event, Topic

pytestmark = pytest.mark.django_db

CHANGE = "/api/v1/me/email-change"
NEW = "olena.koval@rada.example"
SYSTEM = Actor.for_system("tests")


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


@pytest.fixture
def browser(person: User) -> Client:
    return signed_in(person.email)


def ask(browser: Client, address: str = NEW) -> Any:
    return post(browser, CHANGE, {"email": address})


def pending(browser: Client) -> dict[str, Any] | None:
    found: dict[str, Any] | None = browser.get(CHANGE).json()["pending"]
    return found


def letters() -> dict[str, str]:
    """What is sent now: subjects by address."""
    before = len(mail.outbox)
    send_letters()
    return {message.to[0]: str(message.subject) for message in mail.outbox[before:]}


def last_secret() -> str:
    found = [re.search(r"/confirm-email#(\S+)", str(message.body)) for message in mail.outbox]
    return next(one[1] for one in reversed(found) if one)


def confirm(browser: Client, secret: str) -> Any:
    return post(browser, f"{CHANGE}/confirm", {"secret": secret})


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_the_address_changes_once_the_new_mailbox_answers(person: User, browser: Client) -> None:
    elsewhere = signed_in(person.email)
    asked = ask(browser, f" {NEW.upper()} ")
    assert (asked.status_code, asked.json()["pending"]["email"]) == (202, NEW)
    assert pending(browser) is not None
    assert letters() == {
        NEW: "Підтвердьте нову адресу для Віче",
        person.email: "У Віче попросили іншу адресу",
    }
    assert NEW not in str(mail.outbox[-1].body), "the notice shows it to nobody"
    secret = last_secret()
    assert secret not in str(Letter.objects.values_list())
    waiting = pending(browser)
    assert waiting is not None
    assert (waiting["state"], waiting["email"]) == ("sent", NEW)
    version = browser.get("/api/v1/me").json()["version"]
    changed = confirm(browser, secret)
    assert (changed.status_code, changed.json()["email"]) == (200, NEW)
    assert changed.json()["version"] == version + 1
    assert changed["ETag"] == f'"{version + 1}"'
    assert pending(browser) is None
    assert letters() == {person.email: "Вашу адресу у Віче змінено"}
    assert (who(browser), who(elsewhere)) == (200, 200), "the password is still the same"
    assert sign_in(Client(), person.email).status_code == 400
    assert sign_in(Client(), NEW).status_code == 200
    assert kinds(person)[-4:-1] == [
        "accounts.email_change_asked",
        "accounts.email_letter_sent",
        "accounts.email_changed",
    ]
    assert refused(confirm(browser, secret)) == (404, "link_invalid")


def test_nobody_but_the_person_confirms(person: User, browser: Client, make_person: MakePerson) -> None:
    """Whoever reads a letter that was sent to a wrong address must not get the account."""
    ask(browser)
    send_letters()
    secret = last_secret()
    stranger = sit_down(make_person())
    assert refused(confirm(Client(), secret)) == (401, "signed_out")
    assert refused(confirm(stranger, secret)) == (404, "link_invalid")
    headers = bearer(token_of(person))
    by_token = Client().post(
        f"{CHANGE}/confirm", {"secret": secret}, content_type="application/json", headers=headers
    )
    assert refused(by_token) == (403, "needs_sign_in")
    person.refresh_from_db()
    assert person.email == "olena@kalynodil.example"
    assert confirm(signed_in(person.email), secret).status_code == 200, "another browser of theirs will do"


def test_a_token_reaches_none_of_it(person: User) -> None:
    headers = bearer(token_of(person))
    for method in ("get", "post", "delete"):
        asked = getattr(Client(), method)(
            CHANGE, {"email": NEW} if method == "post" else None, "application/json", headers=headers
        )
        assert refused(asked) == (403, "needs_sign_in")
    assert not Letter.objects.exists()


def test_it_needs_a_fresh_proof_by_the_factor_where_there_is_one(person: User, browser: Client) -> None:
    add_app(browser)
    later = now() + timedelta(minutes=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("viche.accounts.reauthentication.time", later.timestamp)
        assert refused(ask(browser)) == (403, "proof_required")
    assert not Letter.objects.exists()
    assert ask(browser).status_code == 202


def test_the_answer_does_not_tell_whose_the_address_is(
    person: User, browser: Client, make_person: MakePerson
) -> None:
    holder = make_person(email="taken@rada.example", password=PASSWORD)
    gone = make_person(email="gone@rada.example", password=PASSWORD)
    deactivate_person(actor=SYSTEM, person_id=gone.pk, reason="Звільнення")
    seen = []
    for address in ("free@rada.example", holder.email, gone.email):
        answer = ask(browser, address)
        told = letters()
        waiting = pending(browser)
        assert waiting is not None
        kept = {name: value for name, value in waiting.items() if not name.endswith("_at")}
        seen.append((answer.status_code, {**kept, "email": ""}, waiting["expires_at"] is None))
        if address == holder.email:
            assert told[address] == "Ця адреса вже ваша"
            assert "/confirm-email" not in str(mail.outbox[-1].body)
        assert (address in told) == (address != gone.email)
    assert seen == [(202, {"email": "", "state": "sent"}, False)] * 3
    same = {
        (event.kind, frozenset(event.data))
        for event in Event.objects.filter(kind__startswith="accounts.email_", subject_id=person.pk)
    }
    assert len(same) == 2


def test_asking_costs_the_same_for_every_address(
    browser: Client, make_person: MakePerson, django_assert_num_queries: Any
) -> None:
    holder = make_person(email="taken@rada.example")
    ask(browser, "first@rada.example")
    for address in ("free@rada.example", holder.email):
        with django_assert_num_queries(15):
            ask(browser, address)


@pytest.mark.parametrize("spelling", ["taken@rada.example", "TAKEN@Rada.Example", "ｔａｋｅｎ@rada.example"])
def test_every_spelling_of_a_taken_address_is_taken(
    browser: Client, make_person: MakePerson, spelling: str
) -> None:
    make_person(email="taken@rada.example")
    ask(browser, spelling)
    assert letters()["taken@rada.example"] == "Ця адреса вже ваша"


@pytest.mark.parametrize(
    "spelling",
    [
        "Olena@Kalynodil.Example",
        "ｏｌｅｎａ@kalynodil.example",
        unicodedata.normalize("NFD", "olena@kalynodil.example"),
    ],
)
def test_ones_own_address_is_no_other(browser: Client, spelling: str) -> None:
    answer = ask(browser, spelling)
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/email", "same")]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{}, {"email": "no"}, {"email": 5}, {"email": "a@b.example", "x": 1}, {"email": "a\x00@b.example"}],
)
def test_bad_addresses_are_named(browser: Client, body: dict[str, Any]) -> None:
    answer = post(browser, CHANGE, body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] in ("/email", "/x")


def test_an_address_that_was_taken_meanwhile_is_refused_whole(
    person: User, browser: Client, make_person: MakePerson
) -> None:
    ask(browser)
    send_letters()
    reset = ask_for_link(person.email)
    secret = last_secret()
    make_person(email=NEW)
    before = Event.objects.count()
    assert refused(confirm(browser, secret)) == (409, "email_taken")
    person.refresh_from_db()
    assert (person.email, Event.objects.count()) == ("olena@kalynodil.example", before)
    assert not Letter.objects.filter(purpose="email_changed").exists()
    assert public_post("password-links/read", secret=reset).status_code == 200


def test_links_to_the_former_address_are_void(person: User, browser: Client) -> None:
    sent = ask_for_link(person.email)
    ask(browser)
    send_letters()
    public_post("password-resets", email=person.email)  # waits for the mailer
    confirm(browser, last_secret())
    assert public_post("password-links/use", secret=sent, password=NEW_PASSWORD).status_code == 404
    assert letters() == {"olena@kalynodil.example": "Вашу адресу у Віче змінено"}
    renewed = ask_for_link(NEW)
    assert public_post("password-links/use", secret=renewed, password=NEW_PASSWORD).status_code == 204


def test_asking_again_sends_a_new_link_and_cancelling_voids_it(person: User, browser: Client) -> None:
    ask(browser)
    send_letters()
    first = last_secret()
    ask(browser)
    assert letters() == {NEW: "Підтвердьте нову адресу для Віче"}, "the present address was told already"
    assert refused(confirm(browser, first)) == (404, "link_invalid")
    second = last_secret()
    assert browser.delete(CHANGE).status_code == 204
    assert pending(browser) is None
    assert refused(confirm(browser, second)) == (404, "link_invalid")
    assert browser.delete(CHANGE).status_code == 404
    assert kinds(person)[-1] == "accounts.email_change_cancelled"


def test_a_change_that_waits_to_be_sent_can_be_cancelled(browser: Client, person: User) -> None:
    ask(browser)
    browser.delete(CHANGE)
    assert letters() == {person.email: "У Віче попросили іншу адресу"}


@pytest.mark.parametrize("end", ["password", "deactivation", "time"])
def test_what_voids_a_change_that_waits(person: User, browser: Client, end: str) -> None:
    ask(browser)
    send_letters()
    secret = last_secret()
    later = now()
    if end == "password":  # as the notice to the present address advises
        reset = ask_for_link(person.email)
        public_post("password-links/use", secret=reset, password=NEW_PASSWORD)
    elif end == "deactivation":
        deactivate_person(actor=SYSTEM, person_id=person.pk, reason="Звільнення")
        User.objects.filter(pk=person.pk).update(is_active=True)
    else:
        later += timedelta(days=1, seconds=1)
    back = sit_down(User.objects.get(pk=person.pk))
    with replace_clock(lambda: later):
        assert pending(back) is None
        assert refused(confirm(back, secret)) == (404, "link_invalid")


def test_one_address_and_one_person_are_written_to_only_so_often(
    browser: Client, make_person: MakePerson
) -> None:
    answers = [ask(browser) for _nth in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 429]
    other = signed_in(make_person(password=PASSWORD).email)
    assert ask(other).status_code == 429, "whoever asks: it is one mailbox"
    more = [ask(browser, f"another{nth}@rada.example") for nth in range(7)]
    assert [one.status_code for one in more] == [202] * 6 + [429]
    assert 3000 < int(more[-1]["Retry-After"]) <= 3600


def test_nobodys_access_is_looked_at_again(person: User, browser: Client) -> None:
    ask(browser)
    send_letters()
    before = AccessChange.objects.count()
    confirm(browser, last_secret())
    assert AccessChange.objects.count() == before
    assert Session.objects.filter(person=person).exists()


def waiting_change(person: User) -> str:
    ask(signed_in(person.email))
    send_letters()
    return last_secret()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_change_it_once(make_person: MakePerson) -> None:
    person = make_person(password=PASSWORD)
    secret = waiting_change(person)
    actor = Actor.for_person(person.pk)
    results = at_once(2, lambda _index: confirm_email_change(actor=actor, secret=secret))
    assert [type(one) for one in results if isinstance(one, Exception)] == [NotFound]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_want_one_address_get_it_once(make_person: MakePerson) -> None:
    wanting = [make_person(password=PASSWORD) for _nth in range(2)]
    secrets = [waiting_change(one) for one in wanting]
    results = at_once(
        2,
        lambda index: confirm_email_change(actor=Actor.for_person(wanting[index].pk), secret=secrets[index]),
    )
    assert [getattr(one, "reason", None) for one in results if isinstance(one, Exception)] == ["email_taken"]
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_in_a_circle_with_who_writes_to_the_topic(make_person: MakePerson) -> None:
    """A foreign key to the person is checked at the commit of whoever already holds their topic."""
    person = make_person(password=PASSWORD)
    secret = waiting_change(person)
    held = Flag()

    def write(_index: int) -> None:
        with transaction.atomic():
            Topic.objects.select_for_update().get(pk=f"user:{person.pk}")
            held.set()
            with connection.cursor() as cursor:
                while not cursor.execute("SELECT FROM pg_locks WHERE NOT granted").fetchall():
                    pass
            Letter.objects.create(purpose="email_taken", address=NEW, person=person)

    def change(_index: int) -> User:
        held.wait(PATIENCE)
        return confirm_email_change(actor=Actor.for_person(person.pk), secret=secret)

    results = at_once(2, lambda index: (write, change)[index](index))
    assert [one for one in results if isinstance(one, Exception)] == []


def test_a_letter_that_came_back_has_not_been_sent(person: User, browser: Client) -> None:
    ask(browser)
    send_letters()
    letter = Letter.objects.get(address=NEW)
    assert record_letter_returned(actor=SYSTEM, letter_id=letter.pk, address=NEW, nobody=True)
    waiting = pending(browser)
    assert waiting is not None
    assert waiting["state"] == "failed"
