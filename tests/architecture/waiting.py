"""How each kind of duty comes to wait for somebody, and how they answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from dialogue.decisions.services.outcome import write_outcome
from dialogue.decisions.services.paper import enter_paper_count
from dialogue.models import Decision, QuestionState, ThreadState
from dialogue.summary.services.questions import ask_question, resolve_question
from groups.break_glass.services import refuse_break_glass, request_break_glass
from groups.common.periods import COUNTRY_ZONE
from groups.joining.join_requests import decline_request
from groups.mandates.services import edit_mandate
from groups.models import OfficeKind
from groups.organisations.administrators import name_administrator
from programmes.kit.editions.services import make_edition
from programmes.kit.interests.services import declare_interests
from programmes.kit.participants.services import name_participant
from programmes.kit.sign_offs.services import decide_sign_off
from tasks.lifecycle.services.help import answer_help, ask_help
from tasks.models import ActionItem
from tests.cast import SYSTEM, World
from tests.dialogue.access_requests.helpers import an_announced_thread, ask as ask_for_access, grant
from tests.dialogue.acknowledgements.helpers import acknowledge, asked_for
from tests.dialogue.decisions.helpers import a_decision, a_draft, move as move_decision, object_to, vote
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say, step
from tests.dialogue.moderation.test_moderation import a_hidden, appealed, reported, taken
from tests.dialogue.rounds.test_rounds import begin
from tests.groups.helpers import an_office
from tests.programmes.helpers import RESTRICTED, begin as begin_dossier, fresh as fresh_dossier, take
from tests.programmes.kit.test_access_requests import ask as ask_for_dossier, grant as grant_dossier
from tests.programmes.public_control.helpers import begin as begin_control, bring, request_sign_off
from tests.programmes.recommendations.helpers import (
    issued,
    issued_in,
    move as move_recommendation,
    prove as prove_recommendation,
)
from tests.tasks.helpers import an_item, an_item_in, fresh, in_days, move, prove
from viche.accounts.approvals.kinds import ApprovalKind
from viche.accounts.approvals.services import decline_approval, request_approval
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.privacy.models import RequestKind, RequestState
from viche.privacy.services.requests import move_request, submit_request

DOOR = ApprovalKind(
    name="tests.duty",
    deciders=lambda approvals: {one.pk: {UUID(one.payload["decider"])} for one in approvals},
    carry_out=lambda _actor, _approval: None,
    describe=lambda approvals: {one.pk: "Відчинити двері" for one in approvals},
    second_person=lambda: "officer",
)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something waits for one of the cast, by name, at a page, until it is answered."""

    who: str
    url: str
    answer: Callable[[], object]
    has_term: bool = False


def _accept(world: World) -> Wait:
    item = an_item(world)
    return Wait("councillor", f"/actions/{item.pk}", partial(move, world, item, "accepted"))


def _returned(world: World) -> Wait:
    item = an_item_in(world, "done")
    move(world, item, "returned", "officer", reason="Бракує фото пандуса")
    return Wait("councillor", f"/actions/{item.pk}", partial(move, world, item, "done"), has_term=True)


def _verify(world: World) -> Wait:
    item = an_item_in(world, "done")
    return Wait("officer", f"/actions/{item.pk}", partial(move, world, item, "verified", "officer"))


def _worked_on(world: World, days: int) -> Wait:
    item = an_item_in(world, "in_progress")
    prove(world, item)
    ActionItem.objects.filter(pk=item.pk).update(due_on=in_days(days))
    return Wait("councillor", f"/actions/{item.pk}", partial(move, world, item, "done"), has_term=True)


def _help(world: World) -> Wait:
    item = an_item_in(world, "in_progress")
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Потрібен ключ від підвалу")

    def answer() -> None:
        version = fresh(item).version
        answer_help(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            text="Ключ у старости",
            expected_version=version,
        )

    return Wait("facilitator", f"/actions/{item.pk}", answer)


def _must_read(world: World) -> Wait:
    message = asked_for(world, due_on=in_days(2))
    url = f"/threads/{message.thread_id}?message={message.number}"
    return Wait("teacher", url, partial(acknowledge, world, "teacher", message), has_term=True)


def _access_request(world: World) -> Wait:
    thread = an_announced_thread(world)
    request = ask_for_access(world, thread)
    return Wait("facilitator", f"/threads/{thread.pk}", partial(grant, world, request.pk))


def _report(world: World) -> Wait:
    message = say(world, "officer", a_thread(world))
    reported(world, message)
    url = f"/groups/{world.group.pk}/moderation"
    return Wait("facilitator", url, partial(taken, world, message, "dismissed"))


def _appeal(world: World) -> Wait:
    message = a_hidden(world, a_thread(world), by="secretary")
    appealed(world, message)
    url = f"/groups/{world.group.pk}/moderation"
    return Wait("facilitator", url, partial(taken, world, message, "shown"))


