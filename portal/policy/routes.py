"""Which row of the table opens a route. A route missing here fails the build."""

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
    ("dashboard-school", "GET"): "D02",
}

HELP = {
    ("help", "GET"): "P05",
    ("help-topic", "GET"): "P05",
}

SUPERVISION = {
    ("session-list", "GET"): "S03",
    ("session-plan", "GET"): "S04",
    ("session-plan", "POST"): "S04",
    ("session-detail", "GET"): "S03",
    ("session-reschedule", "GET"): "S04",
    ("session-reschedule", "POST"): "S04",
    ("session-cancel", "GET"): "S04",
    ("session-cancel", "POST"): "S04",
    ("session-prepare", "GET"): "S06",
    ("session-prepare", "POST"): "S07",
    ("session-confirm", "POST"): "S07",
    ("session-self", "GET"): "S08",
    ("session-self", "POST"): "S08",
    ("session-observe", "GET"): "S10",
    ("session-observe", "POST"): "S10",
    ("session-note", "GET"): "S10",
    ("session-note", "POST"): "S10",
    ("session-rate", "GET"): "S10",
    ("session-rate", "POST"): "S10",
    ("session-check", "GET"): "S10",
    ("session-check", "POST"): "S10",
    ("session-release", "POST"): "S11",
    ("session-withdraw", "POST"): "S11",
    ("session-discuss", "GET"): "S12",
    ("session-turn", "POST"): "S13",
    ("session-step", "POST"): "S17",
    ("session-step-drop", "POST"): "S17",
    ("session-agree", "POST"): "S15",
    ("session-follow", "GET"): "S16",
    ("session-close", "POST"): "S20",
    ("session-reflect", "GET"): "S21",
    ("session-reflect", "POST"): "S21",
    ("session-record", "GET"): "S12",
    ("session-print", "GET"): "S12",
    ("followup-list", "GET"): "S16",
    ("step-prove", "GET"): "S18",
    ("step-prove", "POST"): "S18",
    ("step-look", "GET"): "S19",
    ("step-look", "POST"): "S19",
    ("instrument-list", "GET"): "I01",
    ("instrument-detail", "GET"): "I01",
}

INSTRUMENTS: dict[tuple[str, str], str] = {}

PROGRAMME: dict[tuple[str, str], str] = {}

VISITS: dict[tuple[str, str], str] = {}

NOTES: dict[tuple[str, str], str] = {}

TALK: dict[tuple[str, str], str] = {}

MIRRORS: dict[tuple[str, str], str] = {}

PAPER = {
    ("session-papers", "GET"): "S06",
    ("session-pdf", "GET"): "S12",
    ("session-sheet", "GET"): "S06",
    ("instrument-pdf", "GET"): "I01",
}

COLLABORATION = {
    ("forum-list", "GET"): "K01",
    ("forum-found", "GET"): "K02",
    ("forum-found", "POST"): "K02",
    ("forum-detail", "GET"): "K01",
    ("forum-members", "GET"): "K02",
    ("forum-members", "POST"): "K02",
    ("forum-convene", "GET"): "K05",
    ("forum-convene", "POST"): "K05",
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
    ("plan-library", "GET"): "K08",
    ("plan-new", "GET"): "K08",
    ("plan-new", "POST"): "K08",
    ("plan-detail", "GET"): "K08",
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

ROUTES: dict[tuple[str, str], str] = {  # (URL name, method): id of the rule
    **HOME,
    **ACCOUNTS,
    **PEOPLE,
    **IMPORTS,
    **DASHBOARDS,
    **HELP,
    **SUPERVISION,
    **INSTRUMENTS,
    **PROGRAMME,
    **VISITS,
    **NOTES,
    **TALK,
    **MIRRORS,
    **PAPER,
    **COLLABORATION,
}
