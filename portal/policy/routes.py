"""Which row of the table opens a route. A route missing here fails the build."""

PUBLIC = frozenset(
    {"sign-in", "account_login", "invitation", "about", "healthz", "set-language"}
)

ROUTES: dict[tuple[str, str], str] = {  # (URL name, method): id of the rule
    ("home", "GET"): "P05",
}