def _question(world: World) -> Wait:
    thread = a_thread(world)
    question = ask_question(actor=world.actor("teacher"), thread_id=thread.pk, text="А хто платить?")
    answer = partial(
        resolve_question,
        actor=world.actor("facilitator"),
        question_id=question.pk,
        to=QuestionState.OPEN,
        expected_version=question.version,
    )
    return Wait("facilitator", f"/threads/{thread.pk}", answer)


def _round(world: World) -> Wait:
    thread = a_thread(world)
    begin(world, thread)
    return Wait("teacher", f"/threads/{thread.pk}", partial(say, world, "teacher", thread), has_term=True)


def _draft(world: World) -> Wait:
    row = a_draft(world, by="teacher")
    return Wait("facilitator", f"/decisions/{row.pk}", partial(move_decision, world, row, "open"))


def _vote(world: World) -> Wait:
    row = a_decision(world)
    answer = partial(vote, world, row, "teacher", "consent")
    return Wait("teacher", f"/decisions/{row.pk}", answer, has_term=True)


def _objection(world: World) -> Wait:
    row = object_to(world, a_decision(world), "officer")
    answer = partial(vote, world, row, "officer", "consent")
    return Wait("facilitator", f"/decisions/{row.pk}", answer)


def _paper_count(world: World) -> Wait:
    row = a_decision(world, method="majority", on_paper=True)
    enter_paper_count(actor=world.actor("secretary"), decision_id=row.pk, entry=1, batches=[])
    facts: dict[str, Any] = {"decision_id": row.pk, "entry": 2, "batches": []}
    answer = partial(enter_paper_count, actor=world.actor("facilitator"), **facts)
    return Wait("facilitator", f"/decisions/{row.pk}", answer)


def _outcome(world: World) -> Wait:
    row = move_decision(world, a_decision(world), "closed")
    facts: dict[str, Any] = {"decision_id": row.pk, "text_uk": "Ще раз у травні"}
    return Wait(
        "facilitator",
        f"/decisions/{row.pk}",
        partial(write_outcome, actor=world.actor("facilitator"), **facts),
    )


def _review(world: World) -> Wait:
    row = a_decision(world)
    for name in ("officer", "teacher", "secretary"):
        vote(world, row, name, "consent")
    move_decision(world, row, "closed")
    facts: dict[str, Any] = {"decision_id": row.pk, "text_uk": "Ставимо"}
    write_outcome(actor=world.actor("facilitator"), **facts)
    Decision.objects.filter(pk=row.pk).update(review_on=today(world.group.time_zone))
    later = {**facts, "review_on": today(world.group.time_zone) + timedelta(days=90)}
    return Wait(
        "facilitator",
        f"/decisions/{row.pk}",
        partial(write_outcome, actor=world.actor("facilitator"), **later),
    )


def _last_day(world: World) -> Wait:
    thread = a_thread(world, closes_on=today(world.group.time_zone))
    answer = partial(step, world, thread, ThreadState.SUMMARISING)
    return Wait("facilitator", f"/threads/{thread.pk}", answer, has_term=True)


def _join_request(world: World) -> Wait:
    body = {"organisation": str(world.organisations["market"].pk), "position": "представниця"}
    request: Any = api(world, "outsider").post(f"groups/{world.group.pk}/join-requests", body).json()
    answer = partial(
        decline_request,
        actor=world.actor("facilitator"),
        request_id=UUID(request["id"]),
        reason="Місць немає",
    )
    return Wait("facilitator", f"/groups/{world.group.pk}/joining", answer)


def _deadline(world: World) -> Wait:
    dossier = begin_dossier(world, "teacher")
    take(world, dossier, "settled", "teacher")
    answer = partial(take, world, dossier, "reopened", "teacher")
    return Wait("teacher", f"/dossiers/{dossier.pk}", answer, has_term=True)


def _interests(world: World) -> Wait:
    dossier = begin_dossier(world, "teacher")
    named = name_participant(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        role="monitor",
        mandate_id=world.mandates["officer"].pk,
        expected_version=1,
    )
    take(world, dossier, "settled", "teacher")
    answer = partial(
        declare_interests,
        actor=world.actor("officer"),
        dossier_id=dossier.pk,
        participant_id=named.pk,
        has_tie=False,
        expected_version=3,
    )
    return Wait("officer", f"/dossiers/{dossier.pk}", answer)


def _seat_officer(world: World) -> None:
    if "dpo" not in world.people:
        world.people["dpo"] = an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person


def _break_glass(world: World) -> Wait:
    _seat_officer(world)
    thread = a_restricted_thread(world, organisations=("police",))
    glass = request_break_glass(
        actor=world.actor("administrator"),
        container_type="thread",
        container_id=thread.pk,
        reason="Загроза життю",
    )
    answer = partial(refuse_break_glass, actor=world.actor("dpo"), break_glass_id=glass.pk, note="Ні")
    return Wait("dpo", f"/break-glass/{glass.pk}", answer, has_term=True)


