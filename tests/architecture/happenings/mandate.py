"""What may happen in generated worlds: mandates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import appoint_mandate, end_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.models import Deputyship, Office, OfficeKind, Organisation, Territory
from groups.offices.services import end_office, give_office
from tests.architecture.happenings.town import WHY, Facts, Town, end_of
from tests.cast import SYSTEM
from viche.kernel.clock import now


def _office(town: Town, who: int, where: int, kind: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "territory_id": town.of(Territory, where).pk}
    give_office(actor=SYSTEM, kind=list(OfficeKind)[kind % 2], document="№ 1", ends_at=end_of(kind), **facts)


def _office_over(town: Town, number: int, *_more: int) -> None:
    office = town.of(Office, number)
    town.touched.append(office.person)
    end_office(actor=SYSTEM, office_id=office.pk, **WHY)


def _mandate(town: Town, who: int, where: int, _how: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "organisation_id": town.of(Organisation, where).pk}
    facts |= {"position_uk": "представник", "document": "№ 1", "starts_on": date(2020, 1, 1)}
    appoint_mandate(actor=SYSTEM, **facts)


def _mandate_moved(town: Town, number: int, how: int, _more: int) -> None:
    steps: list[Callable[..., Any]] = [suspend_mandate, end_mandate, resume_mandate]
    step = steps[how % 3]
    step(actor=SYSTEM, mandate_id=town.post(number).pk, **({} if step is resume_mandate else WHY))


def _passed_on(town: Town, number: int, who: int, _how: int) -> None:
    facts: Facts = {"mandate_id": town.post(number).pk, "person_id": town.person(who).pk, "document": "№ 9"}
    transfer_mandate(actor=SYSTEM, **facts, **WHY)


def _stands_in(town: Town, number: int, who: int, when: int) -> None:
    start = now() + timedelta(hours=when % 3)
    facts: Facts = {"mandate_id": town.post(number).pk, "deputy_id": town.person(who).pk}
    appoint_deputy(actor=SYSTEM, starts_at=start, ends_at=start + timedelta(hours=1), **facts)


def _back(town: Town, number: int, *_more: int) -> None:
    end_deputyship(actor=SYSTEM, deputyship_id=town.of(Deputyship, number).pk)


HAPPENINGS = (
    _office,
    _office_over,
    _mandate,
    _mandate_moved,
    _passed_on,
    _stands_in,
    _back,
)
