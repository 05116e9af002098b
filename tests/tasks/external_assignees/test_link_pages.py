"""The page of a link, without a script: what it shows, what it refuses, and what opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tasks.external_assignees import link_pages
from tasks.external_assignees.emails import find_link
from tasks.external_assignees.link_services import revoke_action_link
from tasks.models import ActionLink
from tests.cast import World
from tests.tasks.external_assignees.helpers import brought, linked
from tests.tasks.external_assignees.test_external_assignees import a_body, its_item
from tests.tasks.helpers import edit, fresh
from viche.kernel.clock import now, replace_clock
from viche.kernel.models import Event


def bare(answer: Any) -> str:
    """A page without what differs by chance."""
    return re.sub(r'nonce(-|=")[\w-]+', "", answer.content.decode())


def test_to_look_changes_nothing_and_the_page_goes_no_further(world: World) -> None:
    item = its_item(world, a_body(world), description="На вулиці Шкільній", criteria=["Вода йде"])
    edit(world, item, place_name="Біля школи", place=(Decimal("47.86"), Decimal("31.15")))
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
    where = "Біля школи · 47.86, 31.15"
    for words_of_it in ("Полагодити гідрант", "На вулиці Шкільній", "Вода йде", where, world.group.name_uk):
        assert words_of_it in shown
    assert "<script" not in shown
    assert 'lang="en"' in Client().get(f"/a/{secret}?lang=en").content.decode()


def test_a_page_of_no_link_is_in_the_language_of_the_browser() -> None:
    for accepted, language in (("en,uk;q=0.5", "en"), ("pl", "uk")):
        page = Client().get("/a/unknown", headers={"Accept-Language": accepted}).content.decode()
        assert f'lang="{language}"' in page


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


def test_what_was_called_done_too_early_is_withdrawn(world: World) -> None:
    item = its_item(world, a_body(world))
    link, secret = linked(world, item)
    version = brought(world, item, link, "done").version
    assert "Насправді ще не виконано" in Client().get(f"/a/{secret}").content.decode()
    step = {"step": "completion_withdrawn", "version": version, "reason": "Бракує люка"}
    taken = Client().post(f"/a/{secret}", step)
    assert (taken.status_code, fresh(item).state, fresh(item).done_at) == (303, "in_progress", None)
    assert "Записано: ще не виконано." in Client().get(taken["Location"]).content.decode()
    assert "Насправді ще не виконано" not in Client().get(f"/a/{secret}").content.decode()


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
    with replace_clock(lambda: later):
        expired = Client().get(f"/a/{pairs[2][1]}")
    for page in (used_up, revoked, expired):
        assert (page.status_code, bare(page)) == (404, bare(unknown))
        assert page["Referrer-Policy"] == "no-referrer"
    posted = Client().post(f"/a/{pairs[1][1]}", {"step": "accepted", "version": 1})
    assert (posted.status_code, bare(posted)) == (404, bare(unknown))


def test_what_ends_while_the_page_is_asked_for_looks_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was found, and is revoked before the item is read, or the step taken."""
    items = [its_item(world, a_body(world, name_uk=name)) for name in ("Один", "Два")]
    secrets = [linked(world, item)[1] for item in items]

    def found_and_revoked(token: str) -> ActionLink | None:
        link = find_link(token)
        if link is not None and link.action_id is not None:
            revoke_action_link(actor=world.actor("facilitator"), action_id=link.action_id)
        return link

    monkeypatch.setattr(link_pages, "find_link", found_and_revoked)
    unknown = Client().get("/a/nothing-like-it")
    looked = Client().get(f"/a/{secrets[0]}")
    stepped = Client().post(f"/a/{secrets[1]}", {"step": "accepted", "version": fresh(items[1]).version})
    for answer in (looked, stepped):
        assert (answer.status_code, bare(answer)) == (404, bare(unknown))
