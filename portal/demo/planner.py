"""What PostgreSQL knows of its own rows when thousands have come in one transaction."""

from __future__ import annotations

from django.db import connection


def learn() -> None:
    """Count rows anew, which the server does by itself only some time after a commit.

    Until then it takes each new table for an empty one, and joins large ones row by row.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
