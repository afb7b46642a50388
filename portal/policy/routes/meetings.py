"""Pages of calling, attending and remembering a meeting, and the rows that open them."""

ROUTES: dict[tuple[str, str], str] = {
    ("activity-present", "GET"): "K01",
    ("forum-agenda", "GET"): "K05",
    ("school-agenda", "GET"): "K05",
    ("activity-code", "POST"): "K06",
    ("activity-answer", "GET"): "K61",
    ("activity-answer", "POST"): "K61",
    ("activity-answers", "GET"): "K62",
    ("activity-invite", "GET"): "K01",
    ("activity-sheet", "GET"): "K01",
    ("activity-dossier", "GET"): "K01",
    ("activity-archive", "GET"): "K01",
    ("attendance-code", "GET"): "K07",
    ("attendance-code", "POST"): "K07",
    ("own-hours", "GET"): "K42",
    ("own-hours-export", "GET"): "K42",
    ("attendance-certify", "POST"): "K42",
    ("letter-detail", "GET"): "K42",
    ("letter-pdf", "GET"): "K42",
    ("trial-answer", "GET"): "K40",
    ("trial-answer", "POST"): "K40",
}
