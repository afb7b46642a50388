"""Pages of a school's vision, climate and barriers, and the rows that open them."""

VISION = {
    ("vision", "GET"): "K18",
    ("vision-school", "GET"): "K18",
    ("vision-edit", "GET"): "K19",
    ("vision-edit", "POST"): "K19",
    ("pledge-edit", "GET"): "K18",
    ("pledge-edit", "POST"): "K18",
    ("pledge-withdraw", "GET"): "K18",
    ("pledge-withdraw", "POST"): "K18",
    ("activity-vision", "GET"): "K06",
    ("activity-vision", "POST"): "K06",
}

CLIMATE = {
    ("climate", "GET"): "K21",
    ("climate-school", "GET"): "K21",
    ("climate-answer", "GET"): "K20",
    ("climate-answer", "POST"): "K20",
}

BARRIERS = {
    ("barriers", "GET"): "K22",
    ("barrier-school", "GET"): "K22",
    ("barrier-new", "GET"): "K22",
    ("barrier-new", "POST"): "K22",
    ("activity-barrier", "GET"): "K22",
    ("activity-barrier", "POST"): "K22",
    ("barrier-withdraw", "GET"): "K52",
    ("barrier-withdraw", "POST"): "K52",
}

COMPANY = {
    ("offer-list", "GET"): "K55",
    ("offer-edit", "GET"): "K55",
    ("offer-edit", "POST"): "K55",
    ("offer-withdraw", "GET"): "K55",
    ("offer-withdraw", "POST"): "K55",
    ("nudge", "GET"): "K56",
    ("nudge-aside", "POST"): "K56",
}

TIME = {
    ("time", "GET"): "K53",
    ("time-add", "POST"): "K53",
    ("time-school", "GET"): "K54",
}

ROUTES: dict[tuple[str, str], str] = {**VISION, **CLIMATE, **BARRIERS, **TIME, **COMPANY}
