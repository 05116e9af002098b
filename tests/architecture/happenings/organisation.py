"""What may happen in generated worlds: organisations."""

from __future__ import annotations

from groups.models import Organisation, OrganisationAdministrator, Territory
from groups.organisations.administrators import end_administrator, name_administrator
from groups.organisations.services import edit_organisation
from tests.architecture.happenings.town import WHY, Facts, Town
from tests.cast import SYSTEM


def _administrator(town: Town, who: int, where: int, _how: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "organisation_id": town.of(Organisation, where).pk}
    name_administrator(actor=SYSTEM, document="Лист № 2", **facts)


def _administrator_over(town: Town, number: int, *_more: int) -> None:
    row = town.of(OrganisationAdministrator, number)
    town.touched.append(row.person)
    end_administrator(actor=SYSTEM, organisation_id=row.organisation_id, administrator_id=row.pk, **WHY)


def _organisation(town: Town, number: int, other: int, how: int) -> None:
    """It becomes a unit of another, or works elsewhere or nowhere in particular."""
    changes: Facts = {"territory_ids": [town.of(Territory, other).pk] if how % 3 else []}
    if how % 2:
        changes = {"parent_id": town.of(Organisation, other).pk}
    edit_organisation(actor=SYSTEM, organisation_id=town.of(Organisation, number).pk, changes=changes)


HAPPENINGS = (
    _administrator,
    _administrator_over,
    _organisation,
)
