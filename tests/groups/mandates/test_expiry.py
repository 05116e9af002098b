"""A mandate that runs out by its day carries nothing further, as one that is ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from dialogue.models import ThreadUserPermission
from groups.grants import schedule_grant_resync
from groups.initiative_groups.services import dissolve_group
from groups.jobs import revoke_access_of_departed
from groups.mandates.services import edit_mandate, end_mandate
from groups.memberships.events import LeadLost
from groups.memberships.services import end_membership
from groups.models import Mandate, OfficeKind, OrganisationAdministrator, Role
from groups.policies import list_live_grants
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import an_office, at, colleague, fire_due, later, nothing_to_rebuild, seat
from tests.groups.mandates.test_leaving import administers, share
from tests.groups.mandates.test_notifications import titles, told
from viche.accounts.models import User
from viche.kernel.clock import today
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def day(days: int = 0) -> date:
    """Return today in Kyiv, or so many days from it: a run may pass midnight."""
    return today("Europe/Kyiv") + timedelta(days=days)


@pytest.fixture
def leaving(world: World) -> User:
    """Of the police until the day after tomorrow, without a seat."""
    return colleague(world, "police")


def runs_out(who: User, days: int = 2) -> None:
    last = day(days)
    mandate = Mandate.objects.filter(person=who).earliest("pk")
    edit_mandate(actor=SYSTEM, mandate_id=mandate.pk, changes={"ends_on": last})


def reads(who: User) -> bool:
    return list_live_grants(ThreadUserPermission).filter(user=who).exists()


def test_with_its_day_shares_and_administration_end(world: World, leaving: User) -> None:
    row, mine = administers(world, leaving), share(a_thread(world), leaving)
    runs_out(leaving)
    with at(later(days=1)):
        revoke_access_of_departed()
        assert reads(leaving)
    with at(later(days=4)):
        revoke_access_of_departed()
        assert not reads(leaving)
        row.refresh_from_db()
        mine.refresh_from_db()
        assert (row.until is not None, row.end_reason) == (True, "Строк повноважень сплив.")
        assert mine.ended_at is not None
        before = row.until
        revoke_access_of_departed()
        row.refresh_from_db()
        assert row.until == before
        heard = titles(leaving)
        assert f"Ви більше не призначаєте представників: {world.organisations['police'].name_uk}" in heard
        assert nothing_to_rebuild()


def test_whoever_has_another_keeps_what_that_carries(world: World, leaving: User) -> None:
    row, mine = administers(world, leaving), share(a_thread(world), leaving)
    a_mandate(leaving, world.organisations["council"])
    runs_out(leaving)
    with at(later(days=4)):
        revoke_access_of_departed()
        row.refresh_from_db()
        mine.refresh_from_db()
        # Not for the police any more, but somebody's all the same.
        assert (row.until is None, mine.ended_at) == (False, None)


def test_what_was_given_in_person_stays(world: World, leaving: User) -> None:
    never = User.objects.get(pk=world.people["administrator"].pk)
    other = administers(world, never)
    before = share(a_thread(world), never)
    runs_out(leaving, days=0)
    with at(later(days=2)):
        after = administers(world, leaving)
        revoke_access_of_departed()
    assert OrganisationAdministrator.objects.filter(pk__in=[other.pk, after.pk], until=None).count() == 2
    before.refresh_from_db()
    assert before.ended_at is None


@pytest.mark.parametrize("days", [-40, 1])
def test_what_was_given_outside_the_days_of_a_mandate_stays(world: World, days: int) -> None:
    somebody, org = person("somebody"), world.organisations["police"]
    row, mine = administers(world, somebody), share(a_thread(world), somebody)
    mandate = a_mandate(somebody, org)
    first = day(days)
    Mandate.objects.filter(pk=mandate.pk).update(starts_on=first, ends_on=first + timedelta(days=30))
    with at(later(days=days + 32)):
        revoke_access_of_departed()
    row.refresh_from_db()
    mine.refresh_from_db()
    assert (row.until, mine.ended_at) == (None, None)


def test_one_whose_ending_fails_keeps_nobody_else(world: World, leaving: User) -> None:
    first = administers(world, leaving)
    runs_out(leaving)
    other = person("other")
    a_mandate(other, world.organisations["police"])
    second = administers(world, other)
    runs_out(other)
    assert leaving.pk < other.pk
    refuse_to_end(first)
    with at(later(days=4)):
        revoke_access_of_departed()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.until, second.until is not None) == (None, True)


REFUSE = """
    CREATE FUNCTION refuse_to_end() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
    CREATE TRIGGER refuse_to_end BEFORE UPDATE ON groups_organisationadministrator
    FOR EACH ROW WHEN (OLD.id = '{pk}') EXECUTE FUNCTION refuse_to_end();
