from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from collaboration.actions import look_back as actions
from collaboration.forms.look_back import LookBackForm
from collaboration.models import Activity, LookBack
from collaboration.views import words_page
from collaboration.views.activity import editable
from portal import access
from portal.http import SignedInRequest


def activity_look_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The four questions of a reflective meeting, instead of minutes."""
    activity = editable(request, pk)
    if activity.kind != Activity.Kind.REFLECTIVE:
        raise Http404
    row = LookBack.objects.filter(activity=activity).first()
    kept = {"decision": activity.decision, "to_try": activity.to_try}
    initial = kept | ({"due_on": row.due_on} if row else {})
    form = LookBackForm(request.POST or None, instance=row, initial=initial, activity=activity)

    def save() -> None:
        actions.write(activity, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is saved. Those on the list have been told."))

    return words_page.answer(
        request,
        activity,
        form,
        save,
        title=_("Reflection on the meeting"),
        intro=_("At most ten lines in all; a line holds a hundred signs. Write what helps next"
                " time, and no pupil's name."),
        button=_("Save"),
        draft=f"activity-look-back:{pk}",
        readers=access.readers("activity", activity),
    )  # fmt: skip
