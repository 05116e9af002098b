"""How each action of the permission matrix is asked for over REST: one request, right in everything but,
maybe, who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from dialogue.models import Message, MustRead, Thread, ThreadState
from dialogue.posting.services import post_message
from groups.models import Deputyship, InitiativeGroup, Milestone, Visibility
from tasks.models import ActionItem, ChecklistItem, Remark, Reminder, ReminderAudience, ReminderRule
from tests.architecture import asking_places
from tests.architecture.asked import Ask, Asked, day, later, move, to
from tests.architecture.asking_own import OWN
from tests.architecture.stages import Stage
from tests.dialogue.helpers import step
from tests.groups.helpers import colleague
from viche.kernel.clock import now
from viche.kernel.ids import uuid7

# ---- groups ------------------------------------------------------------------------------------------------


def in_group(method: str, path: str, body: Callable[[Stage], dict[str, Any]]) -> Ask:
    return lambda stage, obj: Asked(method, f"groups/{obj.pk}/{path}", body(stage))


def _new_member(stage: Stage) -> dict[str, Any]:
    return {"mandate": str(stage.here.mandates["outsider"].pk), "role": "observer"}


def _invitation(stage: Stage) -> dict[str, Any]:
    school = stage.here.organisations["school"]
    return {"organisation": str(school.pk), "role": "member", "uses": 1, "expires_at": later(3)}


def _seat(method: str, **body: Any) -> Ask:
    def ask(stage: Stage, obj: Any) -> Asked:
        seat = stage.here.seats["observer"]
        return Asked(method, f"groups/{obj.pk}/members/{seat.pk}", body, seat.version)

    return ask


def _milestone(_stage: Stage, obj: Any) -> Asked:
    milestone = Milestone.objects.filter(group=obj, check_name="").earliest("pk")
    return Asked("PATCH", f"groups/{obj.pk}/readiness/{milestone.pk}", {"reached_on": day(0), "note": "Є"})


GROUPS: dict[str, Ask] = {
    "group.read": to("groups/{pk}"),
    "group.see_access": to("groups/{pk}/access"),
    "group.edit": to("groups/{pk}", "PATCH", cadence="Щомісяця"),
    "group.add_member": in_group("POST", "members", _new_member),
    "group.invite": in_group("POST", "invitations", _invitation),
    "group.change_role": _seat("PATCH", role="member"),
    "group.end_membership": _seat("DELETE", reason="Інша робота"),
    "group.require_seats": to("groups/{pk}/required-seats", "PUT", seats=[]),
    "group.set_milestones": to("groups/{pk}/readiness", "PUT", items=[]),
    "group.reach_milestone": _milestone,
    "group.activate": move("groups", "active"),
    "group.suspend": move("groups", "suspended", reason="Перерва"),
    "group.dissolve": move("groups", "dissolved", reason="Завершено"),
    "group.clear_page": to("groups/{pk}/promises/00000000-0000-7000-8000-000000000000", "DELETE"),
    "personal_invitation.read": to("personal-invitations/{pk}"),
    "personal_invitation.send": to("personal-invitations/{pk}/letters", "POST"),
    "personal_invitation.revoke": to("personal-invitations/{pk}", "DELETE"),
    "invitation.read": to("invitations/{pk}/access/mine"),
    "invitation.send": to("invitations/{pk}/letters", "POST"),
    "invitation.revoke": to("invitations/{pk}", "DELETE"),
    "join_request.read": to("join-requests/{pk}/access/mine"),
    "join_request.admit": to("join-requests/{pk}", "POST", to="admitted", role="observer"),
    "join_request.decline": to("join-requests/{pk}", "POST", to="declined", reason="Місць немає"),
    "join_request.withdraw": to("join-requests/{pk}", "DELETE"),
}


# ---- territories, organisations, offices, mandates ---------------------------------------------------------


def _part(_stage: Stage, obj: Any) -> Asked:
    body = {"code": f"{obj.code[:9]}0010000011", "level": "settlement", "name": "Село", "parent": str(obj.pk)}
    return Asked("POST", "territories", body, names_it=True)


def _organisation(_stage: Stage, obj: Any) -> Asked:
    names = {"name": "Нова спілка", "short_name": "Спілка", "on_behalf": "спілки"}
    body = {**names, "sector": "business", "territories": [str(obj.pk)]}
    return Asked("POST", "organisations", body, names_it=True)


def _group(_stage: Stage, obj: Any) -> Asked:
    body = {"name": "Нова", "purpose": "Безпека", "territory": str(obj.pk)}
    return Asked("POST", "groups", body)


def _office(stage: Stage, obj: Any) -> Asked:
    taker = stage.here.people["outsider"]
    body = {"person": str(taker.pk), "kind": "coordinator", "territory": str(obj.pk), "document": "№ 7"}
    return Asked("POST", "offices", body, names_it=True)


def _named(path: str, **body: Any) -> Ask:
    """About an organisation, and somebody who is named for it."""
    return lambda stage, obj: Asked(
        "POST",
        f"organisations/{obj.pk}/{path}",
        {"person": str(stage.here.people["outsider"].pk), "document": "Лист", **body},
    )


def _unit(stage: Stage, obj: Any) -> Asked:
    above = stage.here.organisations["council"]
    return Asked("PATCH", f"organisations/{obj.pk}", {"parent": str(above.pk)})


def _stand_in(stage: Stage, obj: Any) -> Asked:
    deputy = colleague(stage.here, "police")
    body = {"deputy": str(deputy.pk), "starts_at": later(30), "ends_at": later(31)}
    return Asked("POST", f"mandates/{obj.pk}/deputyships", body)


def _usual_deputy(stage: Stage, obj: Any) -> Asked:
    return Asked("PUT", f"mandates/{obj.pk}/deputy", {"person": str(stage.here.people["teacher"].pk)})


def _succession(stage: Stage, obj: Any) -> Asked:
    body = {"person": str(stage.here.people["outsider"].pk), "document": "Наказ № 9", "reason": "Ротація"}
    return Asked("POST", f"mandates/{obj.pk}/succession", body)


def _deputyship(stage: Stage, obj: Any) -> Asked:
    window = Deputyship.objects.get(mandate=obj, deputy=stage.here.people["deputy"])
    return Asked("DELETE", f"deputyships/{window.pk}")


REGISTERS: dict[str, Ask] = {
    "territory.read": to("territories/{pk}"),
    "territory.register_part": _part,
    "territory.register_organisation": _organisation,
    "territory.found_group": _group,
    "territory.record_population": to("territories/{pk}/populations", "PUT", year=2026, count=14200),
    "territory.edit": to("territories/{pk}", "PATCH", name="Новинка"),
    "territory.set_contact_points": to("territories/{pk}/contact-points", "PUT", items=[]),
    "territory.give_office": _office,
    "office.read": to("offices/{pk}/access/mine"),
    "office.end": to("offices/{pk}", "DELETE", reason="Інша робота"),
    "organisation.read": to("organisations/{pk}"),
    "organisation.see_record": to("organisations/{pk}/verification"),
    "organisation.edit": to("organisations/{pk}", "PATCH", name="Поліція громади"),
    "organisation.edit_contacts": to("organisations/{pk}/contacts", "PATCH", phone="+380441234567"),
    "organisation.verify": to("organisations/{pk}/verification", "POST", document="Витяг № 5"),
    "organisation.withdraw_mark": to("organisations/{pk}/verification", "DELETE", reason="Помилка"),
    "organisation.set_administrators": _named("administrators"),
    "organisation.set_parent": _unit,
    "organisation.appoint": _named("mandates", position="представниця", starts_on=day(0)),
    "mandate.read": to("mandates/{pk}"),
    "mandate.see_deputies": to("mandates/{pk}/deputyships"),
    "mandate.edit": to("mandates/{pk}", "PATCH", position="інспекторка"),
    "mandate.rest": move("mandates", "resting", reason="Розслідування"),
    "mandate.resume": move("mandates", "active"),
    "mandate.end": move("mandates", "ended", reason="Переведення"),
    "mandate.pass_on": _succession,
    "mandate.name_deputy": _usual_deputy,
    "mandate.appoint_deputy": _stand_in,
    "mandate.end_deputyship": _deputyship,
}


# ---- dialogue ----------------------------------------------------------------------------------------------


def _post(_stage: Stage, obj: Thread) -> Asked:
    return Asked("POST", f"threads/{obj.pk}/messages", {"client_id": str(uuid7()), "body": "Так"})


def _support(_stage: Stage, obj: Thread) -> Asked:
    return Asked("PUT", f"messages/{Message.objects.get(thread=obj).pk}/support")


def _make_must_read(_stage: Stage, obj: Thread) -> Asked:
    return Asked("PUT", f"messages/{Message.objects.get(thread=obj).pk}/must-read", {"due_on": day(3)})


def _of_message(method: str, path: str, **body: Any) -> Ask:
    return lambda _stage, obj: Asked(method, f"messages/{Message.objects.get(thread=obj).pk}/{path}", body)


def _acknowledge_message(stage: Stage, obj: Thread) -> Asked:
    """A message that its reader is asked to acknowledge."""
    message = Message.objects.get(thread=obj)
    MustRead.objects.get_or_create(message=message, defaults={"marked_by": stage.here.people["facilitator"]})
    return Asked("PUT", f"messages/{message.pk}/acknowledgement")


def heard(stage: Stage, thread: Thread) -> Thread:
    """A thread in which the officer has said something, where it ever was open to that."""
    if thread.state == ThreadState.DRAFT:
        return thread
    closed = thread.state == ThreadState.CLOSED
    if closed:
        thread = step(stage.here, thread, ThreadState.OPEN)
    message: dict[str, Any] = {"client_id": uuid7(), "body": "Між нами", "on_behalf": True}
    post_message(actor=stage.here.actor("officer"), thread_id=thread.pk, **message)
    if closed:
        step(stage.here, thread, ThreadState.CLOSED)
    return Thread.objects.get(pk=thread.pk)


def _start(**facts: Any) -> Ask:
    return lambda stage, obj: Asked(
        "POST",
        f"groups/{obj.pk}/threads",
        {"title": "Двір", "purpose": "consult", **facts}
        | (
            {"organisations": [str(stage.here.organisations[one].pk) for one in ("police", "ngo")]}
            if facts
            else {}
        ),
    )


def _item(stage: Stage, group_id: UUID, **facts: Any) -> Asked:
    owner = str(stage.here.organisations["council"].pk)
    body = {"title": "Ліхтар", "owner_organisation": owner, "due_on": day(14), **facts}
    return Asked("POST", f"groups/{group_id}/action-items", body, names_it=bool(facts))


def _share(path: str) -> Ask:
    return lambda stage, obj: Asked(
        "POST",
        f"{path}/{obj.pk}/shares",
        {
            "person": str(stage.here.people["outsider"].pk),
            "access": "read",
            "until": later(2),
            "reason": "Порада",
        },
    )


DIALOGUE: dict[str, Ask] = {
    "dialogue.read": to("groups/{pk}/threads"),
    "dialogue.start": _start(),
    "dialogue.start_restricted": _start(visibility="restricted"),
    "thread.read": to("threads/{pk}"),
    "thread.see_access": to("threads/{pk}/access"),
    "thread.mark_read": to("threads/{pk}/read", "PUT", ranges=[]),
    "thread.follow": to("threads/{pk}/attention", "PUT", level="muted"),
    "thread.keep_draft": lambda _stage, obj: Asked("PUT", f"threads/{obj.pk}/draft", {"body": "Почате"}, 0),
    "thread.post": _post,
    "thread.support": _support,
    "thread.acknowledge": _acknowledge_message,
    "thread.make_must_read": _make_must_read,
    "thread.make_action": lambda stage, obj: _item(stage, obj.group_id, thread=str(obj.pk)),
    "thread.edit": to("threads/{pk}", "PATCH", title="Інша назва"),
    "thread.hand_over": asking_places.hand_over,
    "thread.open": move("threads", "open"),
    "thread.summarise": move("threads", "summarising"),
    "thread.close": move("threads", "closed", outcome="Домовились"),
    "thread.reopen": move("threads", "open", reason="Нові дані"),
    "thread.set_audience": asking_places.audience,
    "thread.share": _share("threads"),
    "thread.move": asking_places.move,
    "thread.split": asking_places.split,
    "thread.merge": asking_places.merge,
    "thread.publish": asking_places.publish,
    "thread.take_back": to("threads/{pk}/publication", "DELETE"),
    "thread.report": _of_message("POST", "reports", fault="insult"),
    "thread.moderate": _of_message("POST", "moderation", to="hidden", fault="insult"),
    "thread.propose_question": to("threads/{pk}/questions", "POST", text="Скільки?"),
    "thread.sum_up": lambda _stage, obj: Asked("PUT", f"threads/{obj.pk}/summary", {"body": "Так"}, 0),
    "thread.pin": to("threads/{pk}/pin", "PUT"),
    "thread.keep_floor": to("threads/{pk}/lock", "PUT"),
    "message.read": to("messages/{pk}"),
    "message.edit": to("messages/{pk}", "PATCH", body="Інакше"),
    "message.withdraw": to("messages/{pk}", "DELETE"),
    "message.read_hidden": to("messages/{pk}/moderation"),
    "message.appeal": to("messages/{pk}/appeal", "POST", note="Це сказано без образ"),
}


# ---- action items ------------------------------------------------------------------------------------------


def _acknowledge(audience: ReminderAudience) -> Ask:
    def ask(_stage: Stage, obj: ActionItem) -> Asked:
        reminder = Reminder.objects.create(
            action=obj, rule=ReminderRule.CUSTOM, audience=audience, due_at=now() + timedelta(days=3)
        )
        return Asked("PUT", f"reminders/{reminder.pk}/acknowledgement")

    return ask


def _ladder(path: str) -> Ask:
    return lambda _stage, obj: Asked("PUT", f"{path}/{obj.pk}/reminder-ladder", {"steps": []}, version=0)


def _answer_help(stage: Stage, obj: ActionItem) -> Asked:
    remark = Remark.objects.create(action=obj, author=stage.here.people["secretary"], text="Немає техніки")
    ActionItem.objects.filter(pk=obj.pk).update(help_remark=remark)
    return Asked("PUT", f"action-items/{obj.pk}/help/answer", {"text": "Дамо"})


def _tick(_stage: Stage, obj: ActionItem) -> Asked:
    line = ChecklistItem.objects.create(action=obj, position=1, text="Виміряти пандуси")
    return Asked("PUT", f"action-items/{obj.pk}/checklist/{line.pk}/tick")


def _publish(_stage: Stage, obj: ActionItem) -> Asked:
    InitiativeGroup.objects.filter(pk=obj.group_id).update(visibility=Visibility.PUBLIC)
    words = {"asked": "Темно біля школи", "answer": "Ставимо ліхтарі"}
    return Asked("PUT", f"action-items/{obj.pk}/promise", words)


ITEM = "action-items/{pk}"
TASKS: dict[str, Ask] = {
    "register.read": to("groups/{pk}/reminder-ladder"),
    "register.make": lambda stage, obj: _item(stage, obj.pk),
    "register.see_outside": to("groups/{pk}/outside-bodies"),
    "register.keep_outside": to("groups/{pk}/outside-bodies", "POST", name="Водоканал"),
    "action.read": to(ITEM),
    "action.see_access": to(f"{ITEM}/access"),
    "action.edit": to(ITEM, "PATCH", title="Інша назва", reason="Точніше"),
    "action.relate": to(f"{ITEM}/parent", "PUT", action=None),
    "action.widen": to(ITEM, "PATCH", audience="group", reason="Усім"),
    "action.accept": move("action-items", "accepted"),
    "action.decline": move("action-items", "declined", reason="Не наше"),
    "action.start": move("action-items", "in_progress"),
    "action.block": move("action-items", "blocked", reason="Немає коштів"),
    "action.complete": move("action-items", "done"),
    "action.verify": move("action-items", "verified"),
    "action.return": move("action-items", "returned", reason="Не все"),
    "action.close": move("action-items", "closed"),
    "action.cancel": move("action-items", "cancelled", reason="Зайве"),
    "action.tick": _tick,
    "action.add_evidence": to(
        f"{ITEM}/evidence", "POST", kind="link", title="Акт", url="https://example.org/a"
    ),
    "register.set_ladder": _ladder("groups"),
    "action.discuss": to(f"{ITEM}/discussion", "POST"),
    "action.watch": to(f"{ITEM}/watch", "PUT"),
    "action.remind_me": to(f"{ITEM}/my-reminders", "POST", due_at=later(2)),
    "action.set_ladder": _ladder("action-items"),
    "action.ask_help": to(f"{ITEM}/help", "PUT", text="Немає техніки"),
    "action.answer_help": _answer_help,
    "action.remind": to(f"{ITEM}/reminders", "POST", due_at=later(2), audience="owner"),
    "action.share": _share("action-items"),
    "action.report": to(f"{ITEM}/progress", "POST", text="Їде"),
    "action.see_link": to(f"{ITEM}/link"),
    "action.make_link": to(f"{ITEM}/link", "POST", shows_restricted=True),
    "action.revoke_link": to(f"{ITEM}/link", "DELETE"),
    "action.publish": _publish,
    "action.take_back": to(f"{ITEM}/promise", "DELETE"),
}

# Where there are several, one of them is right for each who may.
PARTS = (GROUPS, REGISTERS, DIALOGUE, TASKS, OWN)
ASKS: Mapping[str, Sequence[Ask]] = {
    **{action: (ask,) for part in PARTS for action, ask in part.items()},
    # What the owner says first, and what later.
    "action.log": (
        move("action-items", "accepted", logged=True, reason="Сказали телефоном"),
        to(f"{ITEM}/progress", "POST", logged=True, text="Сказали: їде"),
    ),
    "action.acknowledge": tuple(map(_acknowledge, (ReminderAudience.OWNER, ReminderAudience.VERIFIER))),
}
