"""Pages of the front door, and the rows that open them."""

PUBLIC = frozenset(
    {
        "sign-in",
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "resume",
        "invitation",
        "invitation-code",
        "about",
        "healthz",
        "calendar-feed",
        "letter-check",
        "letter-check-form",
        "set-language",
    }
)

HOME = {
    ("home", "GET"): "P05",
    ("more", "GET"): "P05",
}

ACCOUNTS = {
    ("sign-out", "POST"): "P05",
    ("account_logout", "POST"): "P05",
    ("account_change_password", "GET"): "P05",
    ("account_change_password", "POST"): "P05",
    ("account_set_password", "GET"): "P05",
    ("account_set_password", "POST"): "P05",
    ("draft", "GET"): "P09",
    ("draft", "POST"): "P09",
    ("settings", "GET"): "P05",
    ("settings", "POST"): "P05",
    ("set-theme", "POST"): "P05",
    ("notifications", "GET"): "P05",
    ("notifications", "POST"): "P05",
    ("calendar", "GET"): "P05",
    ("calendar", "POST"): "P05",
    ("calendar-revoke", "POST"): "P05",
    ("invitation-list", "GET"): "P08",
    ("invitation-sheet", "GET"): "P08",
    ("invitation-sheet", "POST"): "P08",
}

PEOPLE = {
    ("people", "GET"): "P02",
    ("person-new", "GET"): "P02",
    ("person-new", "POST"): "P02",
    ("person", "GET"): "P02",
    ("person-edit", "GET"): "P02",
    ("person-edit", "POST"): "P02",
    ("appointment-new", "GET"): "P07",
    ("appointment-new", "POST"): "P07",
    ("person-transfer", "GET"): "P07",
    ("person-transfer", "POST"): "P07",
    ("appointment-end", "GET"): "P07",
    ("appointment-end", "POST"): "P07",
    ("place-list", "GET"): "P02",
    ("school-new", "GET"): "P02",
    ("school-new", "POST"): "P02",
    ("school-edit", "GET"): "P02",
    ("school-edit", "POST"): "P02",
    ("cluster-new", "GET"): "P02",
    ("cluster-new", "POST"): "P02",
    ("cluster-edit", "GET"): "P02",
    ("cluster-edit", "POST"): "P02",
    ("term-list", "GET"): "P02",
    ("term-new", "GET"): "P02",
    ("term-new", "POST"): "P02",
    ("term-edit", "GET"): "P02",
    ("term-edit", "POST"): "P02",
}

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
    ("dashboard-region-file", "GET"): "D03",
    ("dashboard-dose", "GET"): "D03",
    ("dashboard-cluster", "GET"): "T04",
    ("dashboard-cluster-file", "GET"): "T04",
    ("dashboard-school", "GET"): "D02",
    ("dashboard-school-file", "GET"): "D02",
    ("dashboard-school-number", "GET"): "T21",
    ("dashboard-school-terms", "GET"): "T03",
    ("dashboard-school-terms-file", "GET"): "T03",
}

HELP = {
    ("help", "GET"): "P05",
    ("help-topic", "GET"): "P05",
}

ROUTES: dict[tuple[str, str], str] = {
    **HOME,
    **ACCOUNTS,
    **PEOPLE,
    **IMPORTS,
    **DASHBOARDS,
    **HELP,
}
