"""Erasure: the person is gone from every table and file, the group's record is whole."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from dialogue.messages.files import load_new_attachments
from dialogue.models import Message, ThreadReading
from groups.grants import rebuild_grants
from groups.models import Mandate, Membership, OfficeKind, Role
from tests.accounts.conftest import PASSWORD
from tests.cast import SYSTEM, World, a_mandate, a_seat, person
from tests.dialogue.helpers import Api, a_thread, say as bring
from tests.dialogue.timeline.replica import GroupReplica, ThreadReplica
from tests.groups.helpers import an_office, at
from tests.groups.mandates.test_notifications import told
from tests.patience import PATIENCE
from tests.privacy.conftest import Browser, an_officer, erasure_in_writing
from tests.privacy.test_exports import GATHERER, say
from viche.accounts.jobs import prune_sessions
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.services.people import reactivate_person
from viche.accounts.services.tokens import issue_token
from viche.deadlines.engine import fire_due
from viche.files.models import StoredFile
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.events import open_unit_of_work
from viche.kernel.models import Event, IdempotencyKey
from viche.notifications.models import Notification
from viche.privacy.models import DataExport, LedgerEntry, SubjectRequest
from viche.privacy.services import erasure
from viche.privacy.services.erasure import erase_now
from viche.privacy.services.exports import build_exports

ERASER = Actor.for_system("privacy.erasure")
WEEK = timedelta(days=7, seconds=1)


def erase(who: User, *, removes_messages: bool = False) -> LedgerEntry:
    return erase_now(actor=ERASER, person_id=who.pk, removes_messages=removes_messages)


def dump() -> str:
    """Every row of every table, as PostgreSQL writes it."""
    target = io.StringIO()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            with cursor.copy(f'COPY "{model._meta.db_table}" TO STDOUT') as rows:
                target.write(b"".join(bytes(row) for row in rows).decode())
    return target.getvalue()


@pytest.mark.django_db
def test_it_waits_seven_days_can_be_undone_and_then_happens_by_itself(world: World) -> None:
    officer = world.people["officer"]
    browser = Browser(officer)
    asked = browser.ask("POST", "me/data/erasure", {"removes_messages": False})
    assert asked.status_code == 201, asked.content
    assert browser.problem("POST", "me/data/erasure", {}) == (409, "erasure_asked")
    assert browser.get("me/data")["erasure"]["id"] == asked.json()["id"]
    assert browser.ask("DELETE", "me/data/erasure").status_code == 204
    assert browser.problem("DELETE", "me/data/erasure")[0] == 404
    with at(now() + WEEK):
        fire_due()
    assert User.objects.get(pk=officer.pk).is_active, "undone is undone"

    browser.ask("POST", "me/data/erasure", {"removes_messages": False})
    with at(now() + timedelta(days=6)):
        fire_due()
    assert User.objects.get(pk=officer.pk).is_active
    with at(now() + WEEK):
        fire_due()
        fire_due()
    erased = User.objects.get(pk=officer.pk)
    entry = LedgerEntry.objects.get()
    assert (erased.name_uk, erased.name_en) == (
        f"Учасник № {entry.pseudonym}",
        f"Participant no. {entry.pseudonym}",
    )
    assert (erased.is_active, erased.has_usable_password()) == (False, False)
    states = SubjectRequest.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "answered"]
    assert browser.ask("GET", "me").status_code == 401


@pytest.mark.django_db
def test_an_old_sign_in_does_not_do(world: World) -> None:
    officer = world.people["officer"]
    officer.set_password(PASSWORD)
    officer.save()
    browser = Browser(officer)
    assert browser.problem("POST", "me/data/erasure", {}) == (403, "proof_required")
    proof = {"password": PASSWORD}
    address = "/_allauth/browser/v1/auth/reauthenticate"
    assert browser.client.post(address, proof, content_type="application/json").status_code == 200
    assert browser.ask("POST", "me/data/erasure", {}).status_code == 201


@pytest.mark.django_db
def test_who_alone_leads_a_group_is_not_kept_and_its_coordinator_hears_of_it(world: World) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    browser = Browser(world.people["facilitator"])
    assert browser.get("me/data")["hindrances"] == []
    assert browser.ask("POST", "me/data/erasure", {}).status_code == 201
    with at(now() + WEEK):
        fire_due()
        heard = told(coordinator)
    assert SubjectRequest.objects.get().state == "answered"
    assert not User.objects.get(pk=world.people["facilitator"].pk).is_active
    (words,) = [one for one in heard if "лишилася без фасилітатора" in one.title["uk"]]
    assert world.group.name_uk in words.title["uk"]
    assert world.people["facilitator"].name_uk not in words.body["uk"]


@pytest.mark.django_db
def test_the_last_administrator_hands_over_first(world: World) -> None:
    last = world.people["administrator"]
    browser = Browser(last)
    (found,) = browser.get("me/data")["hindrances"]
    assert found["code"] == "last_administrator"
    assert "адміністраторів" in found["text"]["uk"]
    assert "administrator" in found["text"]["en"]
    assert browser.problem("POST", "me/data/erasure", {}) == (409, "last_administrator")

    # There is another one when it is asked for, who leaves in the seven days.
    second = person("second", is_administrator=True)
    assert browser.ask("POST", "me/data/erasure", {}).status_code == 201
    User.objects.filter(pk=second.pk).update(is_superuser=False, is_staff=False)
    with at(now() + WEEK):
        fire_due()
    request = SubjectRequest.objects.get()
    assert (request.state, LedgerEntry.objects.count()) == ("refused", 0)
    assert "адміністраторів" in request.answer
    assert User.objects.get(pk=last.pk).is_active

    officer = Browser(an_officer(world))
    asked = erasure_in_writing(officer, last)
    answer = _step(officer, _step(officer, asked, "identity_checked").json(), "in_progress")
    answer = _step(officer, answer.json(), "answered")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")


def _step(officer: Browser, request: Any, to: str) -> Any:
    path = f"subject-requests/{request['id']}/transitions"
    return officer.ask("POST", path, {"to": to, "note": "Стерто."}, If_Match=f'"{request["version"]}"')


@pytest.mark.django_db(transaction=True)
def test_two_administrators_are_not_erased_at_once(world: World) -> None:
    first, second = world.people["administrator"], person("second", is_administrator=True)
    a_mandate(second, world.organisations["school"])
    officer = Browser(an_officer(world))
    request = erasure_in_writing(officer, second)
    for to in ("identity_checked", "in_progress"):
        request = _step(officer, request, to).json()
    with ThreadPoolExecutor(1) as pool:
        with open_unit_of_work():
            erase(first)
            answer = pool.submit(_alone, partial(_step, officer, request, "answered"))
            _until_one_waits()
        assert (answer.result().status_code, answer.result().json()["code"]) == (409, "last_administrator")
    assert User.objects.get(pk=second.pk).is_active


def _alone(work: Callable[[], Any]) -> Any:
    """In a thread, whose connection is closed after it."""
    try:
        return work()
    finally:
        connection.close()


def _until_one_waits() -> None:
    """Until another connection stands before the lock of the ledger."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone() is not None:
                return
        sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.django_db
