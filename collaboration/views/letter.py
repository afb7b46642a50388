from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collaboration.actions import letter as actions
from collaboration.forms.letter import LetterCodeForm
from collaboration.meetings import hours, letters
from collaboration.models import Attendance, Letter
from portal import access, audit, paper, throttle
from portal.http import SignedInRequest

TRIES_OF_AN_ADDRESS = 60  # within an hour; an office may check a whole folder
PLACES = (
    "attendance__school",
    "attendance__activity__host",
    "attendance__activity__school__subdistrict",
    "attendance__activity__forum__cluster",
    "attendance__activity__forum__school",
    "attendance__activity__forum__subdistrict",
)


@require_POST
def attendance_certify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the letter of an attendance of one's own, or find the one made before."""
    row = get_object_or_404(Attendance.objects.visible_to(request.user), pk=pk)
    access.require("certify" in access.allowed(request.user, "attendance", row))
    try:
        letter = actions.issue(row, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("own-hours")
    return redirect("letter-detail", letter.pk)


def found(request: SignedInRequest, pk: UUID) -> Letter:
    rows = Letter.objects.visible_to(request.user).select_related(*PLACES)
    return get_object_or_404(rows, pk=pk)


def address_of(request: HttpRequest, letter: Letter) -> str:
    return request.build_absolute_uri(reverse("letter-check", args=[letter.code]))


def letter_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One's own letter: its facts, the PDF, and what others see who check it."""
    letter = found(request, pk)
    context = {
        "letter": letter,
        "is_valid": Letter.objects.valid().filter(pk=pk).exists(),
        "code": letters.grouped(letter.code),
        "address": address_of(request, letter),
        **facts(letter),
    }
    return render(request, "collaboration/letter_detail.html", context)


def letter_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    letter = found(request, pk)
    if not Letter.objects.valid().filter(pk=pk).exists():
        messages.error(request, withdrawn())
        return redirect("letter-detail", pk)
    sheet = letters.letter(letter, timezone.now(), address=address_of(request, letter))
    audit.record("letter_print", letter, by=request.user, subject=request.user)
    size = paper.size_of(request.GET.get("kertas", ""))
    response = HttpResponse(paper.as_pdf(sheet, size), content_type="application/pdf")
    day = facts(letter)["day"]
    name = paper.file_name(_("Letter of attendance"), letter.name, letter.title, str(day))
    header = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = header or "inline"
    return response


def facts(letter: Letter) -> dict[str, object]:
    zone = ZoneInfo(letter.attendance.activity.zone)
    return {
        "day": letter.starts_at.astimezone(zone).date(),
        "lessons": hours.lessons(letter.minutes),
    }


def withdrawn() -> str:
    return _("This letter is no longer valid: the list or the time of the activity was corrected.")


@login_not_required
@never_cache
def letter_check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Anybody checks a letter by its code: validity, name, title, day and hours, nothing else."""
    response = checked(request, code)
    response["X-Robots-Tag"] = "noindex"
    return response


def checked(request: HttpRequest, code: str) -> HttpResponse:
    form = LetterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("letter-check", form.cleaned_data["code"])
    if not code:
        return render(request, "collaboration/letter_check.html", {"form": form})
    address = request.META.get("REMOTE_ADDR", "")
    if throttle.too_often("letter", address, TRIES_OF_AN_ADDRESS):
        refused = {"form": form, "too_often": True}
        return render(request, "collaboration/letter_check.html", refused, status=429)
    rows = Letter.objects.filter(code=actions.tidy(code)).select_related(*PLACES)
    letter = rows.first()
    if letter is None:
        unknown = {"form": form, "unknown": True}
        return render(request, "collaboration/letter_check.html", unknown, status=404)
    valid = Letter.objects.valid().filter(pk=letter.pk).exists()
    context = {"form": form, "letter": letter if valid else None, "withdrawn": not valid}
    return render(request, "collaboration/letter_check.html", {**context, **facts(letter)})
