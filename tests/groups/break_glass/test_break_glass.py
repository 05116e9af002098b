"""Emergency access: two people, a reason, an hour, an alert to everybody; nothing else opens a door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from groups.grants import rebuild_grants
from groups.models import BreakGlass, OfficeKind
from groups.offices.services import end_office
from tests.architecture.test_default_deny import endpoints
from tests.architecture.test_routes import PARAMETER, filled
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, a_thread, restrict, say, widen
from tests.groups.helpers import a_coordinator, an_office, at, fire_due, nothing_to_rebuild
from tests.privacy.conftest import Browser, an_officer
from tests.tasks.helpers import an_item
from viche.accounts.models import User
from viche.accounts.services.administrators import revoke_administrator
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.notifications.jobs import send_emails
from viche.notifications.models import Notification
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
REASON = "Загроза життю: у темі названо адресу укриття"


@pytest.fixture
def thread(world: World) -> Thread:
    """Between the police and the facilitator."""
    made = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", made)
    return made


def body(thread: Thread, **changes: Any) -> dict[str, Any]:
    return {"container_type": "thread", "container_id": str(thread.pk), "reason": REASON} | changes


def asked(who: User, thread: Thread, **changes: Any) -> Any:
    answer = Browser(who).ask("POST", "break-glass", body(thread, **changes))
    assert answer.status_code == 201, answer.content
    return answer.json()


def opened(world: World, thread: Thread) -> tuple[Browser, Any]:
    """The administrator reads, the data protection officer has agreed."""
    officer = Browser(world.people.get("dpo") or an_officer(world))
    glass = asked(world.people["administrator"], thread)
    answer = officer.ask("POST", f"break-glass/{glass['id']}/approval", {"note": "Згода"})
    assert answer.status_code == 200, answer.content
    return Browser(world.people["administrator"]), answer.json()


def told(world: World, name: str) -> list[str]:
    items: list[Any] = Browser(world.people[name]).get("notifications")["items"]
    return [one["title"]["uk"] for one in items]


# ---- the whole of it ---------------------------------------------------------------------------------------


def test_two_people_a_reason_and_an_hour(world: World, thread: Thread) -> None:
    administrator, path = Browser(world.people["administrator"]), f"threads/{thread.pk}"
    officer = Browser(an_officer(world))
    assert administrator.problem("GET", path) == (404, "not_found")
    glass = asked(world.people["administrator"], thread)
    assert (glass["standing"], glass["asked_as"]) == ("asked", "administrator")
    assert glass["allowed"] == ["read", "end"]
    assert (glass["title"], glass["url"]) == (None, None)
    assert administrator.problem("GET", path) == (404, "not_found"), "to ask opens nothing"
    own = administrator.problem("POST", f"break-glass/{glass['id']}/approval", {})
    assert own == (403, "own_request")
    (waiting,) = officer.get("break-glass?state=open")["items"]
    assert waiting["allowed"] == ["read", "approve", "refuse"]
    answer = officer.ask("POST", f"break-glass/{glass['id']}/approval", {"note": "Згода"}).json()
    assert (answer["standing"], answer["answered_as"]) == ("active", "data_protection_officer")
    open_now = ["read", "mark_read", "follow", "keep_draft", "acknowledge", "report"]
    assert administrator.get(path)["allowed"] == open_now
    assert administrator.get(f"{path}/messages")["items"]
    assert officer.problem("GET", path) == (404, "not_found"), "who agrees does not read along"
    said = {"client_id": str(uuid7()), "body": "Добрий день", "on_behalf": False}
    assert administrator.problem("POST", f"{path}/messages", said)[0] == 403
    with at(now() + timedelta(minutes=59)):
        Browser(world.people["administrator"]).get(path)
    with at(now() + timedelta(minutes=60, seconds=1)):
        administrator = Browser(world.people["administrator"])
        assert administrator.problem("GET", path) == (404, "not_found")
        assert administrator.get(f"break-glass/{glass['id']}")["standing"] == "over"
        fire_due()
        assert not thread.grants.filter(user=world.people["administrator"]).exists()
        assert nothing_to_rebuild()


def test_the_source_has_a_name_of_its_own(world: World, thread: Thread) -> None:
    administrator, glass = opened(world, thread)
    (ground,) = administrator.get(f"threads/{thread.pk}/access/mine")["items"]
    assert (ground["kind"], ground["id"], ground["reason"]) == ("break_glass", glass["id"], REASON)
    assert ground["given_by"]["id"] == str(world.people["dpo"].pk)
    assert ground["until"] == glass["until"]
    items = Browser(world.people["officer"]).get(f"threads/{thread.pk}/access")["items"]
    reader = next(one for one in items if one["person"]["id"] == str(world.people["administrator"].pk))
    assert [one["kind"] for one in reader["grounds"]] == ["break_glass"]
    assert not rebuild_grants()


def test_everybody_concerned_is_told_at_once_in_the_inbox_and_by_mail(world: World, thread: Thread) -> None:
    coordinator = a_coordinator(world)
    officer = Browser(an_officer(world))
    glass = asked(world.people["administrator"], thread)
    drain_outbox()
    name, group = world.people["administrator"].name_uk, world.group.name_uk
    assert told(world, "dpo")[0] == f"{name} просить екстрений доступ у групі «{group}»"
    assert officer.ask("POST", f"break-glass/{glass['id']}/approval", {}).status_code == 200
    drain_outbox()
    alert = f"Екстрений доступ у групі «{group}»: {name} читає те, до чого доступ обмежено"
    for participant in ("officer", "facilitator", "administrator"):
        assert alert in told(world, participant)
    assert Notification.objects.filter(person=coordinator.person_id, kind="groups.break_glass_approved")
    assert alert not in told(world, "teacher")
    send_emails()
    addresses = {to for letter in mail.outbox for to in letter.to if alert in letter.subject}
    assert {world.people[one].email for one in ("officer", "facilitator")} <= addresses
    letters = [one for one in mail.outbox if world.people["officer"].email in one.to]
    (letter,) = [one for one in letters if one.subject == alert]
    assert REASON in letter.body
    assert world.people["dpo"].name_uk in letter.body


def test_every_read_under_it_stands_in_the_record_of_who_spoke(world: World, thread: Thread) -> None:
    administrator, glass = opened(world, thread)
    administrator.get(f"threads/{thread.pk}/messages")
    administrator.get("threads")
    rows = AccessRecord.objects.filter(reader=world.people["administrator"], kind="thread").order_by("id")
    assert [(row.way, row.ground, row.ground_id) for row in rows] == [
        ("page", "break_glass", UUID(glass["id"])),
        ("list", "break_glass", UUID(glass["id"])),
    ]
    mine = Browser(world.people["officer"]).get("me/access-record")["items"]
    assert {(one["ground"]["kind"], one["reader"]["id"]) for one in mine} == {
        ("break_glass", str(world.people["administrator"].pk))
    }


def test_whoever_reads_the_thread_sees_who_else_does_and_until_when(world: World, thread: Thread) -> None:
    path = f"threads/{thread.pk}/break-glass"
    officer = Browser(world.people["officer"])
    assert officer.get(path)["items"] == []
    administrator, glass = opened(world, thread)
    (shown,) = officer.get(path)["items"]
    assert (shown["id"], shown["reason"], shown["until"]) == (glass["id"], REASON, glass["until"])
    assert Browser(world.people["teacher"]).problem("GET", path) == (404, "not_found")
    events = officer.get(f"events?topic=thread:{thread.pk}&after=0")["items"]
    assert [one["data"] for one in events if one["kind"] == "groups.break_glass_approved"] == [
        {"break_glass_id": glass["id"]}
    ]
    assert administrator.ask("DELETE", f"break-glass/{glass['id']}").status_code == 204
    assert officer.get(path)["items"] == []


# ---- how it ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "dpo"])
def test_it_is_ended_early_by_who_reads_and_by_who_may_answer(world: World, thread: Thread, who: str) -> None:
    administrator, glass = opened(world, thread)
    assert Browser(world.people["officer"]).problem("DELETE", f"break-glass/{glass['id']}")[0] == 404
    assert Browser(world.people[who]).ask("DELETE", f"break-glass/{glass['id']}").status_code == 204
    assert administrator.problem("GET", f"threads/{thread.pk}") == (404, "not_found")
    assert administrator.get(f"break-glass/{glass['id']}")["ended_by"]["id"] == str(world.people[who].pk)
    assert administrator.problem("DELETE", f"break-glass/{glass['id']}") == (403, "glass_state")
    assert nothing_to_rebuild()


def test_a_thread_that_is_widened_closes_the_door(world: World, thread: Thread) -> None:
    administrator, _glass = opened(world, thread)
    widen(world, thread)
    assert administrator.problem("GET", f"threads/{thread.pk}") == (404, "not_found")
    assert nothing_to_rebuild()


def test_an_office_that_ends_takes_it_along(world: World, thread: Thread) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    dpo = Browser(an_officer(world))
    glass = asked(office.person, thread)
    assert dpo.ask("POST", f"break-glass/{glass['id']}/approval", {}).status_code == 200
    coordinator = Browser(office.person)
    coordinator.get(f"threads/{thread.pk}")
    end_office(actor=SYSTEM, office_id=office.pk, reason="Інша робота")
    assert coordinator.problem("GET", f"threads/{thread.pk}") == (404, "not_found")


def test_an_administration_that_ends_takes_it_along(world: World, thread: Thread) -> None:
    administrator = world.people["administrator"]
    person("another", is_administrator=True)
    dpo = Browser(an_officer(world))
    glass = asked(administrator, thread)
    assert dpo.ask("POST", f"break-glass/{glass['id']}/approval", {}).status_code == 200
    reader = Browser(administrator)
    reader.get(f"threads/{thread.pk}")
    revoke_administrator(actor=SYSTEM, person_id=administrator.pk, reason="Інша робота")
    assert reader.problem("GET", f"threads/{thread.pk}") == (404, "not_found")


def test_a_request_that_nobody_answers_runs_out(world: World, thread: Thread) -> None:
    officer, glass = Browser(an_officer(world)), asked(world.people["administrator"], thread)
    with at(now() + timedelta(hours=4, seconds=1)):
        assert officer.get(f"break-glass/{glass['id']}")["standing"] == "expired"
        assert officer.get("break-glass?state=open")["items"] == []
        answer = officer.problem("POST", f"break-glass/{glass['id']}/approval", {})
        assert answer == (403, "glass_state")
        asked(world.people["administrator"], thread)


def test_a_refusal_says_why(world: World, thread: Thread) -> None:
    officer, glass = Browser(an_officer(world)), asked(world.people["administrator"], thread)
    path = f"break-glass/{glass['id']}/refusal"
    assert officer.problem("POST", path, {"note": " "})[0] == 422
    refused = officer.ask("POST", path, {"note": "Спитайте групу"}).json()
    assert (refused["standing"], refused["note"], refused["until"]) == ("refused", "Спитайте групу", None)
    drain_outbox()
    assert told(world, "administrator") == [f"В екстреному доступі відмовлено: «{world.group.name_uk}»"]
    assert officer.problem("POST", f"break-glass/{glass['id']}/approval", {}) == (403, "glass_state")


def test_it_is_taken_back_before_an_answer(world: World, thread: Thread) -> None:
    glass = asked(world.people["administrator"], thread)
    path = f"break-glass/{glass['id']}"
    assert Browser(an_officer(world)).problem("DELETE", path) == (403, "glass_state")
    administrator = Browser(world.people["administrator"])
    assert administrator.ask("DELETE", path).status_code == 204
    assert administrator.get(path)["standing"] == "withdrawn"


# ---- who, and what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["facilitator", "officer", "teacher", "outsider", "former"])
def test_who_holds_no_such_office_neither_asks_nor_sees(world: World, thread: Thread, name: str) -> None:
    browser = Browser(world.people[name])
    assert browser.problem("POST", "break-glass", body(thread))[0] == 403
    assert browser.problem("GET", "break-glass")[0] == 403
    glass = asked(world.people["administrator"], thread)
    for method, part in (("GET", ""), ("DELETE", ""), ("POST", "/approval"), ("POST", "/refusal")):
        sent = {"note": "x"} if part == "/refusal" else {} if part else None
        assert browser.problem(method, f"break-glass/{glass['id']}{part}", sent) == (404, "not_found")


def test_an_office_elsewhere_knows_of_nothing(world: World, elsewhere: World, thread: Thread) -> None:
    stranger = Browser(an_officer(elsewhere))
    absent = body(thread, container_id=str(uuid7()))
    there, nowhere = (stranger.ask("POST", "break-glass", one).json() for one in (body(thread), absent))
    assert there["errors"] == nowhere["errors"]
    assert there["errors"][0]["code"] == "not_found"
    glass = asked(world.people["administrator"], thread)
    assert stranger.problem("POST", f"break-glass/{glass['id']}/approval", {}) == (404, "not_found")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"reason": " "}, "/reason", "blank"),
        ({"reason": "x" * 1001}, "/reason", "max_length"),
        ({"container_type": "group"}, "/container_type", "invalid_choice"),
        ({"container_id": "x"}, "/container_id", "invalid"),
        ({"container_id": "018f0000-0000-7000-8000-000000000000"}, "/container_id", "not_found"),
        ({"until": "2030-01-01T00:00:00Z"}, "/until", "unknown"),
    ],
)
def test_bad_input_is_refused_by_name(
    world: World, thread: Thread, changes: dict[str, Any], pointer: str, code: str
) -> None:
    answer = Browser(world.people["administrator"]).ask("POST", "break-glass", body(thread, **changes))
    assert answer.status_code == 422
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def test_what_cannot_be_asked_for(world: World, thread: Thread) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    administrator = Browser(world.people["administrator"])
    shared = administrator.ask("POST", "break-glass", body(a_thread(world))).json()["errors"]
    assert [(one["pointer"], one["code"]) for one in shared] == [("/container_id", "not_restricted")]
    asked(world.people["administrator"], thread)
    assert administrator.problem("POST", "break-glass", body(thread)) == (409, "asked_already")
    opened_before = asked(Browser(an_officer(world)).user or world.people["dpo"], thread)
    approve = f"break-glass/{opened_before['id']}/approval"
    assert Browser(coordinator).ask("POST", approve, {}).status_code == 200
    assert Browser(world.people["dpo"]).problem("POST", "break-glass", body(thread)) == (409, "seen_already")


def test_an_item_of_a_restricted_thread_is_opened_alone(world: World, thread: Thread) -> None:
    item, other = an_item(world, thread_id=thread.pk), an_item(world, thread_id=thread.pk)
    changes = {"container_type": "action", "container_id": str(item.pk)}
    officer = Browser(an_officer(world))
    glass = asked(world.people["administrator"], thread, **changes)
    officer.ask("POST", f"break-glass/{glass['id']}/approval", {})
    administrator = Browser(world.people["administrator"])
    administrator.get(f"action-items/{item.pk}")
    assert administrator.problem("GET", f"action-items/{other.pk}")[0] == 404
    assert administrator.problem("GET", f"threads/{thread.pk}")[0] == 404
    told = Browser(world.people["officer"]).get(f"action-items/{item.pk}/break-glass")["items"]
    assert [one["id"] for one in told] == [glass["id"]]


def test_a_token_neither_asks_nor_answers(world: World, thread: Thread) -> None:
    from groups.policies import BreakGlassPolicy
    from tests.tasks.helpers import token_of

    glass = asked(world.people["administrator"], thread)
    token = token_of(world, "administrator", "groups:read", "groups:write")
    assert not BreakGlassPolicy().visible_to(token).filter(pk=glass["id"]).exists()


def test_there_is_no_other_way_in_for_who_runs_the_system(world: World, thread: Thread) -> None:
    """Every address of a thread, message or item, and every list, before anything was approved."""
    message, item = say(world, "officer", thread), an_item(world, thread_id=thread.pk)
    ids = {
        "thread_id": thread.pk,
        "message_id": message.pk,
        "action_id": item.pk,
        "group_id": world.group.pk,
    }
    asked(world.people["administrator"], thread)
    administrator = Browser(world.people["administrator"])
    for address, cls in endpoints():
        named = {name for _kind, name in PARAMETER.findall(address)}
        if "GET" in cls.actions and named <= set(ids) and address.startswith("api/v1/"):
            answer: Any = administrator.client.get(filled(address, ids))
            if named & {"thread_id", "message_id", "action_id"}:
                assert answer.status_code == 404, address
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for secret in (thread.title_uk, message.body, item.title_uk):
                assert secret not in content.decode(errors="ignore"), address
    assert administrator.problem("GET", f"events?topic=thread:{thread.pk}&after=0")[0] == 404


# ---- what the database says --------------------------------------------------------------------------------


def test_the_database_knows_the_rules_too(world: World, thread: Thread) -> None:
    administrator, glass = opened(world, thread)
    assert administrator.user is not None
    rows = BreakGlass.objects.filter(pk=glass["id"])
    for fields in (
        {"answered_by": administrator.user},
        {"until": now() + timedelta(hours=2)},
        {"state": "asked"},
        {"reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.delete()


def test_a_page_of_many_takes_as_many_queries_as_one_of_one(world: World) -> None:
    officer = Browser(an_officer(world))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert officer.get("break-glass")["items"]
        return len(seen)

    def another() -> None:
        asked(world.people["administrator"], a_restricted_thread(world, organisations=("police",)))

    another()
    few = queries()
    for _one in range(4):
        another()
    assert queries() == few
    page = officer.get("break-glass?limit=2")
    assert len(page["items"]) == 2
    assert len(officer.get(f"break-glass?limit=5&cursor={page['next_cursor']}")["items"]) == 3


def test_notifications_say_nothing_to_who_sees_neither(world: World, thread: Thread) -> None:
    """Somebody who left the thread since is not told what it was."""
    opened(world, thread)
    drain_outbox()
    assert told(world, "officer")
    restrict(world, thread, organisations=("school",))
    assert Notification.objects.filter(person=world.people["officer"], kind="groups.break_glass_approved")
    assert not [one for one in told(world, "officer") if one.startswith("Екстрений")]
