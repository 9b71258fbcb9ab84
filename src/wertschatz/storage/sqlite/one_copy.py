"""Changes several columns of a large table at once, so that bringing it up to date takes seconds.

Django copies a table of SQLite anew for each column that may not be empty. At 5,000,000 contacts
five copies took a minute and a half (measured 25 Nov 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation


class OneCopy(SeparateDatabaseAndState):
    """Operations on the columns and indexes of one model, with one copy of its rows.

    On SQLite they run on an empty twin, so that table and indexes become exactly what the same
    operations make of them one by one; then the rows move over. New columns get their default.
    Not for operations that change values, nor for columns that get another name.
    """

    def __init__(self, model_name: str, operations: Sequence[Operation]) -> None:
        self.model_name = model_name
        self.operations = list(operations)
        super().__init__(self.operations, self.operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a file of migrations writes it."""
        return type(self).__name__, [self.model_name, self.operations], {}

    def describe(self) -> str:
        """For `migrate --plan`."""
        return "; ".join(operation.describe() for operation in self.operations)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Changes the table."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        _set_aside(schema_editor, table)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        _move_over(schema_editor, to_state.apps.get_model(app_label, self.model_name))


def _set_aside(editor: Any, table: str) -> None:
    """Gives the rows another table, and leaves an empty one like it in their place."""
    made = _asked(editor, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = %s", table)
    indexes = _drop_indexes(editor, table)
    # Else the foreign keys of other tables would follow the rows to their new name.
    editor.execute("PRAGMA legacy_alter_table = ON")
    editor.execute(f'ALTER TABLE "{table}" RENAME TO "{_aside(table)}"')
    editor.execute("PRAGMA legacy_alter_table = OFF")
    for statement in [*made, *indexes]:
        editor.execute(statement, params=None)


def _move_over(editor: Any, model: Any) -> None:
    """Fills the table as it is now, and only then its indexes: in order they are made faster."""
    table = model._meta.db_table
    kept = set(_asked(editor, "SELECT name FROM pragma_table_info(%s)", _aside(table)))
    fields = model._meta.local_concrete_fields
    values = [f'"{field.column}"' if field.column in kept else "%s" for field in fields]
    defaults = [editor.effective_default(field) for field in fields if field.column not in kept]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    indexes = _drop_indexes(editor, table)
    with editor.connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns})'  # noqa: S608 - names of our own tables
            f' SELECT {", ".join(values)} FROM "{_aside(table)}"',
            defaults,
        )
    editor.execute(f'DROP TABLE "{_aside(table)}"')
    for statement in indexes:
        editor.execute(statement, params=None)


def _drop_indexes(editor: Any, table: str) -> list[str]:
    """Drops the indexes of a table; returns how they are made again."""
    query = "SELECT {} FROM sqlite_schema WHERE type = 'index' AND tbl_name = %s AND sql > ''"
    made = _asked(editor, query.format("sql"), table)
    for name in _asked(editor, query.format("name"), table):
        editor.execute(f'DROP INDEX "{name}"')
    return made


def _aside(table: str) -> str:
    return f"aside__{table}"


def _asked(editor: Any, query: str, value: str) -> list[str]:
    with editor.connection.cursor() as cursor:
        cursor.execute(query, [value])
        return [row[0] for row in cursor.fetchall()]
