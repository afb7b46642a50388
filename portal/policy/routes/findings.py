"""Pages of code books and findings, and the rows that open them."""

ROUTES: dict[tuple[str, str], str] = {
    ("findings", "GET"): "K24",
    ("findings-school", "GET"): "K24",
    ("findings-xlsx", "GET"): "K24",
    ("findings-excerpts", "GET"): "K24",
    ("findings-coders", "GET"): "K24",
    ("finding-texts", "GET"): "T11",
    ("finding-code", "GET"): "T11",
    ("finding-code", "POST"): "T11",
    ("excerpt-remove", "POST"): "T11",
    ("theme-school", "GET"): "K24",
    ("theme-school-new", "GET"): "T09",
    ("theme-school-new", "POST"): "T09",
    ("theme-region", "GET"): "T10",
    ("theme-region-new", "GET"): "T10",
    ("theme-region-new", "POST"): "T10",
    ("theme-edit", "GET"): "T09",
    ("theme-edit", "POST"): "T09",
    ("theme-retire", "POST"): "T09",
}
