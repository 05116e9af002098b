"""What takes a fresh proof: offices, administrators of organisations, emergency access, accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from groups.models import BreakGlass, Office, OrganisationAdministrator
from tests.cast import World
from viche.accounts.models import User
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

OFFICE = {"kind": "coordinator", "document": "Розпорядження № 3"}


def steps(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, address and body of each."""
    territory, teacher = str(world.territory.pk), world.people["teacher"]
    organisation = f"organisations/{world.organisations['ngo'].pk}"
    named = {"email": teacher.email, "document": "Наказ № 8"}
    return [
        ("post", "offices", {**OFFICE, "email": teacher.email, "territory": territory}),
        ("post", "offices/invitations", {**OFFICE, "email": "new@example.org", "territory": territory}),
        ("delete", f"offices/{uuid7()}", {"reason": "Інша робота"}),
        ("post", f"{organisation}/administrators", named),
        ("post", f"{organisation}/administrators/invitations", named),
        ("delete", f"{organisation}/administrators/{uuid7()}", {"reason": "Інша робота"}),
        ("post", f"break-glass/{uuid7()}/approval", {}),
        ("post", f"people/{teacher.pk}/deactivation", {"reason": "Звільнення"}),
        ("delete", f"people/{teacher.pk}/deactivation", {}),
    ]


def test_an_unlocked_desk_gives_and_takes_nothing(world: World) -> None:
    """Somebody signed in an hour ago and went away: a password is all that they would be asked for."""
    administrator = world.people["administrator"]
    User.objects.filter(pk=administrator.pk).update(password=make_password("Калина-над-водою-7"))
    browser = Client()
    browser.force_login(User.objects.get(pk=administrator.pk))
    before = Office.objects.count(), OrganisationAdministrator.objects.count(), BreakGlass.objects.count()
    for method, address, body in steps(world):
        answer = getattr(browser, method)(f"/api/v1/{address}", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "proof_required"), address
    after = Office.objects.count(), OrganisationAdministrator.objects.count(), BreakGlass.objects.count()
    assert after == before
    assert User.objects.get(pk=world.people["teacher"].pk).is_active
