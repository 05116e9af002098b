"""The link by which an owner without an account answers: what it may, and what it never may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tasks.external_assignees.link_services import make_action_link, revoke_action_link
from tasks.items.policies import ActionItemPolicy
from tasks.items.workflow import Action
from tasks.lifecycle.services.progress import report_progress
from tasks.lifecycle.services.unproved import UnprovedCriterion
from tasks.models import ActionItem, ActionLink
from tests.cast import World, a_world
from tests.dialogue.helpers import a_restricted_thread, api, pointers
from tests.groups.helpers import in_turn
from tests.groups.joining.test_invitation_emails import letters
from tests.tasks.external_assignees.helpers import brought, linked, log, take, waits
from tests.tasks.external_assignees.test_external_assignees import a_body, fault, its_item
from tests.tasks.helpers import an_item, edit, fresh, in_days, kinds_of, move, prove
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.files.models import StoredFile
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound

# What whoever has a link may do in each state, besides reading. Written by hand: see the permission matrix.
MAY: dict[str, set[str]] = {
    "proposed": {"accept", "decline"},
    "accepted": {"start", "report", "add_evidence"},
    "in_progress": {"complete", "report", "add_evidence"},
    "blocked": {"start", "report", "add_evidence"},
    "done": {"withdraw_completion", "add_evidence"},
    "declined": set(),
}
OVER = ("verified", "closed", "cancelled")


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
    with replace_clock(lambda: later):
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
    item = its_item(world, a_body(world), criteria=["Вода є"])
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
    seen = [UnprovedCriterion(item.criteria.get().pk, "Бачили на місці")]
    move(world, item, "verified", "officer", unproved=seen)
    assert kinds_of(item)[-3:] == ["evidence_added", "action_completed", "action_verified"]


def test_who_made_a_link_never_verifies_what_was_done_by_it(world: World) -> None:
    """Nor with later evidence of somebody else: they could have taken every step themselves."""
    item = its_item(world, a_body(world))
    link, _secret = linked(world, item)
    brought(world, item, link, "done")
    prove(world, item, "secretary")
    assert "verify" not in open_to(world.actor("facilitator"), item)
    assert waits(world, "facilitator", item) is False
    assert waits(world, "officer", item) is True
    with pytest.raises(Forbidden):
        move(world, item, "verified", "facilitator")
    move(world, item, "verified", "officer")


def test_a_link_that_nobody_used_bars_nobody(world: World) -> None:
    item = its_item(world, a_body(world))
    linked(world, item)
    for to in ("accepted", "in_progress"):
        log(world, item, to, "facilitator")
    assert fresh(item).worked_by == [world.people["facilitator"].pk]
    other = its_item(world, a_body(world, name_uk="Лікарня"))
    linked(world, other)
    assert fresh(other).worked_by == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_step_that_waits_for_a_revocation_is_nobodys() -> None:
    world = a_world("Тут")
    item = its_item(world, a_body(world))
    link, _secret = linked(world, item)

    revoked, stepped = in_turn(
        ActionItem.objects.filter(pk=item.pk),
        lambda: revoke_action_link(actor=world.actor("facilitator"), action_id=item.pk),
        lambda: take(Actor.for_link(link.pk), item, "accepted"),
    )
    assert (revoked, type(stepped)) == (None, NotFound)
    assert fresh(item).state == "proposed"


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
