"""Pages of reports about a forum or many schools. T17 and T18 say of other kinds what T16 says."""

ROUTES: dict[tuple[str, str], str] = {
    ("area-report-list", "GET"): "T16",
    ("area-report-new", "GET"): "T16",
    ("area-report-new", "POST"): "T16",
    ("area-report-detail", "GET"): "T16",
    ("area-report-progress", "GET"): "T16",
    ("area-report-edit", "GET"): "T16",
    ("area-report-edit", "POST"): "T16",
    ("area-report-restore", "POST"): "T16",
    ("area-report-recount", "POST"): "T16",
    ("area-report-cancel", "POST"): "T16",
    ("area-report-discard", "POST"): "T16",
    ("area-report-sign", "POST"): "T16",
    ("area-report-print", "GET"): "T16",
    ("area-report-pdf", "GET"): "T16",
    ("area-report-docx", "GET"): "T16",
}