@pytest.mark.parametrize("removes_messages", [False, True])
def test_files_go_with_the_messages_that_bring_them(world: World, removes_messages: bool) -> None:
    teacher = world.actor("teacher")
    file = upload_file(actor=teacher, content=ContentFile("Акт".encode(), "акт.txt"))
    bring(
        world,
        "teacher",
        a_thread(world),
        "Ось",
        attachments=load_new_attachments(teacher, [{"file_id": file.pk}]),
    )
    erase(world.people["teacher"], removes_messages=removes_messages)
    assert StoredFile.objects.filter(pk=file.pk).exists() is not removes_messages


@pytest.mark.django_db
@pytest.mark.parametrize("removes_messages", [False, True])
def test_the_record_stays_whole_and_open_pages_follow(world: World, removes_messages: bool) -> None:
    officer = world.people["officer"]
    say(world, "officer", "Пандус замокає")
    message = Message.objects.get(author=officer)
    watching = Api(world.people["teacher"])
    thread = ThreadReplica(watching, world.people["teacher"].pk, message.thread_id)
    group = GroupReplica(watching, world.people["teacher"].pk, world.group.pk)
    entry = erase(officer, removes_messages=removes_messages)
    assert erase(officer).seq == entry.seq, "again changes nothing"

    (shown,) = watching.get(f"threads/{message.thread_id}/messages").json()["items"]
    name = f"Учасник № {entry.pseudonym}"
    assert shown["author"]["person"]["name"]["uk"] == name
    assert shown["author"]["organisation"]["id"] == str(world.organisations["police"].pk)
    assert (shown["body"], shown["deleted"]) == (
        ("", True) if removes_messages else ("Пандус замокає", False)
    )
    thread.follow()
    group.follow()
    assert (thread.state, group.state) == (thread.fresh(), group.fresh())

    mandate = Mandate.objects.get(person=officer)
    assert (mandate.position_uk, mandate.end_reason) == ("представник", "person_erased")
    assert Membership.objects.get(mandate=mandate).until is not None
    assert not ThreadReading.objects.filter(person=officer).exists()
    assert not rebuild_grants()
    assert Event.objects.filter(kind="groups.member_erased", data__person_id=str(officer.pk)).count() == 1


@pytest.mark.django_db
def test_who_is_erased_does_not_come_back(world: World) -> None:
    officer, desk = world.people["officer"], Browser(world.people["administrator"])
    erase(officer)
    (listed,) = [one for one in desk.get("people?limit=100")["items"] if one["id"] == str(officer.pk)]
    assert listed["allowed"] == []
    assert desk.problem("DELETE", f"people/{officer.pk}/deactivation") == (403, "forbidden")
    with pytest.raises(Forbidden):
        reactivate_person(actor=SYSTEM, person_id=officer.pk)
    assert not User.objects.get(pk=officer.pk).is_active


