"""Settles a group some of whose people will lose a thread each, and prints who they are.

Run as `python -m tests.faults.settle_leaving NAME…`: somebody for each of the names: who is let in one by one
where it begins with a way of `SHARED`, who may ask in an emergency, a stranger, or a member.
"""

from __future__ import annotations

import json
import sys
from datetime import time
from itertools import count
from typing import Any

from tests.faults.settle import signed_in  # starts Django  # isort: skip

from groups.models import OfficeKind, Role, Visibility
from groups.services.groups import Charter, activate_group, edit_group, found_group
from tests import cast
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person
from tests.faults.ways import SEATED
from tests.groups.helpers import an_office
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.notifications.models import Mode, Topic
from viche.notifications.services.choosing import Choice, Hours, choose_notifications

STAY = {
    "facilitator": Role.FACILITATOR,
    "secretary": Role.SECRETARY,
    "officer": Role.MEMBER,
    "teacher": Role.MEMBER,
}


def main(names: list[str]) -> None:
    """A second group is there, too, in which whoever keeps the threads sits."""
    cast.NUMBERS = count(10_000)
    world = a_world("Звідки йдуть")
    charter = Charter(name_uk="Куди переносять", purpose_uk="Безпека", quorum=3)
    other = found_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
    for name, role in STAY.items():
        a_seat(other, world.mandates[name], role)
    activate_group(actor=SYSTEM, group_id=other.pk)
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    offices = {"coordinator": OfficeKind.COORDINATOR, "dpo": OfficeKind.DATA_PROTECTION_OFFICER}
    for name, kind in offices.items():
        world.people[name] = an_office(world, kind).person
    _want_digests(world.people["teacher"])
    facts = {
        "group": str(world.group.pk),
        "other": str(other.pk),
        "organisations": {name: str(one.pk) for name, one in world.organisations.items()},
        "people": {name: signed_in(one) for name, one in world.people.items()},
        "leavers": {name: _leaver(world, name) for name in names},
    }
    sys.stdout.write(json.dumps(facts))


def _leaver(world: World, name: str) -> dict[str, Any]:
    in_office = name.startswith("glass")
    one = an_office(world, OfficeKind.COORDINATOR).person if in_office else person(name)
    facts: dict[str, str] = {}
    if name.startswith(SEATED):
        mandate = a_mandate(one, world.organisations["market"])
        seat = a_seat(world.group, mandate, Role.MEMBER)
        facts = {"seat": str(seat.pk), "mandate": str(mandate.pk)}
    _want_digests(one)
    return {**signed_in(one), **facts}


def _want_digests(one: User) -> None:
    """What must be read comes in a digest, everything else at once."""
    choose_notifications(
        actor=Actor.for_person(one.pk),
        expected_version=0,
        everywhere=[Choice(Topic.MUST_READ, Mode.DAILY, Mode.AT_ONCE)],
        in_groups=[],
        hours=Hours(list(range(1, 8)), False, time(8), None, None),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
