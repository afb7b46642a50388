"""The page that edits one section of a report, whatever the report is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import drafts
from portal.http import SignedInRequest
from supervision.actions.report import Changed, mark
from supervision.forms.report import SectionForm

Write = Callable[[str, str], object]  # what was typed, and the mark its writer began from


def section_edit(
    request: SignedInRequest,
    template: str,
    *,
    write: Write,
    title: str,
    text: str,
    draft: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """What somebody else saved meanwhile stands beside what was typed.

    ``write`` raises ``Changed`` then, and ``ValidationError`` for what is refused. ``draft`` names
    the unsent text, ``back`` is the address of the report.
    """
    form, other = SectionForm(request.POST or None, title=title, text=text), ""
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data["text"], request.POST.get("seen", ""))
        except Changed as changed:
            other = text = changed.text
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
        else:
            drafts.discard(request.user, draft)
            messages.success(request, _("The section is saved."))
            return redirect(back)
    seen = (not other and request.POST.get("seen")) or mark(text)
    context |= {"form": form, "title": title, "other": other, "seen": seen}
    return render(request, template, {**context, "draft": draft, "back": back})
