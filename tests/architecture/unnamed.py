"""Actions of the permission matrix whose requests name no thing that has an address: what is everybody's own,
what is not there yet, and what stands in the body. Each with whom it lets in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

from dialogue.models import Thread, Visibility
from tests.architecture.matrix.people import ADMINISTRATOR, OUTSIDE, ROLES, TEACHER, TOKENS, people
from tests.architecture.permission_matrix import MAY
from tests.architecture.questions.request import Asked
from tests.architecture.stages.stage import Stage
from viche.accounts.models import User
from viche.notifications.models import PreferenceSheet
from viche.notifications.webpush.keys import get_current_key

SIGNED_IN = ROLES - OUTSIDE
AT_BROWSERS = SIGNED_IN - TOKENS
PASSWORD = "Калина-над-водою-7"
AUTH = "/_allauth/browser/v1"

AsRole = Callable[[Stage, str], Asked]


@dataclass(frozen=True, slots=True)
class Door:
    """A request of each role, whom it lets in, and what the others are told."""

    ask: AsRole
    opens_to: frozenset[str] = AT_BROWSERS
    others: str = "403"
    told: Mapping[str, str] = field(default_factory=dict)  # who is told something else

    def answer_to(self, role: str) -> str:
        if role in self.told:
            return self.told[role]
        return "let in" if role in self.opens_to else "401" if role in OUTSIDE else self.others


def ask(method: str, path: str, **body: Any) -> AsRole:
    return lambda _stage, _role: Asked(method, path, body or None)


def account(stage: Stage, role: str) -> User | None:
    """The account of a role; that of the facilitator for their programs."""
    found = stage.person("facilitator" if role in TOKENS else role)
    return None if found is None else User.objects.get(pk=found.pk)


# ---- what is everybody's own -------------------------------------------------------------------------------


def _edit(stage: Stage, role: str) -> Asked:
    person = account(stage, role)
    return Asked("PATCH", "me", {"gender": "feminine"}, version=person.version if person else 1)


def _another_address(_stage: Stage, role: str) -> Asked:
    return Asked("POST", "me/email-change", {"email": f"{role}@insha.example"})


def _prefer(stage: Stage, role: str) -> Asked:
    sheet = PreferenceSheet.objects.filter(person=account(stage, role)).first()
    hours = {"quiet_from": None, "quiet_until": None, "working_days": [1], "holidays_off": True}
    topics = [{"topic": "dialogue", "email": "off"}]
    body = {"topics": topics, "groups": [], "hours": {**hours, "digest_at": "08:00"}}
    return Asked("PUT", "me/notification-preferences", body, version=sheet.version if sheet else 0)


def _push(_stage: Stage, role: str) -> Asked:
    curve = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    keys = {"p256dh": curve, "auth": "BTBZMqHH6r4Tts7J_aSIgg", "key": get_current_key().public}
    endpoint = f"https://fcm.googleapis.com/fcm/send/{role}"
    return Asked("POST", "me/push-subscriptions", {"endpoint": endpoint, **keys})


def _sign_in(stage: Stage, role: str) -> Asked:
    person = account(stage, role)
    body = {"email": person.email if person else "nobody@example.org", "password": PASSWORD}
    return Asked("POST", f"{AUTH}/auth/login", body)


SIGN_IN: dict[str, Door] = {"person.sign_in": Door(_sign_in, others="400")}
# Nobody can ask for that of somebody else.
OWN: dict[str, Door] = {
    "person.edit": Door(_edit, AT_BROWSERS | {"token"}),
    "person.set_password": Door(
        ask("POST", f"{AUTH}/account/password/change", new_password=PASSWORD), others="401"
    ),
    "person.change_email": Door(_another_address),
    "person.manage_factors": Door(ask("POST", "me/factors/app-codes/setup")),
    "person.link_identity": Door(ask("GET", "me/identities")),
    "session.read": Door(ask("GET", "me/sessions")),
    "token.read": Door(ask("GET", "tokens")),
    "token.issue": Door(ask("POST", "tokens", name="Звіт", scopes=["groups:read"])),
    "calendar_feed.read": Door(ask("GET", "me/calendar-feed")),
    "calendar_feed.make": Door(ask("POST", "me/calendar-feed")),
    "calendar_feed.revoke": Door(
        ask("DELETE", "me/calendar-feed"), TEACHER, others="404", told=dict.fromkeys(TOKENS, "403")
    ),
    "saved_view.read": Door(ask("GET", "me/saved-views")),
    "saved_view.keep": Door(ask("POST", "me/saved-views", name="Моє", query="late=yes")),
    "data_export.ask": Door(ask("POST", "me/data/exports")),
    "subject_request.file": Door(ask("POST", "me/data/requests", kind="access", text="Що є?")),
    "subject_request.withdraw": Door(ask("DELETE", "me/data/erasure")),
    "notification.read": Door(ask("GET", "notifications"), SIGNED_IN),
    "notification_preferences.read": Door(ask("GET", "me/notification-preferences"), SIGNED_IN),
    "push_subscription.read": Door(ask("GET", "me/push-subscriptions")),
    "push_subscription.add": Door(_push),
    "notification_preferences.edit": Door(_prefer, AT_BROWSERS | {"token"}),
}


# ---- what is not there yet ---------------------------------------------------------------------------------


def _account(_stage: Stage, role: str) -> Asked:
    return Asked("POST", "people", {"email": f"{role}@nova.example", "name_uk": "Олена Нова"})


def _of_teacher(path: str, **body: Any) -> AsRole:
    return lambda stage, _role: Asked("POST", path, {"email": stage.here.people["teacher"].email, **body})


def _emergency(_stage: Stage, _role: str) -> Asked:
    thread = Thread.objects.get(visibility=Visibility.RESTRICTED)
    body = {"container_type": "thread", "container_id": str(thread.pk), "reason": "Загроза"}
    return Asked("POST", "break-glass", body)


def _codifier(_stage: Stage, _role: str) -> Asked:
    text = "code,level,name\nUA48000000000039575,oblast,Миколаївська\n"
    parts = {"file": ContentFile(text.encode(), name="katotth.csv"), "confirmed": "true"}
    return Asked("POST", "territories/import", parts=parts)


NEW: dict[str, Door] = {
    "person.create": Door(_account, ADMINISTRATOR),
    "person.reset_factors": Door(
        _of_teacher("system/factor-resets", reason="Втратила телефон"), ADMINISTRATOR
    ),
    "subject_request.register": Door(
        _of_teacher("subject-requests", kind="access", document="Лист № 3"), people("dpo")
    ),
    # Who reads it already need not ask; who coordinates but a part has not this group in their care.
    "break_glass.ask": Door(
        _emergency,
        people("administrator coordinator dpo"),
        told={"rescuer": "409", "part_coordinator": "422"},
    ),
    "territory.import_parts": Door(_codifier, ADMINISTRATOR),
}


# ---- what stands in the body, or beside it -----------------------------------------------------------------


def _subgroup(stage: Stage, _role: str) -> Asked:
    ids = {"territory": str(stage.here.territory.pk), "parent": str(stage.here.group.pk)}
    return Asked("POST", "groups", {"name": "Підгрупа", "purpose": "Укриття", **ids})


def _sight_of_a_member(stage: Stage, _role: str) -> Asked:
    return Asked("GET", f"people/{stage.here.people['observer'].pk}/sight")


def _to_found(state: str) -> Door:
    told = {"coordinator": "422"} if state == "dissolved" else {}
    return Door(_subgroup, MAY["group.found_subgroup"][state], told=told)


def _to_see_sight(state: str) -> Door:
    """One's own, too, and that of the people in an officer's care. Programs look up nobody."""
    may = MAY["group.see_sight"][state] | people("observer dpo")
    return Door(_sight_of_a_member, may - TOKENS, "404", dict.fromkeys(TOKENS, "403"))


# In each state of the group.
IN_GROUP: dict[str, Callable[[str], Door]] = {
    "group.found_subgroup": _to_found,
    "group.see_sight": _to_see_sight,
}

UNNAMED = {*SIGN_IN, *OWN, *NEW, *IN_GROUP}
