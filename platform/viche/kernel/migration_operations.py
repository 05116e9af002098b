"""Migration operations that Django does not provide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

IN_TABLE = (AddConstraint, AddField, AddIndex)


class _Together(Operation):
    """Several operations as one.

    Django renders the models again for each operation of a migration, which takes most of the time of a first
    start. Here they are rendered once.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how the operation is serialised in a migration."""
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Apply all operations to the state; its models are rendered when they are next needed."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)


class CreateTables(_Together):
    """Create new tables in the state that they have after all of these operations.

    Each operation must concern a table that is created here: fields, indexes and constraints that are added
    to it are part of the CREATE TABLE.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables, then their triggers."""
        for operation in sorted(self.operations, key=lambda one: not isinstance(one, CreateModel)):
            if not isinstance(operation, IN_TABLE):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what the operation does, for the output of `migrate`."""
        return f"Create {sum(isinstance(one, CreateModel) for one in self.operations)} tables"


class DropDefaults(_Together):
    """Drop the database defaults of columns by operations that change nothing else in the database."""

    operations: Sequence[AlterField]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the defaults, without rendering the models."""
        for one in self.operations:
            table = schema_editor.quote_name(f"{app_label}_{one.model_name_lower}")
            column = schema_editor.quote_name(one.name)
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")

    def describe(self) -> str:
        """Return what the operation does, for the output of `migrate`."""
        return f"Drop the defaults of {len(self.operations)} columns"
