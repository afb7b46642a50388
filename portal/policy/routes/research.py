"""Pages of consent to research and of the packs made for it."""

ROUTES: dict[tuple[str, str], str] = {
    ("research-consent", "GET"): "T14",
    ("research-consent", "POST"): "T14",
    ("research-texts", "GET"): "K25",
    ("research-quote", "POST"): "K25",
    ("pack-list", "GET"): "T15",
    ("pack-new", "GET"): "T15",
    ("pack-new", "POST"): "T15",
    ("pack-detail", "GET"): "T15",
    ("pack-progress", "GET"): "T15",
    ("pack-texts", "GET"): "T15",
    ("pack-texts", "POST"): "T15",
    ("pack-again", "POST"): "T15",
    ("pack-cancel", "POST"): "T15",
    ("pack-release", "POST"): "T19",
    ("pack-take-back", "POST"): "T20",
    ("pack-file", "GET"): "T20",
}
