"""Settles a group of people in an empty database, by the product's own services, and prints who they are.

Run as `python -m tests.faults.settle NUMBER`; the harness itself never touches the product's code.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viche.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from groups.models import Role  # noqa: E402
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person  # noqa: E402
from tests.faults.settle_leaving import settle_leaving, signed_in  # noqa: E402
from tests.tasks.helpers import an_item  # noqa: E402
from viche.accounts.models import Demand  # noqa: E402
from viche.accounts.roles import get_default_demands  # noqa: E402
from viche.accounts.services.factor_requirements import require_factors  # noqa: E402
from viche.kernel.clock import now  # noqa: E402


def main(number: int) -> None:
    """Migrate, and make a group with a facilitator and `number` members of one organisation.

    No role demands a second factor: the harness signs in without.
    """
    call_command("migrate", verbosity=0, interactive=False)
    for role in get_default_demands():
        require_factors(actor=SYSTEM, role=role, demand=Demand.NONE, since=now(), expected_version=0)
    world = a_world("Тут")
    facts = {
        "group": str(world.group.pk),
        "facilitator": signed_in(world.people["facilitator"]),
        "facilitators_organisation": str(world.organisations["ngo"].pk),
        "item": str(an_item(world).pk),
        "people": [_member(world) for _turn in range(number)],
        "leaving": settle_leaving(),
    }
    sys.stdout.write(json.dumps(facts))


def _member(world: World) -> dict[str, Any]:
    one = person("member")
    seat = a_seat(world.group, a_mandate(one, world.organisations["school"]), Role.MEMBER)
    return {**signed_in(one), "seat": str(seat.pk)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
