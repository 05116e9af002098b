"""Who may look into emergencies and into what others see, where it is not asked over the web."""

from __future__ import annotations

import pytest

from dialogue.threads.policies import ThreadPolicy
from groups.access.person_access import GroupAccessPolicy, PersonAccessPolicy
from groups.grants import include_past_sources
from groups.models import BreakGlass, OfficeKind
from groups.policies import BreakGlassAuthority, BreakGlassPolicy, GlassAction
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_restricted_thread, widen
from tests.groups.break_glass.test_break_glass import asked, opened
from tests.groups.helpers import an_office
from viche.accounts.services.administrators import revoke_administrator
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def officer(world: World) -> Actor:
    return Actor.for_person(an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person_id)


def by_token(actor: Actor) -> Actor:
    return Actor(person_id=actor.person_id, token_id=uuid7(), scopes=frozenset({"groups:read"}))


def test_a_token_nobody_and_the_system_have_no_desk(world: World) -> None:
    somebody, administrator = officer(world), world.actor("administrator")
    asked(world.people["administrator"], a_restricted_thread(world, organisations=("police",)))
    for actor in (somebody, administrator):
        assert not BreakGlassAuthority.of(actor).is_empty
        assert BreakGlassPolicy().visible_to(actor).exists()
        assert BreakGlassAuthority.of(by_token(actor)).is_empty
        assert not BreakGlassPolicy().visible_to(by_token(actor)).exists()
    for actor in (ANONYMOUS, SYSTEM):
        assert BreakGlassAuthority.of(actor).is_empty
        assert not BreakGlassPolicy().visible_to(actor).exists()


def test_whoever_asked_goes_on_to_see_it_and_may_end_it_after_their_office(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    _administrator, shown = opened(world, thread)
    asker = world.actor("administrator")
    another = world.actor("officer")
    glass = BreakGlass.objects.select_related("group__territory").get(pk=shown["id"])
    person("another", is_administrator=True)  # one is always there
    revoke_administrator(actor=SYSTEM, person_id=world.people["administrator"].pk, reason="Пішов")
    assert BreakGlassAuthority.of(asker).is_empty
    assert BreakGlassPolicy().permits(asker, GlassAction.READ, glass)
    assert BreakGlassPolicy().permits(asker, GlassAction.END, glass)
    assert not BreakGlassPolicy().permits(another, GlassAction.READ, glass)
    assert not BreakGlassPolicy().permits(another, GlassAction.END, glass)


def test_a_token_nobody_and_the_system_look_up_what_nobody_sees(world: World) -> None:
    somebody = officer(world)
    for policy in (PersonAccessPolicy(), GroupAccessPolicy()):
        assert policy.visible_to(somebody).exists()
        for actor in (by_token(somebody), ANONYMOUS, SYSTEM):
            assert not policy.visible_to(actor).exists(), (policy, actor)


def test_of_all_time_a_door_was_opened_also_where_none_is_left(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    opened(world, thread)
    thread = widen(world, thread)
    administrator = world.people["administrator"].pk
    assert administrator not in ThreadPolicy().readers(thread)
    with include_past_sources():
        (source,) = ThreadPolicy().readers(thread)[administrator]
    assert source.kind == "break_glass"
