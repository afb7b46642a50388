from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import invitations, traces
from portal import audit, notify
from portal.accounts.middleware import typed, worded
from portal.forms import helper
from portal.http import SignedInRequest
from portal.models import Notification, User
from supervision import news

PAGE = 20
YEAR = 365 * 24 * 60 * 60


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    """End the session here and on the server; a shared phone keeps nothing."""
    audit.record("sign_out", request.user, by=request.user)
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def back(request: HttpRequest) -> str:
    """Where the reader came from, if that is a page of ours."""
    before = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    return before if ours else "/"


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    response = redirect(back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax",
            secure=settings.HTTPS, httponly=True,
        )  # fmt: skip
    return response


@require_POST
def set_theme(request: SignedInRequest) -> HttpResponse:
    response = redirect("settings")
    theme = request.POST.get("theme", "")
    if theme in ("light", "dark", "auto"):
        response.set_cookie(
            "theme",
            theme,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return response


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A token that changed costs no word: the form comes back to be sent once more.

    Only for a form of our own pages; what another site sends is refused without an offer.
    """
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if not (ours and request.user.is_authenticated and request.method == "POST"):
        return render(request, "403.html", status=403)
    fields = typed(request)
    context = {"path": request.get_full_path(), "fields": fields, "words": worded(fields)}
    return render(request, "accounts/resume.html", context, status=403)


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "title_before", "title_after", "address", "email", "phone", "digest"]
        fields += ["meeting_mail"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].help_text = _("Only how much is new and a link; no name, no text.")
        self.fields["meeting_mail"].help_text = _("Only when, where and a link; no name, no topic.")
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("digest") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("For the daily e-mail, write an address first."))
        return data


def settings_page(request: SignedInRequest) -> HttpResponse:
    """Own name, form of address and contact; own appointments; the look."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        audit.record("profile_edit", user, by=user, subject=user)
        messages.success(request, _("Your details are saved."))
        return redirect("settings")
    context = {
        "form": form,
        "appointments": request.user.appointments.select_related("school", "cluster", "region"),
    }
    return render(request, "accounts/settings.html", context)


def about(user: User, rows: Sequence[Notification]) -> dict[str, str]:
    return news.about(user, rows) | traces.asked_about(user, rows)


def notifications(request: SignedInRequest) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user)
    if request.method == "POST":
        rows.filter(read_at=None).update(read_at=timezone.now())
        return redirect("notifications")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    shown = rows.filter(pk__in=[row.pk for row in page])
    lines = notify.lines(shown, partial(about, request.user))
    called = invitations.ahead(request.user, lines, timezone.now())
    context = {"page": page, "lines": invitations.beside(lines, called)}
    return render(request, "accounts/notifications.html", context)
