"""The code book of a school or a region."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import finding as actions
from collaboration.forms.finding import ThemeForm
from collaboration.models import Theme
from collaboration.views.place import PAGE, open_at
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import Region, School


def theme_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Themes a school may code with: its own and those of its region."""
    school = open_at(request, npsn, "read_findings")
    rows = Theme.objects.visible_to(request.user).for_school(school).select_related("region")
    context = {
        "place": school,
        "school": school,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "may_write": "write_theme" in access.allowed(request.user, "school", school),
        "mine": set(
            rows.filter(access.where(request.user, "theme", "edit")).values_list("pk", flat=True)
        ),
        "above": Region.objects.filter(
            access.where(request.user, "region", "write_theme"),
            code__in=_around(school),
        ),
        "readers": access.readers("coded"),
    }
    return render(request, "findings/theme_list.html", context)


def _around(school: School) -> list[str]:
    parts = school.subdistrict_id.split(".")
    return [".".join(parts[: number + 1]) for number in range(len(parts))]


def theme_region(request: SignedInRequest, code: str) -> HttpResponse:
    """Themes of a region, for all its schools; written by those who serve all of it."""
    region = _region(request, code)
    rows = Theme.objects.visible_to(request.user).filter(region=region)
    context = {
        "place": region,
        "region": region,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "may_write": True,
        "mine": set(rows.values_list("pk", flat=True)),
    }
    return render(request, "findings/theme_list.html", context)


def _region(request: SignedInRequest, code: str) -> Region:
    rows = Region.objects.filter(access.where(request.user, "region", "write_theme"))
    return get_object_or_404(rows, code=code)


def theme_school_new(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "read_findings")
    access.require("write_theme" in access.allowed(request.user, "school", school))
    return _new(request, {"school": school})


def theme_region_new(request: SignedInRequest, code: str) -> HttpResponse:
    return _new(request, {"region": _region(request, code)})


def _new(request: SignedInRequest, place: dict[str, Any]) -> HttpResponse:
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            theme = actions.write_theme(
                form_id(request), by=request.user, **place, **form.cleaned_data
            )
            messages.success(request, _("The theme stands in the code book."))
            return _back(theme)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    (where,) = place.values()
    context = {"form": form, "form_id": form_id(request), "draft": f"theme:{where.pk}", **place}
    return render(request, "findings/theme_edit.html", context)


def _editable(request: SignedInRequest, pk: UUID) -> Theme:
    rows = Theme.objects.visible_to(request.user).select_related("school", "region")
    theme = get_object_or_404(rows, pk=pk)
    access.require("edit" in access.allowed(request.user, "theme", theme))
    return theme


def theme_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    theme = _editable(request, pk)
    words = {name: getattr(theme, name) for name in ThemeForm.base_fields}
    form = ThemeForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        actions.change_theme(theme, by=request.user, **form.cleaned_data)
        messages.success(request, _("The theme is changed. What was coded stays under it."))
        return _back(theme)
    context = {
        "form": form,
        "form_id": form_id(request),
        "draft": f"theme:{theme.pk}",
        "theme": theme,
        "school": theme.school,
        "region": theme.region,
    }
    return render(request, "findings/theme_edit.html", context)


@require_POST
def theme_retire(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Puts a theme out of use, or into use again."""
    theme = _editable(request, pk)
    actions.retire_theme(theme, by=request.user)
    messages.success(request, _("It is out of use.") if theme.retired_at else _("It is in use."))
    return _back(theme)


def _back(theme: Theme) -> HttpResponse:
    if theme.school:
        return redirect("theme-school", theme.school.npsn)
    return redirect("theme-region", theme.region_id)


def in_use_at(request: SignedInRequest, school: School) -> Any:
    return Theme.objects.visible_to(request.user).for_school(school).in_use()
