"""Every table that points to a person has a room that says what it is."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import CASCADE, ForeignKey

from groups.models import Mandate
from tests.cast import World
from viche.accounts.models import User
from viche.privacy.holdings import Lookup, Rows
from viche.privacy.registry import DATA_CATEGORIES, ERASERS, EXPORT_EXCLUSIONS, LAST_ERASERS


def columns() -> set[str]:
    """Every column that points to a person, as `app.model.field`."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
    }


def test_every_column_that_points_to_a_person_is_exported_or_has_a_reason() -> None:
    covered = {column for holding in DATA_CATEGORIES.values() for column in holding.covers}
    assert columns() - covered - set(EXPORT_EXCLUSIONS) == set(), "say in the room's privacy.py what it is"
    assert (covered | set(EXPORT_EXCLUSIONS)) - columns() == set(), "there is no such column"
    assert covered & set(EXPORT_EXCLUSIONS) == set()


def test_what_holds_a_persons_own_secrets_goes_with_them() -> None:
    """A cascade says at erasure: this is the person's alone. Whatever is protected is others' record."""
    ours = {"accounts", "groups", "dialogue", "tasks", "notifications", "files", "privacy", "kernel"}
    cascading = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
        if field.remote_field.on_delete is CASCADE
    }
    assert {"accounts.session", "privacy.dataexport"} <= cascading
    assert not cascading & {"dialogue.message", "groups.mandate", "tasks.evidence", "kernel.event"}
    assert {"groups", "dialogue", "notifications", "files"} <= {*ERASERS, *LAST_ERASERS}


@pytest.mark.django_db
def test_a_record_follows_paths_methods_functions_and_lookups(world: World) -> None:
    mandate = Mandate.objects.select_related("organisation").get(person=world.people["officer"])
    rows = Rows(
        Mandate,
        ["person", "deputy"],
        "id=pk organisation=organisation.name_uk sector=organisation.get_sector_display "
        "deputy=deputy.name_uk own name",
        own=lambda row, me: row.person_id == me,
        name=Lookup("person_id", lambda me, people: {pk: f"{pk == me}" for pk in people}),
    )
    assert list(rows(mandate.person_id)) == [
        {
            "id": mandate.pk,
            "organisation": mandate.organisation.name_uk,
            "sector": mandate.organisation.get_sector_display(),
            "deputy": None,
            "own": True,
            "name": "True",
        }
    ]
    assert rows.covers == {"groups.mandate.person", "groups.mandate.deputy"}
