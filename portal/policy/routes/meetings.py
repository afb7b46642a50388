"""Pages of calling, attending and remembering a meeting, and the rows that open them."""

ROUTES: dict[tuple[str, str], str] = {
    ("activity-present", "GET"): "K01",
    ("activity-code", "POST"): "K06",
    ("attendance-code", "GET"): "K07",
    ("attendance-code", "POST"): "K07",
    ("trial-answer", "GET"): "K40",
    ("trial-answer", "POST"): "K40",
}
