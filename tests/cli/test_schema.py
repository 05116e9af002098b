"""Kept tables serve only while nothing that makes tables has changed."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

from viche.cli import schema
from viche.cli.places import ROOT, STATE
from viche.config import settings


def test_tables_are_made_anew_when_a_migration_or_the_list_of_apps_changes() -> None:
    folders = [Path(one.path) for one in apps.get_app_configs()]
    own = [one for one in folders if one.is_relative_to(ROOT) and not one.is_relative_to(STATE)]
    migrations = {file for one in own for file in (one / "migrations").glob("*.py")}
    assert migrations
    assert {*migrations, Path(settings.__file__)} <= set(schema.list_sources())
