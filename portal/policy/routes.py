"""Which row of the table opens a route. A route missing here fails the build."""

PUBLIC = frozenset(
    {"sign-in", "account_login", "invitation", "about", "healthz", "set-language"}
)

HOME = {
    ("home", "GET"): "P05",
    ("more", "GET"): "P05",
}

ACCOUNTS: dict[tuple[str, str], str] = {}

PEOPLE: dict[tuple[str, str], str] = {}

IMPORTS = {
    ("import-list", "GET"): "P02",
    ("import-list", "POST"): "P02",
    ("import-example", "GET"): "P02",
    ("import-preview", "GET"): "P02",
    ("import-school", "POST"): "P02",
    ("import-check", "POST"): "P02",
    ("import-confirm", "POST"): "P02",
    ("import-discard", "GET"): "P02",
    ("import-discard", "POST"): "P02",
    ("import-receipt", "GET"): "P02",
}

DASHBOARDS = {
    ("dashboard", "GET"): "D02",
    ("dashboard-region", "GET"): "D03",
    ("dashboard-school", "GET"): "D02",
}

HELP = {
    ("help", "GET"): "P05",
    ("help-topic", "GET"): "P05",
}

SUPERVISION: dict[tuple[str, str], str] = {}

COLLABORATION: dict[tuple[str, str], str] = {}

ROUTES: dict[tuple[str, str], str] = {  # (URL name, method): id of the rule
    **HOME,
    **ACCOUNTS,
    **PEOPLE,
    **IMPORTS,
    **DASHBOARDS,
    **HELP,
    **SUPERVISION,
    **COLLABORATION,
}