"""


def refuse_to_end(row: OrganisationAdministrator) -> None:
    """The database lets nobody change one row, until the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE.format(pk=row.pk))


# ---- who leads a group -------------------------------------------------------------------------------------

LEFT = "Група «Група Тут» лишилася без фасилітатора"


def with_the_mandate(world: World) -> None:
    ends = {"ends_on": day(2)}
    edit_mandate(actor=SYSTEM, mandate_id=world.mandates["facilitator"].pk, changes=ends)


def with_the_seat(world: World) -> None:
    seat(world, "outsider", Role.FACILITATOR, until=later(days=2))
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["facilitator"].pk, reason="Ротація"
    )


@pytest.mark.parametrize(("run_out", "who"), [(with_the_mandate, "facilitator"), (with_the_seat, "outsider")])
def test_who_coordinates_hears_once_that_nobody_leads_since_a_term_is_over(
    world: World, run_out: Callable[[World], None], who: str
) -> None:
    coordinator = an_office(world, OfficeKind.COORDINATOR).person
    run_out(world)
    with at(later(days=1)):
        fire_due()
        assert LEFT not in titles(coordinator)
    for days in (4, 5):
        with at(later(days=days)):
            fire_due()
            (words,) = [one for one in told(coordinator) if one.title["uk"] == LEFT]
            assert world.people[who].name_uk in words.body["uk"]
            schedule_grant_resync([world.group.pk])
            fire_due()
    assert Event.objects.filter(kind=LeadLost.kind).count() == 1


def test_nothing_is_told_while_another_leads_or_of_what_was_told_already(world: World) -> None:
    with_the_mandate(world)
    seat(world, "outsider", Role.FACILITATOR)
    with at(later(days=4)):
        fire_due()
        assert not Event.objects.filter(kind=LeadLost.kind).exists()
        end_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Ротація")
    with at(later(days=5)):
        schedule_grant_resync([world.group.pk])
        fire_due()
    assert Event.objects.filter(kind=LeadLost.kind).count() == 1


def test_a_group_that_is_dissolved_needs_nobody_to_lead_it(world: World) -> None:
    with_the_mandate(world)
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Досить")
    with at(later(days=4)):
        fire_due()
    assert not Event.objects.filter(kind=LeadLost.kind).exists()


def test_administrators_hear_of_it_where_nobody_coordinates(world: World) -> None:
    administrator = world.people["administrator"]
    assert administrator.is_superuser
    with_the_mandate(world)
    with at(later(days=4)):
        fire_due()
        (words,) = told(administrator)
        assert words.title["uk"] == "Група лишилася без фасилітатора, а її територію ніхто не координує"
        assert words.body["uk"] == f"Призначте там координатора: {world.territory.name_uk}."
        assert (words.url, words.reason["uk"]) == ("/offices", "Ролі поза групами надаєте ви.")
        assert "Група Тут" not in str(words)
        # Whoever coordinates now finds it among their groups.
        an_office(world, OfficeKind.COORDINATOR)
        assert told(administrator) == []


def test_administrators_hear_nothing_where_somebody_coordinates(world: World) -> None:
    an_office(world, OfficeKind.COORDINATOR)
    with_the_mandate(world)
    with at(later(days=4)):
        fire_due()
        assert told(world.people["administrator"]) == []
