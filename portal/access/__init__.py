"""Access, decided here and nowhere else: policy rows and a person's scope become one ``Q``."""

from portal.access.rights import allowed, require, rights_on, session_parts, session_standing, where
from portal.access.rows import (
    attachments,
    attachments_to_remove,
    coded_texts,
    exchanges,
    follow_ups,
    links,
    observers,
    ratings,
    reflections,
    second_readers,
    teachers,
    teaching_notes,
)
from portal.access.standing import PARTS, Stands
from portal.access.words import readers, readers_now

__all__ = [
    "PARTS",
    "Stands",
    "allowed",
    "attachments",
    "attachments_to_remove",
    "coded_texts",
    "exchanges",
    "follow_ups",
    "links",
    "observers",
    "ratings",
    "readers",
    "readers_now",
    "reflections",
    "require",
    "rights_on",
    "second_readers",
    "session_parts",
    "session_standing",
    "teachers",
    "teaching_notes",
    "where",
]
