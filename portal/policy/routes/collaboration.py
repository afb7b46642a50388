"""Pages of work together, and the rows that open them."""

FORUMS = {
    ("forum-list", "GET"): "K01",
    ("forum-found", "GET"): "K02",
    ("forum-found", "POST"): "K02",
    ("forum-detail", "GET"): "K01",
    ("forum-members", "GET"): "K02",
    ("forum-members", "POST"): "K02",
    ("forum-convene", "GET"): "K05",
    ("forum-convene", "POST"): "K05",
}

ACTIVITIES = {
    ("activity-list", "GET"): "K01",
    ("activity-new", "GET"): "K05",
    ("activity-new", "POST"): "K05",
    ("activity-detail", "GET"): "K01",
    ("activity-edit", "GET"): "K06",
    ("activity-edit", "POST"): "K06",
    ("activity-cancel", "GET"): "K06",
    ("activity-cancel", "POST"): "K06",
    ("activity-attend", "GET"): "K06",
    ("activity-attend", "POST"): "K06",
    ("activity-minutes", "GET"): "K06",
    ("activity-minutes", "POST"): "K06",
    ("activity-print", "GET"): "K01",
    ("activity-links", "GET"): "K17",
    ("activity-links", "POST"): "K16",
    ("activity-impact", "GET"): "D05",
    ("link-confirm", "POST"): "K16",
}

PLANS = {
    ("plan-library", "GET"): "K08",
    ("plan-new", "GET"): "K08",
    ("plan-new", "POST"): "K08",
    ("plan-detail", "GET"): "K08",
    ("plan-uses", "GET"): "K08",
    ("plan-edit", "GET"): "K08",
    ("plan-edit", "POST"): "K08",
    ("plan-versions", "GET"): "K08",
    ("plan-compare", "GET"): "K08",
    ("plan-share", "GET"): "K08",
    ("plan-share", "POST"): "K08",
    ("plan-authors", "GET"): "K08",
    ("plan-authors", "POST"): "K08",
    ("plan-adapt", "POST"): "K09",
    ("plan-archive", "POST"): "K08",
    ("plan-print", "GET"): "K08",
    ("session-plan-attach", "GET"): "K12",
    ("session-plan-attach", "POST"): "K12",
}

ROUTES: dict[tuple[str, str], str] = {
    **FORUMS,
    **ACTIVITIES,
    **PLANS,
}
