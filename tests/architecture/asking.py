"""How each action of the permission matrix is asked for over REST: one request, right in everything but,
maybe, who asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client

from dialogue.models import Message, Thread, ThreadState
from dialogue.services.messages import post_message
from groups.models import Deputyship, Milestone
from tasks.models import ActionItem, Reminder, ReminderAudience, ReminderRule
from tests.architecture.stages import Stage
from tests.dialogue.acts import step
from tests.groups.helpers import colleague
from viche.kernel.clock import now, today
from viche.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its address under /api/v1/ and what it says."""

    method: str
    path: str
    body: Any = None
    version: int | None = None  # for If-Match, where it is not that of the object itself
    names_it: bool = False  # the object stands in the body: for whom it does not exist, that is a wrong field


Ask = Callable[[Stage, Any], Asked]


def later(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


def day(days: int) -> str:
    return (today("Europe/Kyiv") + timedelta(days=days)).isoformat()


def to(path: str, method: str = "GET", **body: Any) -> Ask:
    """A request about the object itself; `{pk}` in the path is its id."""
    return lambda _stage, obj: Asked(method, path.format(pk=obj.pk), body or None)


def move(path: str, state: str, **body: Any) -> Ask:
    return to(f"{path}/{{pk}}/transitions", "POST", to=state, **body)


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
    milestone = Milestone.objects.filter(group=obj, check_name="")[0]
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
    "invitation.send": to("invitations/{pk}/letters", "POST"),
    "invitation.revoke": to("invitations/{pk}", "DELETE"),
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


def _stand_in(stage: Stage, obj: Any) -> Asked:
    deputy = colleague(stage.here, "police")
    body = {"deputy": str(deputy.pk), "starts_at": later(30), "ends_at": later(31)}
    return Asked("POST", f"mandates/{obj.pk}/deputyships", body)


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
    "office.end": to("offices/{pk}", "DELETE", reason="Інша робота"),
    "organisation.read": to("organisations/{pk}"),
    "organisation.see_record": to("organisations/{pk}/verification"),
    "organisation.edit": to("organisations/{pk}", "PATCH", name="Поліція громади"),
    "organisation.edit_contacts": to("organisations/{pk}/contacts", "PATCH", phone="+380441234567"),
    "organisation.verify": to("organisations/{pk}/verification", "POST", document="Витяг № 5"),
    "organisation.withdraw_mark": to("organisations/{pk}/verification", "DELETE", reason="Помилка"),
    "organisation.set_administrators": _named("administrators"),
    "organisation.appoint": _named("mandates", position="представниця", starts_on=day(0)),
    "mandate.read": to("mandates/{pk}"),
    "mandate.see_deputies": to("mandates/{pk}/deputyships"),
    "mandate.edit": to("mandates/{pk}", "PATCH", position="інспекторка"),
    "mandate.rest": move("mandates", "resting", reason="Розслідування"),
    "mandate.resume": move("mandates", "active"),
    "mandate.end": move("mandates", "ended", reason="Переведення"),
    "mandate.pass_on": _succession,
    "mandate.appoint_deputy": _stand_in,
    "mandate.end_deputyship": _deputyship,
}


# ---- dialogue ----------------------------------------------------------------------------------------------


def _post(_stage: Stage, obj: Thread) -> Asked:
    return Asked("POST", f"threads/{obj.pk}/messages", {"client_id": str(uuid7()), "body": "Так"})


def _support(_stage: Stage, obj: Thread) -> Asked:
    return Asked("PUT", f"messages/{Message.objects.get(thread=obj).pk}/support")


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
        | ({"organisations": [str(stage.here.organisations["police"].pk)]} if facts else {}),
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


def _audience(stage: Stage, obj: Thread) -> Asked:
    named = [str(stage.here.organisations[name].pk) for name in ("police", "ngo", "council")]
    body = {"visibility": "restricted", "organisations": named, "people": []}
    return Asked("PUT", f"threads/{obj.pk}/audience", body)


DIALOGUE: dict[str, Ask] = {
    "dialogue.read": to("groups/{pk}/threads"),
    "dialogue.start": _start(),
    "dialogue.start_restricted": _start(visibility="restricted"),
    "thread.read": to("threads/{pk}"),
    "thread.see_access": to("threads/{pk}/access"),
    "thread.mark_read": to("threads/{pk}/read", "PUT", ranges=[]),
    "thread.post": _post,
    "thread.support": _support,
    "thread.make_action": lambda stage, obj: _item(stage, obj.group_id, thread=str(obj.pk)),
    "thread.edit": to("threads/{pk}", "PATCH", title="Інша назва"),
    "thread.open": move("threads", "open"),
    "thread.summarise": move("threads", "summarising"),
    "thread.close": move("threads", "closed", outcome="Домовились"),
    "thread.reopen": move("threads", "open", reason="Нові дані"),
    "thread.set_audience": _audience,
    "thread.share": _share("threads"),
}


