"""Dissolved groups are listed apart from the others."""

from __future__ import annotations

import pytest

from groups.models import GroupState, InitiativeGroup
from tests.cast import World
from tests.dialogue.helpers import a_group_beside
from tests.groups.initiative_groups.test_api import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["groups", "groups/directory"])
def test_dissolved_groups_are_listed_apart(world: World, path: str) -> None:
    former = a_group_beside(world, "facilitator", led_by="facilitator")
    InitiativeGroup.objects.filter(pk=former.pk).update(state=GroupState.DISSOLVED)
    reader = browser(world, "facilitator")

    def list_ids(query: str) -> set[str]:
        return {one["id"] for one in reader.get(f"{path}{query}")["items"]} & {
            str(world.group.pk),
            str(former.pk),
        }

    assert list_ids("") == {str(world.group.pk), str(former.pk)}
    assert list_ids("?dissolved=true") == {str(former.pk)}
    assert list_ids("?dissolved=false") == {str(world.group.pk)}
    assert reader.ask("GET", f"{path}?dissolved=maybe")[0] == 400
