"""A proposed group seats, invites and talks; it gives nobody work and shows itself to nobody outside."""

from __future__ import annotations

import pytest

from groups.initiative_groups.services import Charter, activate_group, create_group
from groups.memberships.services import start_membership
from groups.models import Visibility
from tasks.lifecycle.services.create import make_action_item
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_thread, say
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.tasks.helpers import in_days
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db
SEATS = ("facilitator", "secretary", "officer")


@pytest.fixture
def proposal(world: World) -> World:
    """The world with a proposed group that the same people found."""
    charter = Charter(name_uk="Нова група", purpose_uk="Безпека", visibility=Visibility.PUBLIC)
    world.group = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    for name in SEATS:
        start_membership(
            actor=SYSTEM,
            group_id=world.group.pk,
            mandate_id=world.mandates[name].pk,
            role=world.seats[name].role,  # type: ignore[arg-type]
        )
    return world


def make(world: World, **facts: object) -> object:
    return make_action_item(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        owner_organisation_id=world.organisations["police"].pk,
        title_uk="Освітлити двір",
        due_on=in_days(7),
        **facts,  # type: ignore[arg-type]
    )


def test_founders_talk_and_give_no_work_until_their_group_is_active(proposal: World) -> None:
    thread = a_thread(proposal)
    message = say(proposal, "officer", thread)
    page = browser(proposal, "facilitator")
    for source in ({}, {"message_id": message.pk}):
        with pytest.raises(Forbidden) as refusal:
            make(proposal, **source)
        assert refusal.value.reason == "group_proposed"
    assert "make" not in page.get(f"groups/{proposal.group.pk}")["allowed"]
    assert "post" in page.get(f"threads/{thread.pk}")["allowed"]
    assert "make_action" not in page.get(f"threads/{thread.pk}")["allowed"]
    assert "make_action" not in page.get(f"groups/{proposal.group.pk}/threads")["items"][0]["allowed"]
    activate_group(actor=SYSTEM, group_id=proposal.group.pk)
    make(proposal, message_id=message.pk)
    assert "make" in page.get(f"groups/{proposal.group.pk}")["allowed"]
    assert "make_action" in page.get(f"threads/{thread.pk}")["allowed"]


def test_who_may_not_give_work_anyway_is_told_nothing_else(proposal: World) -> None:
    with pytest.raises(Forbidden) as refusal:
        make_action_item(
            actor=proposal.actor("officer"),
            group_id=proposal.group.pk,
            owner_organisation_id=proposal.organisations["police"].pk,
            title_uk="Освітлити двір",
            due_on=in_days(7),
        )
    assert refusal.value.reason == "forbidden"


def test_a_proposal_has_no_public_page(proposal: World) -> None:
    path = f"public/groups/{proposal.group.pk}"
    assert Browser().ask("GET", path)[0] == 404
    outsider = browser(proposal, "outsider")
    known = {one["id"] for one in outsider.get("groups/directory")["items"]}
    assert str(proposal.group.pk) in known, "whoever is signed in may know of it and ask for a seat"
    activate_group(actor=SYSTEM, group_id=proposal.group.pk)
    assert Browser().ask("GET", path)[0] == 200
