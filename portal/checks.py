from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error, register

APART = {  # reached only through the record they belong to, or facts without persons
    "portal.AuditChain", "portal.AuditEvent", "portal.CalendarFeed", "portal.Holiday",
    "portal.Invitation", "portal.SchoolYear", "portal.StoredFile", "portal.Term",
    "supervision.CalibrationLesson", "supervision.CalibrationRater",
    "supervision.CalibrationRating", "supervision.DateProposal", "supervision.Delegate",
    "supervision.Indicator", "supervision.NoteVersion", "supervision.Reopening",
    "supervision.Rescheduling", "supervision.Section", "supervision.SessionInstrument",
    "supervision.Publication", "supervision.PublishedFigure", "supervision.TermSummary",
    "collaboration.ActivityAspect", "collaboration.AttendanceCode",
    "collaboration.Authorship", "collaboration.CollaborationSummary", "collaboration.Membership",
    "collaboration.ActivityWeek",
    "collaboration.ClimateCount", "collaboration.ClimateFigure", "collaboration.ClimateToken",
    "collaboration.VisionLine", "collaboration.VisionPart", "collaboration.VisionService",
    "collaboration.ConclusionEvent", "collaboration.ConclusionEvidence",
    "collaboration.OtherSource", "collaboration.PlanBand", "collaboration.PlanText",
}  # fmt: skip


@register
def every_model_says_who_sees_it(**kwargs: Any) -> list[Error]:
    """A model that people can reach has ``visible_to`` on its default manager."""
    return [
        Error(
            f"{model._meta.label} has no visible_to(user).",
            hint="Give its QuerySet one, or name it in portal.checks.APART.",
            id="portal.E001",
        )
        for label in ("portal", "supervision", "collaboration")
        for model in apps.get_app_config(label).get_models()
        if model._meta.label not in APART and not hasattr(model._default_manager, "visible_to")
    ]
