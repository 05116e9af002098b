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

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from groups.models import Role  # noqa: E402
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person  # noqa: E402
from tests.tasks.acts import an_item  # noqa: E402
from viche.accounts.models import User  # noqa: E402
from viche.accounts.scopes import all_scopes  # noqa: E402
from viche.accounts.services.tokens import issue_token  # noqa: E402
from viche.accounts.session_engine import SessionStore  # noqa: E402


def main(number: int) -> None:
    """Migrates, and makes a group with a facilitator and `number` members of one organisation."""
    call_command("migrate", verbosity=0, interactive=False)
    world = a_world("Тут")
    facts = {
        "group": str(world.group.pk),
        "facilitator": signed_in(world.people["facilitator"]),
        "facilitators_organisation": str(world.organisations["ngo"].pk),
        "item": str(an_item(world).pk),
        "people": [_member(world) for _turn in range(number)],
    }
    sys.stdout.write(json.dumps(facts))


def _member(world: World) -> dict[str, Any]:
    one = person("member")
    seat = a_seat(world.group, a_mandate(one, world.organisations["school"]), Role.MEMBER)
    return {**signed_in(one), "seat": str(seat.pk)}


def signed_in(one: User) -> dict[str, Any]:
    _token, secret = issue_token(actor=SYSTEM, person_id=one.pk, name="faults", scopes=all_scopes())
    store = SessionStore()
    store[SESSION_KEY] = str(one.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = one.get_session_auth_hash()
    store.create()
    store.save()
    return {"id": str(one.pk), "name": one.email, "token": secret, "session": store.session_key}


if __name__ == "__main__":
    main(int(sys.argv[1]))
