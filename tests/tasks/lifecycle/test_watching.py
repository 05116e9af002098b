"""Who follows an item is told of its steps, once and with that reason, while they see it."""

from __future__ import annotations

import pytest

from groups.memberships.services import end_membership
from tasks.lifecycle.services.watch import watch_item
from tasks.models import ActionItem, Watcher
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.tasks.helpers import an_item, an_item_in, edit, in_days, move, numbers, prove
from tests.tasks.lifecycle.test_notifications import forget, told
from viche.kernel.errors import NotFound
from viche.kernel.models import Event


def watch(world: World, item: ActionItem, *names: str, watching: bool = True) -> None:
    for name in names:
        watch_item(actor=world.actor(name), action_id=item.pk, watching=watching)
    forget()


def test_who_follows_it_is_told_of_each_step(world: World) -> None:
    item = an_item(world)
    watch(world, item, "observer", "councillor", "teacher")
    seen = []
    for to, by in (("accepted", "councillor"), ("in_progress", "councillor"), ("blocked", "councillor")):
        move(world, item, to, by)
        seen.append({name: why for name, why in told(world).items() if name == "observer"})
        forget()
    assert seen == [{"observer": "watcher"}] * 3
    move(world, item, "in_progress")
    assert told(world) == {"observer": "watcher", "teacher": "watcher"}  # not who did it
    forget()
    prove(world, item, "secretary")
    assert told(world) == {"observer": "watcher", "teacher": "watcher", "councillor": "watcher"}
    forget()
    move(world, item, "done")
    assert told(world)["teacher"] == "verifier"  # the better reason
    forget()
    edit(world, item, title_uk="Інша назва")
    assert told(world) == {}
    edit(world, item, due_on=in_days(20))
    owners = {"councillor": "owner", "secretary": "owner"}
    assert told(world) == {"observer": "watcher", "teacher": "watcher", **owners}


def test_it_ends_by_itself_with_the_sight_of_it(world: World) -> None:
    item = an_item_in(world, "verified")
    watch(world, item, "observer", "teacher")
    seat = world.seats["observer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Пішла")
    watch(world, item, "teacher", watching=False)
    move(world, item, "closed", "facilitator")
    assert told(world) == {}
    with pytest.raises(NotFound):
        watch_item(actor=world.actor("observer"), action_id=item.pk, watching=True)


def test_over_http(world: World) -> None:
    item, _other = an_item(world), an_item(world)
    path, observer = f"action-items/{item.pk}", api(world, "observer")
    for _turn in range(2):
        assert observer.put(f"{path}/watch").status_code == 204
    assert Watcher.objects.count() == Event.objects.filter(kind="tasks.watch_changed").count() == 1
    assert observer.get(path).json()["watching"] is True
    assert api(world, "officer").get(path).json()["watching"] is False
    assert numbers(observer.get("action-items", watching="me")) == [item.number]
    assert numbers(api(world, "officer").get("action-items", watching="me")) == []
    assert observer.delete(f"{path}/watch").status_code == 204
    assert observer.get(path).json()["watching"] is False
    assert api(world, "outsider").put(f"{path}/watch").status_code == 404
