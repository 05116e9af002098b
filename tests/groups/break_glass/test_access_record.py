"""Whoever is shown a request for emergency access stands in the record of who asked and of who answered; what
is open to them there is said alike of one and of many.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from groups.models import BreakGlass, OfficeKind
from groups.policies import BreakGlassAuthority, BreakGlassPolicy
from tests.cast import World, person
from tests.groups.break_glass.test_break_glass import asked, opened
from tests.groups.helpers import a_coordinator, an_office
from tests.privacy.conftest import Browser
from tests.privacy.seen import between_two
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def test_who_asks_and_who_answers_see_who_read_their_words(world: World) -> None:
    administrator, glass = opened(world, between_two(world))
    asker, answerer, coordinator = world.people["administrator"], world.people["dpo"], a_coordinator(world)
    desk = Browser(User.objects.get(pk=coordinator.person_id or ""))
    desk.get("break-glass")
    administrator.get("break-glass")
    administrator.get(f"break-glass/{glass['id']}")
    rows = AccessRecord.objects.filter(kind="break_glass").order_by("id")
    told = {(row.reader_id, row.subject_id, row.way, row.ground) for row in rows}
    assert told == {
        (answerer.pk, asker.pk, "page", "data_protection_officer"),
        (coordinator.person_id, asker.pk, "list", "office"),
        (coordinator.person_id, answerer.pk, "list", "office"),
    }
    (mine,) = [one for one in administrator.get("me/access-record")["items"] if one["way"] == "list"]
    assert (mine["what"]["kind"], mine["reader"]["id"]) == ("break_glass", str(coordinator.person_id))


def test_an_administrator_reads_what_another_asks_for_as_an_administrator(world: World) -> None:
    asked(world.people["administrator"], between_two(world))
    another = person("another", is_administrator=True)
    Browser(another).get("break-glass")
    row = AccessRecord.objects.get(reader=another)
    assert (row.kind, row.subject_id, row.ground) == (
        "break_glass",
        world.people["administrator"].pk,
        "administrator",
    )


def test_a_list_of_requests_says_what_is_open_as_one_does(world: World) -> None:
    """To nobody with a token, also to one that reads all."""
    asked(world.people["administrator"], between_two(world))
    glass, policy = BreakGlass.objects.select_related("group__territory").get(), BreakGlassPolicy()
    officer = Actor.for_person(an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person_id)
    for actor in (world.actor("administrator"), officer):
        desk = BreakGlassAuthority.of(actor)
        assert policy.allowed_at(actor, glass, desk) == policy.allowed(actor, glass) != []
        for scopes in (frozenset(list_scopes()), frozenset[str]()):
            token = replace(actor, token_id=uuid7(), scopes=scopes)
            assert policy.allowed_at(token, glass, desk) == policy.allowed(token, glass) == []
