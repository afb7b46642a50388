"""A conclusion as a PDF and as a text document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from collaboration.findings.cards import cards
from collaboration.models import Conclusion
from collaboration.papers import conclusion as papers
from collaboration.views.conclusions.writing import found
from portal import audit, paper
from portal.http import SignedInRequest
from portal.paper.document import TYPE, as_docx
from supervision.views.paper import answer


def _printed(request: SignedInRequest, pk: UUID) -> tuple[Conclusion, paper.Sheet]:
    row = found(request, pk)
    audit.record("conclusion_print", row, by=request.user)
    (card,) = cards(request.user, [row])
    return row, papers.sheet(card, timezone.now())


def conclusion_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row, sheet = _printed(request, pk)
    return answer(request, sheet, _("Conclusion"), row.place.name, row.written_at.date())


def conclusion_docx(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row, sheet = _printed(request, pk)
    content = as_docx(sheet, author=request.user.paper_name, now=timezone.now())
    name = paper.file_name(_("Conclusion"), row.place.name, row.written_at.date(), ending="docx")
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
