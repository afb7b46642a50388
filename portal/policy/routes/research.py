"""Pages of consent to research and of the packs made for it."""

ROUTES: dict[tuple[str, str], str] = {
    ("research-consent", "GET"): "T14",
    ("research-consent", "POST"): "T14",
    ("research-texts", "GET"): "K25",
    ("research-quote", "POST"): "K25",
}
