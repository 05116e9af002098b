"""How much is asked of the database about invitations in person, however many things they offer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from groups.joining.personal_invitations import invite_as_guest
from groups.models import PersonalInvitation, ShareAccess
from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread
from tests.groups.helpers import later
from tests.groups.initiative_groups.test_api import browser
from tests.tasks.helpers import an_item

pytestmark = pytest.mark.django_db
PATH = "personal-invitations"


def offered(world: World, kind: str, number: int) -> PersonalInvitation:
    """A guest share of a thing of its own."""
    things: dict[str, Callable[[World], Thread | ActionItem]] = {
        "thread": a_thread,
        "restricted": lambda world: a_restricted_thread(world, organisations=("police",)),
        "action": an_item,
        "restricted_action": lambda world: an_item(
            world, thread_id=a_restricted_thread(world, organisations=("council",)).pk
        ),
    }
    return invite_as_guest(
        actor=world.actor("facilitator"),
        container_type="action" if "action" in kind else "thread",
        container_id=things[kind](world).pk,
        email=f"{kind}-{number}@kalynodil.example",
        access=ShareAccess.READ,
        until=later(days=9),
        reason="Порада",
    )


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


@pytest.mark.parametrize("kind", ["thread", "restricted", "action", "restricted_action"])
def test_twenty_things_take_as_many_queries_as_one(world: World, kind: str) -> None:
    page = browser(world, "facilitator")
    made = [offered(world, kind, 0)]

    def listed() -> None:
        assert len(page.get(f"{PATH}?limit=100")["items"]) == len(made)

    def revoked() -> None:
        assert page.ask("DELETE", f"{PATH}/{made.pop().pk}")[0] == 204

    listed()  # whoever is shown an address is written down, once an hour
    few = queries(listed), queries(revoked)
    made = [offered(world, kind, number) for number in range(1, 21)]
    made.append(PersonalInvitation.objects.earliest("pk"))
    listed()
    assert queries(listed) == few[0]
    made.pop()
    assert queries(revoked) == few[1]
