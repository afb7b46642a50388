from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from collaboration import papers
from collaboration.models import LessonPlan
from collaboration.views.plans.read import readable_source
from collaboration.views.plans.rows import readable
from portal import audit, paper
from portal.http import SignedInRequest
from supervision.views.paper import answer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def printed(request: SignedInRequest, plan: LessonPlan) -> papers.Printed:
    """The newest version as it goes on paper."""
    source = readable_source(request, plan)
    named = source.title if source else _("another plan") if plan.adapted_from_id else ""
    return papers.Printed(
        plan=plan,
        version=plan.versions.select_related("author").order_by("-number")[0],
        authors=list(plan.authors.order_by("authorships__since")),
        source=named,
        files=list(plan.attachments.as_list()),
        reader=request.user,
        at=timezone.now(),
    )


def name_of(of: papers.Printed) -> tuple[object, ...]:
    grade = of.version.text["grade"]
    return ("Modul ajar", of.title, f"kelas {grade}", f"v{of.version.number}")


def plan_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The plan under its school's letterhead, with place for two signatures."""
    of = printed(request, readable(request, pk))
    audit.record("plan_print", of.plan, by=request.user)
    return answer(request, papers.sheet(of), *name_of(of))


def plan_docx(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The plan as a text document, to change offline."""
    of = printed(request, readable(request, pk))
    audit.record("plan_print", of.plan, by=request.user)
    response = HttpResponse(papers.as_docx(of), content_type=DOCX)
    name = paper.file_name(*name_of(of), ending="docx")
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    return response
