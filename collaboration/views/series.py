from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from collaboration.actions import series as actions
from collaboration.forms.series import TaskForm
from collaboration.models import OnTask, Series
from collaboration.views import words_page
from portal import access
from portal.http import SignedInRequest


def task_write(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One's own task of a series, by the key of its first meeting."""
    rows = Series.objects.visible_to(request.user).select_related("first")
    series = get_object_or_404(rows, first=pk)
    access.require("take_task" in access.allowed(request.user, "activity", series.first))
    task = OnTask.objects.filter(series=series, user=request.user).first()
    form = TaskForm(request.POST or None, instance=task, user=request.user, series=series)
    return words_page.answer(
        request,
        series.first,
        form,
        lambda: actions.write(series, by=request.user, **form.cleaned_data),
        title=_("What I try in my class"),
        intro=series.task,
        button=_("Save"),
        draft=f"task-write:{pk}",
        readers=[request.user.call, *others(series)],
    )


def others(series: Series) -> list[str]:
    """Who else reads a task, in words; in a school its members are those on the list alone."""
    if series.first.forum_id:
        return access.readers("on_task")
    return [_("those who take part in this series")]
