"""What not all of the group read is on no public page, and comes there only by being published."""

from __future__ import annotations

import pytest

from tasks.models import ActionItem, Audience, PublicPromise
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.helpers import an_item, edit, kinds_of, move
from tests.tasks.promises.test_promises import publish, shown
from viche.kernel.errors import Forbidden


def test_what_is_restricted_is_not_published_and_what_becomes_so_is_gone_at_once(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    move(world, item, "accepted")
    with pytest.raises(Forbidden):
        publish(world, item)
    edit(world, item, audience=Audience.GROUP)
    publish(world, item)
    assert len(shown(world)) == 1
    # No service narrows an item; whatever ever does, a stranger does not find it then.
    ActionItem.objects.filter(pk=item.pk).update(audience=Audience.THREAD)
    assert shown(world) == []
    assert api(world, "facilitator").get(f"action-items/{item.pk}/promise").json()["shown"] is None
    edit(world, item, audience=Audience.GROUP)
    assert shown(world) == [], "it is said anew, or not at all"
    assert not PublicPromise.objects.exists()
    assert [one for one in kinds_of(item) if one.startswith("promise")][-1] == "promise_taken_back"
    publish(world, item)
    assert len(shown(world)) == 1
