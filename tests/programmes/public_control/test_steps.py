"""A public control goes its way: what each step needs, who learns of it when, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from groups.models import Role
from programmes.kit.deadlines.models import DossierDeadline
from programmes.kit.editions.services import make_edition, publish_edition
from programmes.kit.evidence.services import hide_evidence
from programmes.kit.participants.services import add_participant
from programmes.models import Dossier, Reply
from programmes.public_control.lifecycle import AUTHORITY
from programmes.public_control.services import edit_control
from programmes.recommendations.services.draft import delete_recommendation
from programmes.recommendations.services.issue import issue_recommendation
from tests.cast import World, a_mandate, a_seat
from tests.dialogue.helpers import api
from tests.privacy.conftest import an_officer
from tests.programmes.helpers import fresh, prove, take
from tests.programmes.kit.helpers import record
from tests.programmes.public_control.helpers import (
    TITLE,
    begin,
    bring,
    control_of,
    declare,
    fill_protocol,
    finish_report,
    letter,
    make_overdue,
    name_letter,
    name_monitor,
    prepare,
    reply,
    sign_off,
)
from tests.programmes.recommendations.helpers import draft, move
from viche.kernel.clock import today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db


def refusal(act: Callable[[], Any]) -> str:
    """The code of the Conflict in which something ends."""
    with pytest.raises(Conflict) as refused:
        act()
    return refused.value.reason


def sees(world: World, dossier: Dossier, by: str) -> bool:
    return bool(api(world, by).get(f"dossiers/{dossier.pk}").status_code == 200)


def list_known(world: World, by: str) -> list[str]:
    found = api(world, by).get(f"groups/{world.group.pk}/known-dossiers").json()["items"]
    return [one["title"]["uk"] for one in found]


def count_notices(world: World, by: str) -> int:
    drain_outbox()
    return Notification.objects.filter(person=world.people[by]).count()


def test_an_unannounced_control_is_known_once_it_was_conducted_and_read_with_its_report(world: World) -> None:
    before = count_notices(world, "officer")
    dossier = begin(world, announced=False)
    prepare(world, dossier)
    assert (list_known(world, "officer"), list_known(world, "facilitator")) == ([], [])
    take(world, dossier, "conducted", "councillor")
    assert list_known(world, "officer") == [TITLE]
    assert control_of(dossier).conducted_on == today(world.group.time_zone)
    finish_report(world, dossier)
    assert not sees(world, dossier, "officer")
    assert count_notices(world, "officer") == before
    take(world, dossier, "report_sent", "teacher")
    assert sees(world, dossier, "officer")
    assert sees(world, dossier, "observer")
    assert count_notices(world, "officer") > before
    reply(world, dossier)
    for to in ("follow_up", "closed"):
        take(world, dossier, to, "teacher")
    assert fresh(dossier).phase == "closed"


def test_an_announced_control_is_conducted_once_the_authority_is_notified(world: World) -> None:
    dossier = begin(world)
    prepare(world, dossier)
    assert refusal(lambda: take(world, dossier, "conducted", "teacher")) == "not_notified"
    take(world, dossier, "notified", "teacher")
    assert not sees(world, dossier, "officer")
    take(world, dossier, "conducted", "teacher")
    assert not sees(world, dossier, "officer")


def test_of_an_unannounced_control_nobody_is_notified(world: World) -> None:
    dossier = begin(world, announced=False)
    assert refusal(lambda: take(world, dossier, "notified", "teacher")) == "unannounced"


def test_nobody_looks_without_a_mandate_letter_that_is_there(world: World) -> None:
    dossier = bring(world, begin(world), "notified")
    for letter_id in (None, name_letter(world, dossier).pk):
        edit_control(
            actor=world.actor("teacher"),
            dossier_id=dossier.pk,
            expected_version=fresh(dossier).version,
            changes={"mandate_letter_id": letter_id},
        )
        if letter_id is not None:
            actor = world.actor("teacher")
            hide_evidence(actor=actor, dossier_id=dossier.pk, piece_id=letter_id, reason="Зайве ім’я")
        assert refusal(lambda: take(world, dossier, "conducted", "teacher")) == "no_mandate_letter"


def test_nobody_looks_before_they_declared_their_interests(world: World) -> None:
    dossier = begin(world, announced=False)
    name_letter(world, dossier)
    assert refusal(lambda: take(world, dossier, "conducted", "teacher")) == "no_team"
    monitor = name_monitor(world, dossier)
    assert refusal(lambda: take(world, dossier, "conducted", "teacher")) == "interests_not_declared"
    declare(world, monitor, has_tie=True, words="Брат служить у цій поліції")
    assert refusal(lambda: take(world, dossier, "conducted", "teacher")) == "tie_undecided"


def test_the_page_says_what_is_missing(world: World) -> None:
    dossier = begin(world, announced=False)
    steps = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()["transitions"]
    missing = {one["to"]: [each["code"] for each in one["missing"]] for one in steps}
    assert "no_mandate_letter" in missing["conducted"]
    assert missing["notified"] == ["unannounced"]


def test_before_its_report_is_made_the_page_says_so(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    (step,) = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()["transitions"]
    assert [one["code"] for one in step["missing"]] == ["forms_incomplete", "no_sign_off", "no_edition"]


def test_a_report_is_complete_and_frozen_before_it_is_sent(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    assert refusal(lambda: take(world, dossier, "report_sent", "teacher")) == "forms_incomplete"
    fill_protocol(world, dossier)
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk)
    assert refusal(lambda: take(world, dossier, "report_sent", "teacher")) == "no_sign_off"
    sign_off(world, dossier)
    take(world, dossier, "report_sent", "teacher")


def test_what_was_signed_off_is_what_was_found(world: World) -> None:
    """Whatever changes the report after it was frozen asks for another edition."""
    dossier = bring(world, begin(world), "conducted")
    finish_report(world, dossier)
    record(world, dossier, "councillor", title_uk="Немає журналу")
    assert refusal(lambda: take(world, dossier, "report_sent", "teacher")) == "report_outdated"
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk, reason="Ще одна проблема")
    sign_off(world, dossier)
    take(world, dossier, "report_sent", "teacher")


def test_a_report_is_not_sent_without_the_letter(world: World) -> None:
    """The officer may have hidden it since the control was conducted."""
    an_officer(world)
    dossier = bring(world, begin(world), "conducted")
    finish_report(world, dossier)
    letter_id = control_of(dossier).mandate_letter_id
    assert letter_id is not None
    hide_evidence(actor=world.actor("dpo"), dossier_id=dossier.pk, piece_id=letter_id, reason="Чужий")
    assert refusal(lambda: take(world, dossier, "report_sent", "teacher")) == "no_mandate_letter"


def test_an_edition_for_everybody_is_no_report(world: World) -> None:
    """It leaves out most of it: nobody signs it off, and it ends no signature."""
    dossier = bring(world, begin(world), "conducted")
    fill_protocol(world, dossier)
    making: dict[str, Any] = {"actor": world.actor("teacher"), "dossier_id": dossier.pk}
    make_edition(**making, for_public=True)
    assert refusal(lambda: sign_off(world, dossier)) == "no_edition"
    make_edition(**making, reason="Звіт")
    sign_off(world, dossier)
    make_edition(**making, reason="Для всіх", for_public=True)
    take(world, dossier, "report_sent", "teacher")


def test_nothing_is_published_before_the_report_is_sent(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    edition = make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk, for_public=True)
    publication: dict[str, Any] = {"dossier_id": dossier.pk, "edition_id": edition.pk}
    with pytest.raises(Forbidden):
        publish_edition(actor=world.actor("teacher"), **publication)
    fill_protocol(world, dossier)
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk, reason="Протокол")
    sign_off(world, dossier)
    take(world, dossier, "report_sent", "teacher")
    publish_edition(actor=world.actor("teacher"), **publication)


def test_only_its_own_steps_show_it_to_the_group(world: World) -> None:
    dossier = begin(world)
    shown = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()
    assert "widen" not in shown["allowed"]
    answer = api(world, "teacher").post(f"dossiers/{dossier.pk}/visibility", None, **{"If-Match": '"1"'})
    assert answer.status_code == 403


def test_the_days_of_the_reply_are_counted_by_the_mechanism(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    control, day = control_of(dossier), today(world.group.time_zone)
    assert (control.sent_on, control.reply_due_on) == (day, day + timedelta(days=30))
    assert (control.rule_pack, control.outcome) == ("demo-0", "open")
    deadline = DossierDeadline.objects.get(dossier=dossier, ended_at=None)
    assert (deadline.name, deadline.due_on) == ("reply", control.reply_due_on)


def facts_of(world: World, dossier: Dossier, by: str = "observer") -> Any:
    return api(world, by).get(f"dossiers/{dossier.pk}/control").json()


def test_the_authority_replies_through_its_account(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    version = fresh(dossier).version
    scan = prove(world, dossier, "officer", title="Скан")
    body = {"kind": "answered", "text": "Журнал заведено.", "evidence": str(scan.pk)}
    officer, match = api(world, "officer"), {"If-Match": f'"{version}"'}
    answer = officer.post(f"dossiers/{dossier.pk}/replies", body, **match)
    assert answer.status_code == 201, answer.content
    (shown,) = answer.json()["replies"]
    assert (shown["kind"], shown["way"], shown["in_time"]) == ("answered", "account", True)
    assert (shown["text"], shown["evidence"]["id"]) == ("Журнал заведено.", str(scan.pk))
    assert (answer.json()["outcome"], fresh(dossier).state) == ("in_time", "replied")
    again = officer.post(f"dossiers/{dossier.pk}/replies", body, **match)
    assert again.status_code == 412


def test_a_late_reply_is_late_and_a_refusal_is_one(world: World) -> None:
    late = bring(world, begin(world), "report_sent")
    make_overdue(late)
    assert facts_of(world, late)["overdue"] is True
    reply(world, late)
    assert (facts_of(world, late)["outcome"], facts_of(world, late)["overdue"]) == ("late", False)
    refused = bring(world, begin(world), "report_sent")
    reply(world, refused, kind="refused", text="Не будемо")
    assert facts_of(world, refused)["outcome"] == "refused"


def test_whoever_else_is_named_as_authority_does_not_reply_for_the_one_that_was_controlled(
    world: World,
) -> None:
    dossier = bring(world, begin(world), "report_sent")
    add_participant(
        actor=world.actor("teacher"),
        dossier=dossier,
        role=AUTHORITY,
        organisation_id=world.organisations["council"].pk,
    )
    assert refusal(lambda: reply(world, dossier, "secretary")) == "not_the_authority"
    a_seat(world.group, a_mandate(world.people["secretary"], world.organisations["police"]), Role.MEMBER)
    reply(world, dossier, "secretary")


def test_a_reply_with_personal_data_is_confirmed_first(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    address, version = f"dossiers/{dossier.pk}/replies", fresh(dossier).version
    body: dict[str, Any] = {"kind": "answered", "text": "Телефонуйте 067 123 45 67"}
    officer, match = api(world, "officer"), {"If-Match": f'"{version}"'}
    answer = officer.post(address, body, **match)
    assert (answer.status_code, answer.json()["code"]) == (422, "personal_data")
    kinds = [one["code"] for one in answer.json()["errors"]]
    assert officer.post(address, {**body, "confirmed": kinds}, **match).status_code == 201


def test_a_letter_is_recorded_with_its_scan(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    letter(world, dossier)
    (shown,) = facts_of(world, dossier)["replies"]
    assert (shown["way"], shown["in_time"], shown["evidence"]["present"]) == ("letter", True, True)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_came_after_the_report_and_not_tomorrow(world: World, days: int) -> None:
    dossier = bring(world, begin(world), "report_sent")
    with pytest.raises(Invalid):
        letter(world, dossier, received_on=today(world.group.time_zone) + timedelta(days=days))


def test_a_letter_needs_its_scan_among_the_evidence_of_the_dossier(world: World) -> None:
    dossier, other = (bring(world, begin(world), "report_sent") for _ in range(2))
    with pytest.raises(Invalid):
        letter(world, dossier, evidence_id=prove(world, other, "teacher").pk)


def test_silence_is_recorded_after_the_day_and_is_not_the_last_word(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    assert refusal(lambda: take(world, dossier, "silence", "teacher")) == "not_overdue"
    make_overdue(dossier)
    take(world, dossier, "silence", "teacher")
    shown = facts_of(world, dossier)
    assert (shown["outcome"], [one["kind"] for one in shown["replies"]]) == ("silent", ["silent"])
    take(world, dossier, "follow_up", "teacher")
    letter(world, dossier)
    shown = facts_of(world, dossier)
    assert (shown["outcome"], fresh(dossier).state) == ("late", "replied")
    assert [one.kind for one in Reply.objects.filter(dossier=dossier)] == ["silent", "answered"]


def test_no_protocol_is_begun_without_letter_and_interests(world: World) -> None:
    """Nobody looks before: the protocol is what they see."""
    dossier = begin(world)
    monitor = name_monitor(world, dossier)
    assert refusal(lambda: fill_protocol(world, dossier)) == "interests_not_declared"
    declare(world, monitor)
    assert refusal(lambda: fill_protocol(world, dossier)) == "no_mandate_letter"
    name_letter(world, dossier)
    fill_protocol(world, dossier)


def test_whoever_joined_later_declares_interests_before_the_report(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    finish_report(world, dossier)
    late = name_monitor(world, dossier, "secretary")
    assert refusal(lambda: take(world, dossier, "report_sent", "teacher")) == "interests_not_declared"
    declare(world, late, "secretary")
    take(world, dossier, "report_sent", "teacher")


def test_a_control_is_not_closed_over_a_draft(world: World) -> None:
    """Its report has proposed it: it is issued, or discarded."""
    dossier = bring(world, begin(world), "replied")
    made = draft(world, "teacher", dossier=dossier)
    close = {"reason": "Усе зроблено"}
    assert refusal(lambda: take(world, dossier, "closed", "teacher", **close)) == "drafts_left"
    delete_recommendation(
        actor=world.actor("teacher"), recommendation_id=made.pk, expected_version=made.version
    )
    take(world, dossier, "closed", "teacher", **close)


def test_it_is_closed_when_every_recommendation_is_answered(world: World) -> None:
    dossier = bring(world, begin(world), "conducted")
    row = draft(world, dossier=dossier, to="police", by="teacher")
    issuing: dict[str, Any] = {"actor": world.actor("teacher"), "recommendation_id": row.pk}
    early = refusal(lambda: issue_recommendation(**issuing, expected_version=row.version))
    assert early == "not_for_addressee"
    finish_report(world, dossier)
    take(world, dossier, "report_sent", "teacher")
    issue_recommendation(**issuing, expected_version=row.version)
    reply(world, dossier)
    assert refusal(lambda: take(world, dossier, "closed", "teacher")) == "unanswered"
    move(world, row, "rejected", "officer")
    take(world, dossier, "closed", "teacher")


def test_a_control_in_preparation_is_cancelled_with_a_reason(world: World) -> None:
    dossier = begin(world, announced=False)
    with pytest.raises(Invalid):
        take(world, dossier, "cancelled", "teacher", reason="")
    take(world, dossier, "cancelled", "teacher")
    assert fresh(dossier).is_sealed
    assert list_known(world, "facilitator") == []


def test_steps_are_refused_to_others(world: World) -> None:
    dossier = begin(world)
    with pytest.raises(NotFound):
        take(world, dossier, "notified", "officer")
    prepare(world, dossier)
    with pytest.raises(Forbidden):
        take(world, dossier, "notified", "councillor")
