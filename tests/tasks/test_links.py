"""The link by which an owner without an account answers: what it may, what it never may, and its page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tasks.models import ActionItem, ActionLink
from tasks.policies import ActionItemPolicy
from tasks.services.links import make_action_link, revoke_action_link
from tasks.services.progress import report_progress
from tasks.services.workflow import move_action_item
from tasks.workflow import Action
from tests.cast import World
from tests.dialogue.acts import a_restricted_thread, api, pointers
from tests.groups.test_invitation_letters import letters
from tests.tasks.acts import an_item, edit, fresh, in_days, kinds_of, move, prove
from tests.tasks.test_notices import forget, told, words
from tests.tasks.test_outside import a_body, fault, its_item
from viche.files.models import StoredFile
from viche.kernel.actor import Actor
from viche.kernel.clock import moved_to, now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.models import Event

# What whoever has a link may do in each state, besides reading. Written by hand: see the permission matrix.
MAY: dict[str, set[str]] = {
    "proposed": {"accept", "decline"},
    "accepted": {"start", "report", "add_evidence"},
    "in_progress": {"complete", "report", "add_evidence"},
    "blocked": {"start", "report", "add_evidence"},
    "done": {"add_evidence"},
    "declined": set(),
}
OVER = ("verified", "closed", "cancelled")
PATHS: dict[str, tuple[str, ...]] = {"proposed": (), "accepted": ("accepted",), "declined": ("declined",)}
PATHS["in_progress"] = (*PATHS["accepted"], "in_progress")
PATHS["blocked"] = (*PATHS["in_progress"], "blocked")
PATHS["done"] = (*PATHS["in_progress"], "done")
PATHS["verified"] = (*PATHS["done"], "verified")
PATHS["closed"] = (*PATHS["verified"], "closed")
PATHS["cancelled"] = ("cancelled",)
BY_OTHERS = {"verified": "officer", "closed": "secretary", "cancelled": "facilitator"}


def linked(world: World, item: ActionItem, **asked: Any) -> tuple[ActionLink, str]:
    return make_action_link(actor=world.actor("facilitator"), action_id=item.pk, **asked)


def take(actor: Actor, item: ActionItem, to: str, reason: str = "Так треба") -> ActionItem:
    version = fresh(item).version
    return move_action_item(actor=actor, action_id=item.pk, to=to, expected_version=version, reason=reason)


def brought(world: World, item: ActionItem, link: ActionLink, state: str) -> ActionItem:
    for to in PATHS[state]:
        if to == "done":
            prove(world, item, "teacher")
        by = world.actor(BY_OTHERS[to]) if to in BY_OTHERS else Actor.for_link(link.pk)
        take(by, item, to)
    return fresh(item)


def open_to(actor: Actor, item: ActionItem) -> set[str]:
    policy, row = ActionItemPolicy(), ActionItem.objects.select_related("group").get(pk=item.pk)
    seen = policy.visible_to(actor).filter(pk=item.pk).exists()
    found = {one.partition(".")[2] for one in Action if policy.can(actor, one, row)}
    assert seen is ("read" in found)
    return found


# ---- what it may -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [*MAY, *OVER])
def test_it_answers_for_the_owner_in_each_state_and_does_nothing_else(world: World, state: str) -> None:
    item, other = its_item(world, a_body(world)), an_item(world)
    link, _secret = linked(world, item)
    brought(world, item, link, state if state != "blocked" else "in_progress")
    if state == "blocked":
        ActionItem.objects.filter(pk=item.pk).update(
            state=state, state_remark=item.remarks.create(author=world.people["facilitator"], text="Мороз")
        )
    actor = Actor.for_link(link.pk)
    assert open_to(actor, item) == (set() if state in OVER else MAY[state] | {"read"})
    assert open_to(actor, other) == set()
    assert ActionItemPolicy().visible_to(actor).count() == (0 if state in OVER else 1)


def test_revoked_expired_and_of_another_owner_it_is_nobody(world: World) -> None:
    item = its_item(world, a_body(world))
    link, _secret = linked(world, item)
    actor = Actor.for_link(link.pk)
    assert "accept" in open_to(actor, item)
    later = now() + timedelta(days=40)
    with moved_to(lambda: later):
        assert open_to(actor, item) == set()
    edit(world, item, outside_body_id=a_body(world, name_uk="Лікарня").pk)
    assert open_to(actor, item) == set()
    second, _secret = linked(world, item)
    third, _secret = linked(world, item)
    assert [open_to(Actor.for_link(one.pk), item) != set() for one in (second, third)] == [False, True]
    revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)
    for one in (link, second, third):
        with pytest.raises(NotFound):
            take(Actor.for_link(one.pk), item, "accepted")
    assert fresh(item).state == "proposed"


def test_who_leads_makes_it_for_an_owner_without_an_account_alone(world: World) -> None:
    item, ours = its_item(world, a_body(world, email="")), an_item(world)
    for name in ("secretary", "officer"):
        with pytest.raises(Forbidden):
            make_action_link(actor=world.actor(name), action_id=item.pk)
    with pytest.raises(Conflict):
        linked(world, ours)
    for asked, expected in (
        ({"until": in_days(90)}, ("/until", "out_of_range")),
        ({"until": in_days(-1)}, ("/until", "out_of_range")),
        ({"send": True}, ("/send", "no_address")),
    ):
        with pytest.raises(Invalid) as refused:
            linked(world, item, **asked)
        assert fault(refused) == expected
    assert not ActionLink.objects.exists()
    linked(world, item, until=in_days(89))


def test_what_only_some_see_is_shown_by_a_link_knowingly(world: World) -> None:
    item = its_item(
        world, a_body(world), thread_id=a_restricted_thread(world, organisations=("ngo", "police")).pk
    )
    with pytest.raises(Invalid) as refused:
        linked(world, item)
    assert fault(refused) == ("/shows_restricted", "required")
    _link, secret = linked(world, item, shows_restricted=True)
    assert Client().get(f"/a/{secret}").status_code == 200


def test_the_history_names_the_body_and_those_who_lead_are_told(world: World) -> None:
    item = its_item(world, a_body(world))
    link, _secret = linked(world, item)
    take(Actor.for_link(link.pk), item, "accepted", reason="")
    forget()
    report_progress(actor=Actor.for_link(link.pk), action_id=item.pk, text="Гідрант замовлено")
    assert told(world) == {"facilitator": "facilitator"}
    assert "Гідрант замовлено" in words(world, "facilitator").body["uk"]
    shown = api(world, "officer").get(f"action-items/{item.pk}/history").json()["items"]
    assert [(one["kind"], one["actor"], (one["by_link"] or {}).get("uk")) for one in shown[:2]] == [
        ("tasks.progress_reported", None, "Водоканал"),
        ("tasks.action_accepted", None, "Водоканал"),
    ]
    assert shown[0]["remark"] == "Гідрант замовлено"


def test_its_evidence_has_the_body_for_a_voice_and_another_verifies(world: World) -> None:
    item = its_item(world, a_body(world))
    link, secret = linked(world, item)
    brought(world, item, link, "in_progress")
    file = SimpleUploadedFile("акт.txt", "Гідрант працює".encode())
    answer = Client().post(f"/a/{secret}", {"step": "evidence", "title": "Акт", "file": file})
    assert (answer.status_code, StoredFile.objects.get().link_id) == (303, link.pk)
    (piece,) = api(world, "officer").get(f"action-items/{item.pk}/evidence").json()["items"]
    assert (piece["added_by"], piece["by_link"]["uk"]) == (None, "Водоканал")
    take(Actor.for_link(link.pk), item, "done", reason="")
    # Who made the link knows its secret: what came by it might be theirs.
    with pytest.raises(Forbidden):
        move(world, item, "verified", "facilitator")
    move(world, item, "verified", "officer")
    assert kinds_of(item)[-3:] == ["evidence_added", "action_completed", "action_verified"]


# ---- its page ----------------------------------------------------------------------------------------------


def bare(answer: Any) -> str:
    """A page without what differs by chance."""
    return re.sub(r'nonce(-|=")[\w-]+', "", answer.content.decode())


def test_to_look_changes_nothing_and_the_page_goes_no_further(world: World) -> None:
    item = its_item(world, a_body(world), description="На вулиці Шкільній", criteria=["Вода йде"])
    link, secret = linked(world, item)
    before = (Event.objects.count(), fresh(item).version)
    page = Client().get(f"/a/{secret}")
    assert Client().head(f"/a/{secret}").status_code == 200
    link.refresh_from_db()
    assert (Event.objects.count(), fresh(item).version, link.last_used_at) == (*before, None)
    assert {name: page[name] for name in ("Referrer-Policy", "Cache-Control", "X-Robots-Tag")} == {
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    assert "script" not in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    shown = page.content.decode()
    for words_of_it in ("Полагодити гідрант", "На вулиці Шкільній", "Вода йде", world.group.name_uk):
        assert words_of_it in shown
    assert "<script" not in shown
    assert 'lang="en"' in Client().get(f"/a/{secret}?lang=en").content.decode()


def test_answers_lead_back_and_refusals_stand_beside_the_forms(world: World) -> None:
    item = its_item(world, a_body(world))
    link, secret = linked(world, item)
    client, at = Client(enforce_csrf_checks=True), f"/a/{secret}"
    version = fresh(item).version
    refused = client.post(at, {"step": "declined", "version": version, "reason": " "})
    assert (refused.status_code, fresh(item).state) == (422, "proposed")
    assert "Напишіть" in refused.content.decode()
    for step in ("verified", "cancelled", "closed", "blocked", "nonsense"):
        assert client.post(at, {"step": step, "version": version, "reason": "Так"}).status_code in (403, 422)
    stale = client.post(at, {"step": "accepted", "version": version + 1})
    assert stale.status_code == 409
    elsewhere = {"step": "accepted", "version": version}
    foreign = client.post(at, elsewhere, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, fresh(item).state) == (404, "proposed")
    taken = client.post(at, elsewhere)
    assert (taken.status_code, taken["Location"]) == (303, f"{at}?said=accepted&lang=uk")
    assert taken["Cache-Control"] == "no-store"
    link.refresh_from_db()
    assert (fresh(item).state, link.last_used_at is None) == ("accepted", False)
    assert client.post(at, elsewhere).status_code == 409


def test_what_is_refused_need_not_be_typed_again(world: World) -> None:
    item = its_item(world, a_body(world))
    link, secret = linked(world, item)
    brought(world, item, link, "in_progress")
    typed = {"title": "Акт № 7", "url": "не адреса", "note": "Вода <b>йде</b>"}
    refused = Client().post(f"/a/{secret}", {"step": "evidence", **typed})
    shown = refused.content.decode()
    assert (refused.status_code, fresh(item).evidence_count) == (422, 0)
    assert all(words in shown for words in ("Акт № 7", "не адреса", "Вода &lt;b&gt;йде&lt;/b&gt;"))
    assert "Акт № 7" not in Client().get(f"/a/{secret}").content.decode()


def test_what_opens_nothing_looks_the_same_however_it_came_to_that(world: World) -> None:
    items = [its_item(world, a_body(world, name_uk=name)) for name in ("Один", "Два", "Три")]
    pairs = [linked(world, item) for item in items]
    brought(world, items[0], pairs[0][0], "verified")
    revoke_action_link(actor=world.actor("facilitator"), action_id=items[1].pk)
    unknown = Client().get("/a/nothing-like-it")
    assert unknown.status_code == 404
    used_up, revoked = (Client().get(f"/a/{secret}") for _link, secret in pairs[:2])
    later = now() + timedelta(days=40)
    with moved_to(lambda: later):
        expired = Client().get(f"/a/{pairs[2][1]}")
    for page in (used_up, revoked, expired):
        assert (page.status_code, bare(page)) == (404, bare(unknown))
        assert page["Referrer-Policy"] == "no-referrer"
    posted = Client().post(f"/a/{pairs[1][1]}", {"step": "accepted", "version": 1})
    assert (posted.status_code, bare(posted)) == (404, bare(unknown))


def test_the_letter_has_a_secret_of_its_own_and_says_nothing_of_the_item(world: World) -> None:
    item = its_item(world, a_body(world, language="en"))
    mail.outbox.clear()
    _link, shown = linked(world, item, send=True)
    (letter,) = [one for one in letters() if one.to == ["vodokanal@example.org"]]
    found = re.search(r"/a/(\S+)", str(letter.body))
    assert found is not None
    assert found[1] != shown
    assert item.title_uk not in f"{letter.subject}{letter.body}"
    assert 'lang="en"' in Client().get(f"/a/{found[1]}").content.decode()
    revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk)
    assert [Client().get(f"/a/{one}").status_code for one in (found[1], shown)] == [404, 404]


def test_over_http_the_link_is_shown_once(world: World) -> None:
    item, ours = its_item(world, a_body(world)), an_item(world)
    client, at = api(world, "facilitator"), f"action-items/{item.pk}/link"
    assert client.get(at).json()["link"] is None
    made = client.post(at, {}).json()
    assert Client().get(made["path"]).status_code == 200
    assert (client.get(at).json()["body"]["email"], "path" in client.get(at).json()) == (
        "vodokanal@example.org",
        False,
    )
    assert pointers(client.post(at, {"until": "завтра"})) == [("/until", "format")]
    assert client.delete(at).status_code == 204
    assert client.delete(at).status_code == 204
    assert Client().get(made["path"]).status_code == 404
    assert client.get(f"action-items/{ours.pk}/link").json() == {"body": None, "link": None}
    assert api(world, "secretary").get(at).status_code == 403


# ---- what the owner said by phone --------------------------------------------------------------------------


def log(world: World, item: ActionItem, to: str, by: str = "facilitator", reason: str = "Пасічник") -> Any:
    body = {"to": to, "logged": True, "reason": reason}
    tagged = {"If-Match": f'"{fresh(item).version}"'}
    return api(world, by).post(f"action-items/{item.pk}/transitions", body, **tagged)


@pytest.mark.parametrize("outside", [True, False])
def test_who_leads_writes_down_what_the_owner_said_and_it_stays_marked(world: World, outside: bool) -> None:
    item = its_item(world, a_body(world)) if outside else an_item(world)
    assert pointers(log(world, item, "accepted", reason=" ")) == [("/reason", "blank")]
    assert log(world, item, "accepted").status_code == 200
    assert log(world, item, "in_progress").json()["state"] == "in_progress"
    said = {"text": "Пасічник: гідрант замовлено", "logged": True}
    assert api(world, "facilitator").post(f"action-items/{item.pk}/progress", said).status_code == 200
    assert log(world, item, "done").status_code == 409
    prove(world, item, "facilitator")
    assert log(world, item, "done").json()["state"] == "done"
    shown = api(world, "officer").get(f"action-items/{item.pk}/history").json()["items"]
    marked = {one["kind"]: one["remark"] for one in shown if one["data"].get("logged")}
    assert marked["tasks.action_accepted"] == "Пасічник"
    assert set(marked) == {
        "tasks.action_accepted",
        "tasks.action_started",
        "tasks.progress_reported",
        "tasks.action_completed",
    }


def test_nobody_else_logs_and_no_step_of_others_is_logged(world: World) -> None:
    item = its_item(world, a_body(world))
    assert [log(world, item, "accepted", name).status_code for name in ("secretary", "officer")] == [403, 403]
    link, _secret = linked(world, item)
    with pytest.raises(Forbidden):
        move_action_item(
            actor=Actor.for_link(link.pk),
            action_id=item.pk,
            to="accepted",
            expected_version=fresh(item).version,
            reason="Так",
            logged=True,
        )
    assert log(world, item, "in_progress").status_code == 403
    brought(world, item, link, "done")
    for to in ("verified", "returned", "cancelled"):
        assert pointers(log(world, item, to)) == [("/logged", "not_logged")]
