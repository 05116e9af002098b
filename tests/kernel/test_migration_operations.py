"""The tables that migrations create have everything that the models declare."""

from __future__ import annotations

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED

NAMES = """
    SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'
    UNION SELECT tgname FROM pg_trigger
"""
DEFAULTS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_default IS NOT NULL
"""


@pytest.mark.django_db
def test_every_declared_index_constraint_and_trigger_is_in_the_database() -> None:
    declared = {
        one.name
        for model in apps.get_models()
        if model._meta.managed
        for one in (*model._meta.indexes, *model._meta.constraints)
    }
    triggers = {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    assert triggers
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        found = {name for (name,) in cursor.fetchall()}
    assert (declared | triggers) - found == set()


@pytest.mark.django_db
def test_columns_have_the_defaults_that_models_declare() -> None:
    declared = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.db_default is not NOT_PROVIDED
    }
    with connection.cursor() as cursor:
        cursor.execute(DEFAULTS)
        assert set(cursor.fetchall()) == declared