# ---- action items ------------------------------------------------------------------------------------------


def _acknowledge(audience: ReminderAudience) -> Ask:
    def ask(_stage: Stage, obj: ActionItem) -> Asked:
        reminder = Reminder.objects.create(
            action=obj, rule=ReminderRule.CUSTOM, audience=audience, due_at=now() + timedelta(days=3)
        )
        return Asked("PUT", f"reminders/{reminder.pk}/acknowledgement")

    return ask


ITEM = "action-items/{pk}"
TASKS: dict[str, Ask] = {
    "register.make": lambda stage, obj: _item(stage, obj.pk),
    "action.read": to(ITEM),
    "action.see_access": to(f"{ITEM}/access"),
    "action.edit": to(ITEM, "PATCH", title="Інша назва", reason="Точніше"),
    "action.widen": to(ITEM, "PATCH", audience="group", reason="Усім"),
    "action.accept": move("action-items", "accepted"),
    "action.decline": move("action-items", "declined", reason="Не наше"),
    "action.start": move("action-items", "in_progress"),
    "action.block": move("action-items", "blocked", reason="Немає коштів"),
    "action.complete": move("action-items", "done"),
    "action.verify": move("action-items", "verified"),
    "action.return": move("action-items", "returned", reason="Не все"),
    "action.cancel": move("action-items", "cancelled", reason="Зайве"),
    "action.add_evidence": to(
        f"{ITEM}/evidence", "POST", kind="link", title="Акт", url="https://example.org/a"
    ),
    "action.remind": to(f"{ITEM}/reminders", "POST", due_at=later(2), audience="owner"),
    "action.share": _share("action-items"),
}


# ---- personal data, emergencies ----------------------------------------------------------------------------

PRIVACY: dict[str, Ask] = {
    "subject_request.read": to("subject-requests/{pk}"),
    "subject_request.appeal": to("me/data/requests/{pk}/appeal", "POST", note="Не згодна"),
    "break_glass.read": to("break-glass/{pk}"),
    "break_glass.approve": to("break-glass/{pk}/approval", "POST", note="Так"),
    "break_glass.refuse": to("break-glass/{pk}/refusal", "POST", note="Ні"),
    "break_glass.end": to("break-glass/{pk}", "DELETE"),
    "access_record.read": to("people/{pk}/access-record"),
}

ACCOUNTS: dict[str, Ask] = {
    "person.read": to("people/{pk}"),
    "person.rename": to("people/{pk}", "PATCH", name_uk="Олена Коваль", reason="Одруження"),
    "person.invite": to("people/{pk}/invitation", "POST"),
    "person.deactivate": to("people/{pk}/deactivation", "POST", reason="Звільнено"),
    "person.reactivate": to("people/{pk}/deactivation", "DELETE"),
    "session.end": lambda _stage, obj: Asked("DELETE", f"me/sessions/{obj.public_id}"),
    "token.revoke": to("tokens/{pk}", "DELETE"),
    "notification.mark_read": to("notifications/{pk}/read", "PUT"),
    "data_export.read": to("me/data/exports/{pk}"),
    "data_export.download": to("me/data/exports/{pk}/link", "POST"),
}

# Where there are several, one of them is right for each who may.
PARTS = (GROUPS, REGISTERS, DIALOGUE, TASKS, PRIVACY, ACCOUNTS)
ASKS: Mapping[str, Sequence[Ask]] = {
    **{action: (ask,) for part in PARTS for action, ask in part.items()},
    "action.acknowledge": tuple(_acknowledge(audience) for audience in ReminderAudience),
}


class Line:
    """What somebody's requests go through: their browser, or a program with their token."""

    def __init__(self, stage: Stage, role: str) -> None:
        self._client = Client()
        self._headers: dict[str, str] = {}
        if role in stage.keys:
            self._headers = {"Authorization": f"Bearer {stage.keys[role].secret}"}
        elif (person := stage.person(role)) is not None:
            self._client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])

    def ask(self, asked: Asked, version: int | None = None) -> int:
        """The status of the answer. `version` is that of the object, for If-Match."""
        return int(self.send(asked, version).status_code)

    def read(self, asked: Asked) -> tuple[int, str]:
        """Status and text of the answer."""
        answer = self.send(asked)
        return answer.status_code, answer.content.decode()

    def send(self, asked: Asked, version: int | None = None) -> Any:
        """The whole answer."""
        known = version if asked.version is None else asked.version
        headers = self._headers | ({} if known is None else {"If-Match": f'"{known}"'})
        data = "" if asked.body is None else json.dumps(asked.body)
        path = f"/api/v1/{asked.path}"
        return self._client.generic(asked.method, path, data, "application/json", headers=headers)
