"""Pages of the trace, and the rows that open them."""

ROUTES: dict[tuple[str, str], str] = {
    ("trace", "GET"): "T01",
    ("trace-new", "GET"): "T02",
    ("trace-new", "POST"): "T02",
    ("trace-detail", "GET"): "T01",
    ("trace-observe", "GET"): "T01",
    ("trace-observe", "POST"): "T01",
    ("trace-let-go", "POST"): "T01",
    ("trace-show", "POST"): "K76",
    ("trace-waiting", "GET"): "K16",
    ("plan-links", "GET"): "K08",
    ("session-trace", "GET"): "S12",
}
