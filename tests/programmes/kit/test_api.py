"""Dossiers over HTTP: the whole way of one, versions, lists, and what is said to whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER
from programmes.kit.dossiers.selectors import DossierFilter, list_filtered_dossiers
from programmes.models import Dossier
from tests.cast import World
from tests.dialogue.helpers import api, pointers as faults
from tests.programmes.helpers import RESTRICTED, SEALED, add_answered, begin, close, fresh, name, take
from tests.tasks.helpers import tag, token_of
from viche.kernel.actor import ANONYMOUS
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
FACTS = {"kind": "recommendations", "title": "Аудит двору", "title_en": "Audit of the yard"}


def pointers(answer: Any) -> list[str]:
    return [pointer for pointer, _code in faults(answer)]


def titles(world: World, by: str, **query: str) -> list[str]:
    found = api(world, by).get(f"dossiers?{urlencode(query)}")
    assert found.status_code == 200, found.content
    return [one["title"]["uk"] for one in found.json()["items"]]


# ---- the way of one dossier --------------------------------------------------------------------------------


def test_a_dossier_is_begun_and_shows_its_lifecycle(world: World) -> None:
    made = api(world, "officer").post(f"groups/{world.group.pk}/dossiers", FACTS)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    shown = made.json()
    assert made.headers["Location"].endswith(f"/dossiers/{shown['id']}")
    assert shown["title"] == {"uk": "Аудит двору", "en": "Audit of the yard"}
    assert (shown["number"], shown["state"], shown["phase"]) == (1, "open", "follow_up")
    assert (shown["visibility"], shown["sealed"]) == ("group", False)
    assert shown["lead"]["id"] == str(world.mandates["officer"].pk)
    assert [(one["name"], one["progress"]) for one in shown["lifecycle"]] == [
        ("open", "now"),
        ("settled", "next"),
        ("closed", "next"),
    ]
    assert [(one["to"], [gap["code"] for gap in one["missing"]]) for one in shown["transitions"]] == [
        ("settled", ["nothing_issued"])
    ]
    assert shown["waits_for_me"] is True
    assert shown["allowed"] == [
        *("read", "see_access", "edit", "name_participants", "hand_over"),
        *("share", "add_evidence", "make_edition", "publish_edition", "withdraw_edition"),
    ]
    seen = api(world, "observer").get(f"dossiers/{shown['id']}").json()
    assert (seen["allowed"], seen["transitions"]) == (["read", "see_access"], [])


def test_a_dossier_goes_through_its_states(world: World) -> None:
    dossier = begin(world)
    leader, path = api(world, "facilitator"), f"dossiers/{dossier.pk}"
    refused = leader.post(f"{path}/transitions", {"to": "settled"}, **tag(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_issued")
    add_answered(world, dossier)
    moved = leader.post(f"{path}/transitions", {"to": "settled"}, **tag(1))
    assert (moved.status_code, moved.json()["state"], moved.headers["ETag"]) == (200, "settled", '"2"')
    wordless = leader.post(f"{path}/transitions", {"to": "closed"}, **tag(2))
    assert (wordless.status_code, pointers(wordless)) == (422, ["/reason"])
    closed = leader.post(f"{path}/transitions", {"to": "closed", "reason": "Усе зроблено"}, **tag(2))
    assert [one["progress"] for one in closed.json()["lifecycle"]] == ["done", "done", "now"]
    of_editions = ["make_edition", "publish_edition", "withdraw_edition"]
    assert closed.json()["allowed"] == ["read", "see_access", *of_editions]
    history = leader.get(f"{path}/history").json()["items"]
    assert [one["reason"] for one in history] == ["Усе зроблено", None, None]
    assert history[0]["actor"]["organisation"]["id"] == str(world.organisations["ngo"].pk)
    assert history[0]["data"]["transition"] == "closed"
    again = leader.post(f"{path}/transitions", {"to": "reopened", "reason": "Ще не все"}, **tag(3))
    assert [one["progress"] for one in again.json()["lifecycle"]] == ["now", "next", "next"]


def test_a_dossier_is_renamed_handed_over_and_shown_to_its_group(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    leader, path = api(world, "facilitator"), f"dossiers/{dossier.pk}"
    named = leader.patch(path, {"title": "Інша назва"}, **tag(1))
    assert (named.status_code, named.json()["title"]["uk"]) == (200, "Інша назва")
    assert leader.patch(path, {"title": "Запізно"}, **tag(1)).status_code == 412
    lead = {"lead": str(world.mandates["teacher"].pk)}
    assert leader.put(f"{path}/lead", lead, **tag(2)).status_code == 204
    assert leader.get(path).status_code == 404
    shown = api(world, "teacher").post(f"{path}/visibility", {}, **tag(3))
    assert (shown.status_code, shown.json()["visibility"]) == (200, "group")
    assert leader.get(path).status_code == 200


def test_participants_are_named_and_end(world: World) -> None:
    dossier = begin(world)
    leader, path = api(world, "facilitator"), f"dossiers/{dossier.pk}"
    facts = {"role": "addressee", "organisation": str(world.organisations["police"].pk)}
    made = leader.post(f"{path}/participants", facts, **tag(1))
    assert made.status_code == 201
    (one,) = made.json()["participants"]
    assert (one["role"], one["part"], one["opened_at"]) == ("addressee", "counterpart", None)
    assert one["organisation"]["id"] == facts["organisation"]
    assert (one["mandate"], one["outside_body"]) == (None, None)
    assert "add_evidence" in api(world, "officer").get(path).json()["allowed"]
    ended = leader.delete(f"{path}/participants/{one['id']}", **tag(2))
    assert (ended.status_code, ended.json()["participants"]) == (200, [])
    assert leader.delete(f"{path}/participants/{one['id']}", **tag(3)).status_code == 404


# ---- lists -------------------------------------------------------------------------------------------------


def test_lists_are_filtered(world: World) -> None:
    led, named = begin(world, "officer", title_uk="Перша"), begin(world, title_uk="Друга")
    name(world, named)
    close(world, begin(world, "teacher", title_uk="Третя"))
    assert titles(world, "officer", group=str(world.group.pk)) == ["Третя", "Друга", "Перша"]
    assert titles(world, "officer", phase="closed") == ["Третя"]
    assert titles(world, "officer", kind="recommendations", phase="follow_up") == ["Друга", "Перша"]
    assert titles(world, "officer", lead="me") == titles(world, "officer", waiting="me") == ["Перша"]
    assert titles(world, "teacher", lead=str(led.lead_id)) == ["Перша"]
    assert titles(world, "officer", participant="me") == ["Друга"]
    assert titles(world, "teacher", participant=str(world.organisations["police"].pk)) == ["Друга"]
    assert titles(world, "officer", mine="me") == ["Друга", "Перша"]
    assert titles(world, "observer", mine="me") == titles(world, "observer", waiting="me") == []
    assert titles(world, "outsider") == []


def test_waiting_in_lists_is_waiting_on_the_page(world: World) -> None:
    for by in ("officer", "facilitator"):
        name(world, begin(world, by))
    close(world, begin(world, "officer"))
    name(world, begin(world, **RESTRICTED))
    for reader in ("facilitator", "officer", "teacher", "observer"):
        shown = api(world, reader).get("dossiers").json()["items"]
        assert [one["id"] for one in shown if one["waits_for_me"]] == [
            one["id"] for one in api(world, reader).get("dossiers?waiting=me").json()["items"]
        ]


def test_pages_follow_each_other(world: World) -> None:
    begun = [str(begin(world).pk) for _ in range(3)]
    first = api(world, "teacher").get(f"dossiers?limit=2&group={world.group.pk}").json()
    rest = api(world, "teacher").get(f"dossiers?limit=2&cursor={first['next_cursor']}").json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == begun[::-1]
    assert rest["next_cursor"] is None
    assert (first["seq"] > 0, rest["seq"]) == (True, None)


def test_the_group_knows_of_a_dossier_that_it_does_not_read(world: World) -> None:
    dossier = begin(world, **RESTRICTED, title_uk="Закрита")
    begin(world, **SEALED, title_uk="Таємна")
    path = f"groups/{world.group.pk}/known-dossiers"
    (known,) = api(world, "teacher").get(path).json()["items"]
    assert known == {
        "id": str(dossier.pk),
        "kind": "recommendations",
        "number": FIRST_RESTRICTED_NUMBER,
        "year": dossier.year,
        "title": {"uk": "Закрита", "en": "Закрита"},
        "group": known["group"],
        "lead": known["lead"],
        "known_only": True,
    }
    assert api(world, "teacher").get(f"dossiers/{dossier.pk}").status_code == 404
    assert api(world, "facilitator").get(path).json()["items"] == []
    assert api(world, "outsider").get(path).status_code == 404


def test_reads_of_restricted_dossiers_are_recorded(world: World) -> None:
    shared, dossier = begin(world), begin(world, **RESTRICTED)
    for one in (shared, dossier):
        api(world, "facilitator").get(f"dossiers/{one.pk}")
    api(world, "facilitator").get("dossiers")
    kept = AccessRecord.objects.filter(reader=world.people["facilitator"].pk)
    assert set(kept.values_list("object_id", flat=True)) == {dossier.pk}


# ---- words -------------------------------------------------------------------------------------------------


def test_programmes_are_told_in_both_languages_and_kept(world: World) -> None:
    found = api(world, "observer").get("programmes")
    told = {one["kind"]: one for one in found.json()["items"]}["recommendations"]
    assert [one["name"] for one in told["states"]] == ["open", "settled", "closed"]
    assert told["roles"][0]["part"] == "counterpart"
    assert {one["to"]: one["requires"] for one in told["transitions"]}["closed"] == ["reason"]
    kept = api(world, "officer").client.get(
        "/api/v1/programmes", headers={"If-None-Match": found.headers["ETag"]}
    )
    assert (kept.status_code, kept.content) == (304, b"")
    assert api(world, "anonymous").get("programmes").status_code == 401


# ---- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"kind": "unknown"}, "/kind"),
        ({"title": ""}, "/title"),
        ({"title": "х" * 201}, "/title"),
        ({"title": "а\u202eб"}, "/title"),
        ({"title_en": "x" * 201}, "/title_en"),
        ({"sealed": True}, "/sealed"),
        ({"sealed": "true"}, "/sealed"),
        ({"visibility": "all"}, "/visibility"),
        ({"lead": str(uuid7())}, "/lead"),
        ({"on_behalf_of": str(uuid7())}, "/on_behalf_of"),
        ({"state": "closed"}, "/state"),
    ],
)
def test_a_bad_beginning_is_refused(world: World, changes: dict[str, object], pointer: str) -> None:
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/dossiers", {**FACTS, **changes})
    assert (answer.status_code, pointers(answer)) == (422, [pointer])
    assert not Dossier.objects.exists()


def test_a_restricted_dossier_is_begun_by_somebody_who_reads_it(world: World) -> None:
    facts = {**FACTS, "visibility": "participants", "lead": str(world.mandates["teacher"].pk)}
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/dossiers", facts)
    assert (answer.status_code, pointers(answer)) == (422, ["/lead"])
    observed = {**FACTS, "lead": str(world.mandates["observer"].pk)}
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/dossiers", observed)
    assert (answer.status_code, pointers(answer)) == (422, ["/lead"])


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"role": "judge"}, "/role"),
        ({"role": "addressee"}, "/organisation"),
        ({"role": "addressee", "organisation": str(uuid7())}, "/organisation"),
        ({"role": "addressee", "mandate": str(uuid7())}, "/mandate"),
        ({"role": "addressee", "organisation": str(uuid7()), "mandate": str(uuid7())}, "/organisation"),
    ],
)
def test_a_bad_participant_is_refused(world: World, facts: dict[str, object], pointer: str) -> None:
    path = f"dossiers/{begin(world).pk}/participants"
    answer = api(world, "facilitator").post(path, facts, **tag(1))
    assert (answer.status_code, pointers(answer)) == (422, [pointer])


def test_a_bad_step_is_refused(world: World) -> None:
    dossier = begin(world)
    path = f"dossiers/{dossier.pk}/transitions"
    leader = api(world, "facilitator")
    assert leader.post(path, {"to": "settled"}).status_code == 428
    assert pointers(leader.post(path, {"to": "lost"}, **tag(1))) == ["/to"]
    assert leader.post(path, {"to": "reopened", "reason": "Ні"}, **tag(1)).json()["code"] == "dossier_state"
    late = {"to": "settled", "on_behalf_of": str(world.mandates["officer"].pk)}
    add_answered(world, dossier)
    assert pointers(leader.post(path, late, **tag(1))) == ["/on_behalf_of"]
    take(world, dossier, "settled")
    assert leader.post(path, {"to": "closed", "reason": "Так"}, **tag(1)).status_code == 412


def test_an_invisible_dossier_refuses_every_step_as_if_there_were_none(world: World) -> None:
    sealed = begin(world, **SEALED)
    for to in ("settled", "reopened", "lost"):
        answers = [
            api(world, "teacher").post(f"dossiers/{pk}/transitions", {"to": to}, **tag(1))
            for pk in (sealed.pk, uuid7())
        ]
        told = [(one.status_code, {**one.json(), "request_id": None}) for one in answers]
        assert told[0] == told[1], to
    assert fresh(sealed).state == "open"


@pytest.mark.parametrize(
    "query", ["phase=over", "kind=unknown", "lead=you", "participant=1", "mine=true", "colour=red", "limit=0"]
)
def test_a_bad_filter_is_refused(world: World, query: str) -> None:
    assert api(world, "teacher").get(f"dossiers?{query}").status_code == 400


def test_a_token_reaches_dossiers_with_the_scope_alone(world: World) -> None:
    """In lists, at one dossier, for the group's topic, and with the rights of its person."""
    dossier = begin(world)
    for scope, reads in (("tasks:read", False), ("programmes:read", True)):
        access = ActorDossierAccess.of(token_of(world, "facilitator", scope))
        assert access.can_read(dossier) is reads
        assert access.can_read_group(world.group.pk) is reads
        assert bool(access.roles_for(dossier)) is reads
        assert (
            bool(list_filtered_dossiers(access, DossierFilter()).page(51, ("-state_since", "-id"))) is reads
        )
    assert not ActorDossierAccess.of(ANONYMOUS).can_read(dossier)
    assert not ActorDossierAccess.of(world.actor("outsider")).can_read_group(world.group.pk)