@pytest.mark.django_db
def test_a_sign_in_that_crossed_the_erasure_leaves_nothing(world: World) -> None:
    """Its session came after those of the person were deleted: it opens nothing, and soon goes, too."""
    officer = world.people["officer"]
    erase(officer)
    late = Client()
    late.force_login(officer)
    assert late.get("/api/v1/me").status_code == 401
    prune_sessions()
    assert not Session.objects.filter(person=officer).exists()


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{record.getMessage()} {record.__dict__}\n"


@contextmanager
def everything_logged() -> Iterator[Lines]:
    lines, root = Lines(), logging.getLogger()
    root.addHandler(lines)
    try:
        yield lines
    finally:
        root.removeHandler(lines)


@pytest.mark.django_db(transaction=True)
def test_a_canary_is_found_nowhere(world: World, outside: Path) -> None:
    """Name and address, in whatever the person and others did, are in no table, file, log or copy after."""
    bird = person("canary")
    User.objects.filter(pk=bird.pk).update(
        email="kanarka@pisnia.example", name_uk="Канарка Жовтопера", name_en="Canary Yellowfeather"
    )
    bird.refresh_from_db()
    world.people["canary"] = bird
    world.mandates["canary"] = mandate = _seated(world, bird)
    other, browser = Browser(world.people["teacher"]), Browser(bird)
    version = browser.ask("GET", "me").headers["ETag"]
    changed = browser.ask("PATCH", "me", {"time_zone": "Europe/Warsaw"}, If_Match=version)
    assert changed.status_code == 200
    say(world, "canary", "Співаю")
    thread_id = Message.objects.get(author=bird).thread_id
    body = {"body": "Чую", "client_id": str(bird.pk)}
    kept = other.ask("POST", f"threads/{thread_id}/messages", body, Idempotency_Key="k1")
    assert kept.status_code == 201, kept.content
    browser.ask("POST", "me/data/requests", {"kind": "access", "text": "Я, Канарка Жовтопера, питаю"},
                Idempotency_Key="k2")  # fmt: skip
    Client().post(
        "/_allauth/browser/v1/auth/login",
        {"email": "kanarka@pisnia.example", "password": "не-той-пароль"},
        content_type="application/json",
    )
    issue_token(actor=SYSTEM, person_id=bird.pk, name="Канарка Жовтопера", scopes=["dialogue:read"])
    file = upload_file(actor=Actor.for_person(bird.pk), content=ContentFile(b"Canary Yellowfeather", "n.txt"))
    browser.ask("POST", "me/data/exports")
    build_exports(actor=GATHERER)
    with everything_logged() as log:
        erase(bird)
    words = ("Канарка", "Жовтопера", "Yellowfeather", "kanarka")
    places = {"tables": dump(), "log": log.text, "redis": _redis()}
    places |= {
        str(path): path.read_bytes().decode("latin-1") for path in outside.rglob("*") if path.is_file()
    }
    assert [(place, word) for place, text in places.items() for word in words if word in text] == []
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    for model in (Session, PersonalAccessToken, Notification, DataExport):
        owner = "person_id"
        assert not model._default_manager.filter(**{owner: bird.pk}).exists()
    assert Mandate.objects.get(pk=mandate.pk).person_id == bird.pk
    assert not IdempotencyKey.objects.filter(owner=str(bird.pk)).exists()
    assert not IdempotencyKey.objects.exclude(body=b"").exists(), "sealed answers of others name the person"
    line = json.loads((outside / "ledger" / "erasures.jsonl").read_text().splitlines()[0])
    assert set(line) == {"seq", "person_id", "pseudonym", "removes_messages", "at", "previous", "digest"}


def _seated(world: World, bird: User) -> Mandate:
    mandate = a_mandate(bird, world.organisations["school"])
    a_seat(world.group, mandate, Role.MEMBER)
    return mandate


def _redis() -> str:
    client: Any = cache._cache.get_client(None)  # type: ignore[attr-defined]
    found = []
    for database in range(3):
        connection_ = type(client)(
            connection_pool=type(client.connection_pool)(
                connection_class=client.connection_pool.connection_class,
                **{**client.connection_pool.connection_kwargs, "db": database},
            )
        )
        for key in connection_.scan_iter():
            kind = connection_.type(key)
            value = connection_.get(key) if kind == b"string" else b""
            found.append(f"{key!r} {value!r}")
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_the_middle_leaves_everything(
    world: World, monkeypatch: pytest.MonkeyPatch, outside: Path
) -> None:
    def broken(**_facts: Any) -> None:
        raise OSError("power")

    officer, before = world.people["officer"], dump()
    monkeypatch.setattr(erasure, "erase_account", broken)
    with pytest.raises(OSError, match="power"):
        erase(officer)
    assert dump() == before
    assert not (outside / "ledger").exists()
