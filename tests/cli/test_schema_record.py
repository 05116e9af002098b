"""Data made by migrations that have changed since are refused in one sentence, and left as they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from viche.cli import schema_record, stack
from viche.cli.failures import Failure
from viche.cli.places import Data
from viche.cli.schema_record import check_schema, record_schema

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write the migrations of a checkout anew: their names and their texts."""
    folder = tmp_path / "groups" / "migrations"
    folder.mkdir(parents=True)

    def write(**migrations: str) -> None:
        for old in folder.iterdir():
            old.unlink()
        for name, text in ({"__init__": ""} | migrations).items():
            (folder / f"{name}.py").write_text(text)

    monkeypatch.setattr(schema_record, "ROOT", tmp_path)
    monkeypatch.setattr(stack, "list_migrations", lambda: list(folder.iterdir()))
    write(m0001_initial="tables")
    return write


@pytest.fixture
def made(data: Data, write: Write) -> Data:
    """A database that the migrations of the checkout have made."""
    data.postgres.mkdir()
    record_schema(data)
    return data


def test_a_new_folder_and_the_same_migrations_are_fine(data: Data, write: Write) -> None:
    check_schema(data)
    data.postgres.mkdir()
    record_schema(data)
    check_schema(data)


def test_a_database_that_was_never_migrated_is_fine(data: Data, write: Write) -> None:
    data.postgres.mkdir()
    data.migrations.write_text("")
    check_schema(data)


def test_a_migration_on_top_is_fine(made: Data, write: Write) -> None:
    write(m0001_initial="tables", m0002_more="more tables")
    check_schema(made)


@pytest.mark.parametrize("now", [{"m0001_initial": "other tables"}, {"m0001_start": "tables"}, {}])
def test_an_applied_migration_that_changed_or_went_is_told(
    made: Data, write: Write, now: dict[str, str]
) -> None:
    write(**now)

    with pytest.raises(Failure, match="earlier, unreleased schema") as caught:
        check_schema(made)

    assert f"run “mv {made.folder} {made.folder}.old”" in caught.value.sentence
    assert "--data" in caught.value.sentence
    assert made.postgres.exists()


def test_data_from_before_there_was_a_record_are_told(made: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    made.migrations.unlink()
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")

    with pytest.raises(Failure, match="давнішу, ще не випущену схему"):
        check_schema(made)


def test_a_database_elsewhere_is_not_ours_to_judge(made: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    made.migrations.unlink()
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/theirs")
    check_schema(made)
    record_schema(made)
    assert not made.migrations.exists()
