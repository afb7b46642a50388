"""Pages of calling, attending and remembering a meeting, and the rows that open them."""

ROUTES: dict[tuple[str, str], str] = {}