def _ending_mandate(world: World, who: str, url: str) -> Wait:
    mandate = world.mandates["teacher"]
    soon = today(COUNTRY_ZONE) + timedelta(days=10)
    edit_mandate(actor=SYSTEM, mandate_id=mandate.pk, changes={"ends_on": soon})
    answer = partial(edit_mandate, actor=SYSTEM, mandate_id=mandate.pk, changes={"ends_on": None})
    return Wait(who, url, answer, has_term=True)


def _own_mandate(world: World) -> Wait:
    return _ending_mandate(world, "teacher", "/settings")


def _mandate(world: World) -> Wait:
    school = world.organisations["school"]
    person_id = world.people["outsider"].pk
    name_administrator(actor=SYSTEM, organisation_id=school.pk, person_id=person_id, document="Наказ № 2")
    return _ending_mandate(world, "outsider", f"/organisations/{school.pk}")


def _approval(world: World) -> Wait:
    decider = str(world.people["officer"].pk)
    approval = request_approval(actor=world.actor("teacher"), kind=DOOR.name, payload={"decider": decider})
    answer = partial(decline_approval, actor=world.actor("officer"), approval_id=approval.pk, note="Зачинено")
    return Wait("officer", "/approvals", answer, has_term=True)


def _second_factor(world: World) -> Wait:
    mine = User.objects.filter(pk=world.people["observer"].pk)
    mine.update(factor_due_at=now() + timedelta(days=5))
    return Wait("observer", "/second-factor", partial(mine.update, factor_due_at=None), has_term=True)


def _subject_request(world: World) -> Wait:
    _seat_officer(world)
    asking = Actor.for_person(world.people["teacher"].pk)
    request = submit_request(actor=asking, kind=RequestKind.ACCESS, text="Що ви про мене знаєте?")
    answer = partial(
        move_request,
        actor=world.actor("dpo"),
        request_id=request.pk,
        to=RequestState.REFUSED,
        note="Особу не підтверджено",
        expected_version=request.version,
    )
    return Wait("dpo", f"/subject-requests/{request.pk}", answer, has_term=True)


def _recommendation_to_answer(world: World) -> Wait:
    row = issued(world)
    answer = partial(move_recommendation, world, row, "accepted")
    return Wait("officer", f"/recommendations/{row.pk}", answer, has_term=True)


def _recommendation_to_implement(world: World) -> Wait:
    row = move_recommendation(world, issued(world), "accepted", agreed_on=in_days(2))
    prove_recommendation(world, row)
    answer = partial(move_recommendation, world, row, "implemented")
    return Wait("officer", f"/recommendations/{row.pk}", answer, has_term=True)


def _recommendation_to_verify(world: World) -> Wait:
    row = issued_in(world, "implemented")
    answer = partial(move_recommendation, world, row, "verified", by="teacher")
    return Wait("teacher", f"/recommendations/{row.pk}", answer)


def _report_to_sign_off(world: World) -> Wait:
    dossier = bring(world, begin_control(world), "conducted")
    make_edition(actor=world.actor("teacher"), dossier_id=dossier.pk)
    row = request_sign_off(world, dossier)
    answer = partial(
        decide_sign_off,
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        sign_off_id=row.pk,
        outcome="given",
        expected_version=fresh_dossier(dossier).version,
    )
    return Wait("facilitator", f"/dossiers/{dossier.pk}", answer)


def _dossier_access_request(world: World) -> Wait:
    dossier = begin_dossier(world, **RESTRICTED)
    request = ask_for_dossier(world, dossier)
    return Wait("facilitator", f"/dossiers/{dossier.pk}", partial(grant_dossier, world, request))


WAITS: dict[str, Callable[[World], Wait]] = {
    "tasks.accept": _accept,
    "tasks.returned": _returned,
    "tasks.verify": _verify,
    "tasks.overdue": lambda world: _worked_on(world, -2),
    "tasks.work": lambda world: _worked_on(world, 2),
    "tasks.help": _help,
    "programmes.answer": _recommendation_to_answer,
    "programmes.implement": _recommendation_to_implement,
    "programmes.verify": _recommendation_to_verify,
    "programmes.deadline": _deadline,
    "programmes.sign_off": _report_to_sign_off,
    "programmes.declare_interests": _interests,
    "programmes.access_request": _dossier_access_request,
    "dialogue.must_read": _must_read,
    "dialogue.access_request": _access_request,
    "dialogue.report": _report,
    "dialogue.appeal": _appeal,
    "dialogue.question": _question,
    "dialogue.round": _round,
    "dialogue.draft": _draft,
    "dialogue.vote": _vote,
    "dialogue.objection": _objection,
    "dialogue.paper_count": _paper_count,
    "dialogue.outcome": _outcome,
    "dialogue.review": _review,
    "dialogue.last_day": _last_day,
    "groups.join_request": _join_request,
    "groups.break_glass": _break_glass,
    "groups.own_mandate": _own_mandate,
    "groups.mandate": _mandate,
    "accounts.approval": _approval,
    "accounts.second_factor": _second_factor,
    "privacy.request": _subject_request,
}
