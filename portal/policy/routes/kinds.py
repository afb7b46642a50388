"""Pages of kinds of activities with words of their own, and the rows that open them."""

REFLECTIVE = {
    ("activity-look-back", "GET"): "K06",
    ("activity-look-back", "POST"): "K06",
}

PEER_VISITS = {
    ("peer-focus", "GET"): "K36",
    ("peer-focus", "POST"): "K36",
    ("peer-notes", "GET"): "K36",
    ("peer-notes", "POST"): "K36",
    ("peer-thanks", "GET"): "K36",
    ("peer-thanks", "POST"): "K36",
}

LESSON_STUDIES = {
    ("study-observe", "GET"): "K35",
    ("study-observe", "POST"): "K35",
    ("study-notes", "GET"): "K35",
    ("study-notes", "POST"): "K35",
    ("study-speak", "GET"): "K34",
    ("study-speak", "POST"): "K34",
    ("study-talk", "GET"): "K34",
    ("study-talk", "POST"): "K34",
    ("study-revise", "POST"): "K08",
    ("study-team", "GET"): "K63",
    ("study-team", "POST"): "K63",
}

FILES = {
    ("activity-files", "GET"): "K01",
    ("activity-files", "POST"): "K38",
    ("plan-files", "GET"): "K08",
    ("plan-files", "POST"): "K67",
    ("attachment-file", "GET"): "K01",
    ("attachment-edit", "GET"): "K38",
    ("attachment-edit", "POST"): "K38",
    ("attachment-remove", "GET"): "K38",
    ("attachment-remove", "POST"): "K38",
}

SERIES = {
    ("task-write", "GET"): "K37",
    ("task-write", "POST"): "K37",
}

ROUTES: dict[tuple[str, str], str] = {
    **REFLECTIVE,
    **PEER_VISITS,
    **LESSON_STUDIES,
    **SERIES,
    **FILES,
}
