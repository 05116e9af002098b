"""Who coordinates a territory takes off the public pages of its groups what should not stand there."""

from __future__ import annotations

import pytest

from groups.models import GroupState, OfficeKind
from tasks.models import PublicPromise
from tests.cast import World
from tests.dialogue.helpers import Api, api
from tests.groups.helpers import an_office
from tests.tasks.helpers import an_item_in, kinds_of
from tests.tasks.promises.test_promises import enter, publish, shown


def coordinating(world: World) -> Api:
    return Api(an_office(world, OfficeKind.COORDINATOR).person)


@pytest.mark.parametrize("state", [GroupState.ACTIVE, GroupState.SUSPENDED, GroupState.DISSOLVED])
def test_who_coordinates_the_territory_clears_the_page_and_reads_no_item(
    world: World, elsewhere: World, state: GroupState
) -> None:
    item, other = an_item_in(world, "accepted"), an_item_in(world, "accepted")
    at = f"groups/{world.group.pk}/promises/{publish(world, item).pk}"
    publish(world, other)
    if state != GroupState.ACTIVE:
        enter(world, state)
    coordinator, stranger = coordinating(world), coordinating(elsewhere)
    assert [api(world, name).delete(at).status_code for name in ("facilitator", "outsider")] == [403, 404]
    assert stranger.delete(at).status_code == 404
    assert len(shown(world)) == 2
    assert [coordinator.delete(at).status_code for _time in range(2)] == [204, 204]
    assert [row["id"] for row in shown(world)] == [str(PublicPromise.objects.get().pk)]
    assert kinds_of(item)[-1] == "promise_taken_back"
    assert coordinator.get(f"action-items/{item.pk}").status_code == 404


def test_a_page_is_cleared_of_its_own_alone(world: World, elsewhere: World) -> None:
    theirs = publish(elsewhere, an_item_in(elsewhere, "accepted"))
    at = f"groups/{world.group.pk}/promises/{theirs.pk}"
    assert coordinating(world).delete(at).status_code == 204
    assert PublicPromise.objects.filter(pk=theirs.pk).exists()
