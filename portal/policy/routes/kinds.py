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

ROUTES: dict[tuple[str, str], str] = {**REFLECTIVE, **PEER_VISITS}
