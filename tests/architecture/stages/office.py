"""How offices of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.models import Office, OfficeKind
from groups.offices.services import end_office, give_office
from groups.policies import OfficePolicy
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from viche.kernel.policy import Policy


def an_office(stage: Stage, state: str) -> Office:
    office = Office.objects.get(person=stage.here.people["coordinator"])
    if state == "ended":
        end_office(actor=SYSTEM, office_id=office.pk, reason="Інша робота")
        # The office of whom the others ask for is another one, so that the role stays what it is.
        give_office(
            actor=SYSTEM,
            person_id=office.person_id,
            kind=OfficeKind.COORDINATOR,
            territory_id=office.territory_id,
            document="Розпорядження № 2",
        )
    return Office.objects.get(pk=office.pk)


POLICIES: dict[str, Policy[Any]] = {
    "office": OfficePolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "office": an_office,
}
