"""Asking what a person sees, for tests of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from groups.guest_shares.services import share_with_guest
from groups.models import OfficeKind, ShareAccess
from tests.cast import World
from tests.groups.helpers import an_office
from tests.groups.initiative_groups.test_api import Browser
from viche.accounts.models import User
from viche.kernel.clock import now


def sight(page: Browser, of: User, **asked: Any) -> list[Any]:
    """What somebody is told of the sight of a person."""
    words = "&".join(f"{name}={value}" for name, value in asked.items())
    items: list[Any] = page.get(f"people/{of.pk}/sight?{words}")["items"]
    return items


def titles(items: list[Any]) -> list[str | None]:
    return [one["title"] and one["title"]["uk"] for one in items]


def officer_of(world: World) -> Browser:
    """The data protection officer of the territory."""
    return Browser(an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person)


def shared(world: World, thing: Any, guest: User, kind: str = "thread") -> Any:
    return share_with_guest(
        actor=world.actor("facilitator"),
        container_type=kind,
        container_id=thing.pk,
        person_id=guest.pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=2),
        reason="Порада лікаря",
    )
