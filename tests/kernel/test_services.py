"""Services: who is let in before the first line of theirs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.errors import Forbidden
from viche.kernel.ids import uuid7
from viche.kernel.services import SERVICES, Reason

FOR_THE_SYSTEM = sorted(name for name, one in SERVICES.items() if Reason.SYSTEM in one.actions)


@pytest.mark.parametrize("name", FOR_THE_SYSTEM)
def test_what_is_for_the_system_refuses_everybody_else(name: str) -> None:
    module, _dot, function = name.rpartition(".")
    serve: Any = getattr(import_module(module), function)
    for actor in (ANONYMOUS, Actor.for_person(uuid7())):
        with pytest.raises(Forbidden):
            serve(actor=actor)


def test_the_system_has_services_of_its_own() -> None:
    assert len(FOR_THE_SYSTEM) > 30
