"""Settles a group some of whose people will lose a thread each, by every way and at each web process."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from groups.initiative_groups.services import Charter, activate_group, create_group, edit_group
from groups.models import OfficeKind, Role, Visibility
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person
from tests.faults.ways import MARKS, SEATED
from tests.groups.helpers import an_office
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.accounts.session_engine import SessionStore
from viche.kernel.actor import Actor
from viche.notifications.models import Mode, Topic
from viche.notifications.services.preferences import Choice, HoursChoice, update_preferences

STAY = {
    "facilitator": Role.FACILITATOR,
    "secretary": Role.SECRETARY,
    "officer": Role.MEMBER,
    "teacher": Role.MEMBER,
}


def settle_leaving() -> dict[str, Any]:
    """Make the group and return who is there.

    For each of `MARKS` there is a person who is let in one by one, may ask in an emergency, is a stranger,
    or a member, as their way of losing a thread wants. The keepers of the threads have a second group.
    """
    world = a_world("Звідки йдуть")
    charter = Charter(name_uk="Куди переносять", purpose_uk="Безпека", quorum=3)
    other = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    for name, role in STAY.items():
        a_seat(other, world.mandates[name], role)
    activate_group(actor=SYSTEM, group_id=other.pk)
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    offices = {"coordinator": OfficeKind.COORDINATOR, "dpo": OfficeKind.DATA_PROTECTION_OFFICER}
    for name, kind in offices.items():
        world.people[name] = an_office(world, kind).person
    _want_digests(world.people["teacher"])
    return {
        "group": str(world.group.pk),
        "other": str(other.pk),
        "organisations": {name: str(one.pk) for name, one in world.organisations.items()},
        "people": {name: signed_in(one) for name, one in world.people.items()},
        "leavers": {name: _leaver(world, name) for name in MARKS},
    }


def _leaver(world: World, name: str) -> dict[str, Any]:
    in_office = name.startswith("glass")
    one = an_office(world, OfficeKind.COORDINATOR).person if in_office else person(name)
    facts: dict[str, str] = {}
    if name.startswith(SEATED):
        mandate = a_mandate(one, world.organisations["market"])
        seat = a_seat(world.group, mandate, Role.MEMBER)
        facts = {"seat": str(seat.pk), "mandate": str(mandate.pk)}
    _want_digests(one)
    return {**signed_in(one), **facts}


def _want_digests(one: User) -> None:
    """What must be read comes in a digest, everything else at once."""
    update_preferences(
        actor=Actor.for_person(one.pk),
        expected_version=0,
        everywhere=[Choice(Topic.MUST_READ, Mode.DAILY, Mode.AT_ONCE)],
        in_groups=[],
        hours=HoursChoice(list(range(1, 8)), False, time(8), None, None),
    )


def signed_in(one: User) -> dict[str, Any]:
    _token, secret = issue_token(actor=SYSTEM, person_id=one.pk, name="faults", scopes=list_scopes())
    store = SessionStore()
    store[SESSION_KEY] = str(one.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = one.get_session_auth_hash()
    store.create()
    store.save()
    return {"id": str(one.pk), "name": one.email, "token": secret, "session": store.session_key}
