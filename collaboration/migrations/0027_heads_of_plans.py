"""On SQLite, what stands at the head of a plan gets an index of its own beside the whole text.

FTS5 reads every row that holds a word anywhere before it looks at the column; of a common word
that is most of the library, although few heads hold it. PostgreSQL has an index per column.
"""

from django.db import migrations

TABLE, HEADS = "collaboration_plantext", "collaboration_planheads"
COLUMNS = ("title", "topic", "about", "marks")
NAMES, NEW, OLD = (
    ", ".join(f"{before}{name}" for name in COLUMNS) for before in ("", "new.", "old.")
)
DROPPED = f"INSERT INTO {HEADS}({HEADS}, rowid, {NAMES}) VALUES ('delete', old.key, {OLD});"
ADDED = f"INSERT INTO {HEADS}(rowid, {NAMES}) VALUES (new.key, {NEW});"
MADE = [
    f"CREATE VIRTUAL TABLE {HEADS} USING fts5({NAMES}, content='{TABLE}', content_rowid='key',"
    " detail=column)",
    f"CREATE TRIGGER plan_head_added AFTER INSERT ON {TABLE} BEGIN {ADDED} END",
    f"CREATE TRIGGER plan_head_dropped AFTER DELETE ON {TABLE} BEGIN {DROPPED} END",
    f"CREATE TRIGGER plan_head_changed AFTER UPDATE ON {TABLE} BEGIN {DROPPED} {ADDED} END",
    f"INSERT INTO {HEADS}({HEADS}) VALUES ('rebuild')",
]
UNDONE = [
    *(f"DROP TRIGGER plan_head_{name}" for name in ("added", "dropped", "changed")),
    f"DROP TABLE {HEADS}",
]


def run(statements):
    def on_sqlite(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            for statement in statements:
                schema_editor.execute(statement)

    return on_sqlite


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0026_hours_beside_change")]

    operations = [migrations.RunPython(run(MADE), run(UNDONE))]
