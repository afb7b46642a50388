"""The page on which one text about an activity is written: a focus, notes, a talk, a task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from collaboration.models import Activity
from portal.http import SignedInRequest


def answer(
    request: SignedInRequest,
    activity: Activity,
    form: forms.BaseForm,
    save: Callable[[], object],
    **words: Any,
) -> HttpResponse:
    """Saved and back to the activity, or shown again with what was typed and why it was refused.

    ``words`` are title, intro, button, draft (its key) and readers, and may hold a focus.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
            return redirect("activity-detail", activity.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"activity": activity, "form": form, "focus": "", **words}
    return render(request, "collaboration/activity_words.html", context)
