"""What an older database needs is done by its upgrade: nobody has to know of a command."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from dialogue.models import ThreadUserPermission
from dialogue.policies import Action, ThreadPolicy
from groups.grants import rebuild_grants
from groups.models import AudienceSpan, GrantDue, Territory
from tasks.models import Audience
from tests.cast import World, a_world
from tests.dialogue.acts import a_restricted_thread, a_thread, restrict, widen
from tests.groups.helpers import at, fire_due, later, nothing_to_rebuild
from tests.tasks.acts import an_item, edit

pytestmark = pytest.mark.django_db


def upgrade() -> None:
    import_module("groups.migrations.0011_look_again").look_again(apps, None)


def test_drafts_from_before_they_had_grants_are_seen_by_their_authors_again(world: World) -> None:
    drafts = [
        a_thread(world, by="officer", draft=True),
        a_restricted_thread(world, organisations=("school",), draft=True),
    ]
    ThreadUserPermission.objects.filter(content_object__in=drafts).delete()
    author, leader, policy = world.actor("officer"), world.actor("facilitator"), ThreadPolicy()
    assert not policy.visible_to(author).filter(pk=drafts[0].pk).exists()
    upgrade()
    with at(later(minutes=15)):
        fire_due()
    assert policy.can(author, Action.READ, drafts[0])
    assert {one.pk for one in policy.visible_to(leader)} >= {one.pk for one in drafts}
    assert nothing_to_rebuild()


def test_nothing_is_due_while_a_worker_of_the_former_release_may_still_run(world: World) -> None:
    elsewhere = a_world("Там")
    before = GrantDue.objects.count()
    upgrade()
    assert not GrantDue.objects.filter(due_at__lte=later(minutes=9), fired_at=None).exists()
    made = GrantDue.objects.filter(due_at__lte=later(minutes=11), fired_at=None)
    assert {row.container_id for row in made} >= {world.group.pk, elsewhere.group.pk}
    # Nor do all of them wait for one transaction.
    assert len({row.due_at for row in made}) == GrantDue.objects.count() - before


def test_a_database_that_is_as_it_should_be_is_not_changed(world: World) -> None:
    a_thread(world, by="officer", draft=True)
    upgrade()
    with at(later(minutes=15)):
        fire_due()
    assert not rebuild_grants()


def test_for_whom_things_were_is_read_from_the_log(world: World) -> None:
    """As far as it is there; the rest is as it is now."""
    days = [later(days=number) for number in range(8)]
    thread, kept = a_thread(world), a_restricted_thread(world, organisations=("council",))
    item = an_item(world, thread_id=kept.pk, owner="school")
    widened = an_item(world, thread_id=kept.pk)
    steps: list[Callable[[], object]] = [
        lambda: restrict(world, thread, organisations=("police",)),
        lambda: widen(world, thread),
        lambda: restrict(world, thread, organisations=("council",)),
        lambda: restrict(world, thread, organisations=("police",), people=("teacher",)),
        lambda: edit(world, item, owner_organisation_id=world.organisations["council"].pk),
        lambda: edit(world, widened, audience=Audience.GROUP),
        lambda: edit(world, item, verifier_organisation_id=world.organisations["police"].pk),
        # Whose it was while it was for few stays so, whoever has it since.
        lambda: edit(world, widened, owner_organisation_id=world.organisations["school"].pk),
    ]
    for day, step in zip(days, steps, strict=True):
        with at(day):
            step()
    lived = _spans()
    unknown = {
        (str(thread.pk), "organisation", world.organisations["police"].pk, days[0], days[1]),
        (str(thread.pk), "organisation", world.organisations["council"].pk, days[2], days[3]),
        (str(thread.pk), "leader", world.people["facilitator"].pk, days[0], days[1]),
    }
    with pgtrigger.ignore("groups.AudienceSpan:keep"):
        AudienceSpan.objects.all().delete()
    dialogue = import_module("dialogue.migrations.0005_audience_spans")
    tasks = import_module("tasks.migrations.0005_audience_spans")
    with connection.cursor() as cursor:
        for statement in (dialogue.OPEN_TO_THE_GROUP, dialogue.NAMED, tasks.SPANS):
            cursor.execute(statement)
    assert _spans() == lived - unknown


def _spans() -> set[tuple[object, ...]]:
    return {
        (str(row.container_id), row.whom, row.organisation_id or row.person_id, row.since, row.until)
        for row in AudienceSpan.objects.all()
    }


def look_for_twins() -> None:
    import_module("groups.migrations.0013_one_place_each").look(apps, None)


def test_two_territories_in_one_place_are_named_before_anything_changes(world: World) -> None:
    look_for_twins()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX groups_territory_prefix")
    first = world.territory
    twin = f"{first.code[:14]}54321"
    Territory.objects.create(code=twin, level=first.level, name_uk="Тут", parent=first.parent)
    with pytest.raises(RuntimeError, match=f"{first.code} and {twin}"):
        look_for_twins()
