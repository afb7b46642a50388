"""Putting sentences of shared texts under themes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import finding as actions
from collaboration.findings.matrix import coded_keys
from collaboration.findings.texts import KINDS, SOURCES, Kind, readable, sentences
from collaboration.forms.finding import CodingForm
from collaboration.models import CodedExcerpt
from collaboration.views.place import PAGE, open_at
from collaboration.views.theme import in_use_at
from portal import access
from portal.http import SignedInRequest
from portal.models import School

SHOWN = 160  # signs of a text in the list


def finding_texts(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Shared texts of one kind that one may read, with what one has gone through."""
    school = open_at(request, npsn, "code_texts")
    kind = KINDS.get(request.GET.get("jenis", ""), KINDS["turn"])
    rows = readable(request.user, school, kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    done = coded_keys(request.user, school)
    context = {
        "school": school,
        "kinds": KINDS.values(),
        "kind": kind,
        "page": page,
        "texts": [
            {
                "row": row,
                "words": " ".join(line.words for line in sentences(kind, row))[:SHOWN],
                "source": SOURCES[kind.source(row)],
                "day": kind.day(row),
                "done": f"{kind.key}:{row.pk}" in done,
            }
            for row in page
        ],
        "readers": access.readers("coded"),
    }
    return render(request, "findings/texts.html", context)


def finding_code(request: SignedInRequest, npsn: str, sort: str, pk: UUID) -> HttpResponse:
    """One text sentence by sentence: choose a theme, tick what speaks of it."""
    school = open_at(request, npsn, "code_texts")
    if sort not in KINDS:
        raise Http404
    kind = KINDS[sort]
    text = get_object_or_404(readable(request.user, school, kind), pk=pk)
    lines = sentences(kind, text)
    themes = in_use_at(request, school)
    form = CodingForm(request.POST or None, themes=themes, lines=lines)
    if request.method == "POST" and form.is_valid() and _saved(request, form, kind, text, school):
        return redirect("finding-code", npsn, sort, pk)
    mine = CodedExcerpt.objects.visible_to(request.user).filter(
        coded__coder=request.user, coded__school=school, coded__key=f"{sort}:{pk}"
    )
    marked: dict[str, list[CodedExcerpt]] = {}
    for row in mine.select_related("theme").order_by("theme__name"):
        marked.setdefault(row.digest, []).append(row)
    ticked = set(request.POST.getlist("sentence"))
    context = {
        "school": school,
        "kind": kind,
        "form": form,
        "source": SOURCES[kind.source(text)],
        "day": kind.day(text),
        "lines": [(line, line.digest in ticked, marked.get(line.digest, [])) for line in lines],
        "themes": form.fields["theme"].queryset,  # type: ignore[attr-defined]
        "readers": access.readers("coded"),
    }
    return render(request, "findings/code.html", context)


def _saved(
    request: SignedInRequest, form: CodingForm, kind: Kind, text: Model, school: School
) -> bool:
    nothing = "nothing" in request.POST
    theme = None if nothing else form.cleaned_data["theme"]
    digests = [] if nothing else form.cleaned_data["sentence"]
    try:
        actions.code(kind, text, school, by=request.user, theme=theme, digests=digests)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    said = _("It is noted that you have read it.") if nothing else _("The sentences are coded.")
    messages.success(request, said)
    return True


@require_POST
def finding_uncode(request: SignedInRequest, npsn: str, pk: UUID) -> HttpResponse:
    """One's own excerpt leaves its theme."""
    school = open_at(request, npsn, "code_texts")
    rows = CodedExcerpt.objects.visible_to(request.user).filter(coded__school=school)
    row = get_object_or_404(rows.select_related("coded"), pk=pk)
    access.require("edit" in access.allowed(request.user, "coded", row.coded))
    kind, _colon, text = row.coded.key.partition(":")
    actions.uncode(row, by=request.user)
    messages.success(request, _("The sentence has left the theme."))
    return redirect("finding-code", npsn, kind, text)
