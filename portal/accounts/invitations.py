from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from portal import access, throttle
from portal.accounts import codes
from portal.forms import helper
from portal.http import SignedInRequest
from portal.models import User
from portal.roles import Role

PAGE = 50
TRIES_AN_HOUR = 60  # from one address; a whole school may share it


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Ten letters and digits, as they stand on your slip."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_code(self) -> str:
        code = codes.tidy(self.cleaned_data["code"])
        if codes.find(code) is None:
            raise ValidationError(codes.spent())
        return code


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_("At least 10 characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


def too_often(request: HttpRequest) -> bool:
    """Has this address tried more codes in this hour than a school would?"""
    return throttle.too_often("codes", request.META.get("REMOTE_ADDR", ""), TRIES_AN_HOUR)


@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, code: str = "") -> HttpResponse:
    """Type the code, then choose a password; signs in when done."""
    code = codes.tidy(request.POST.get("code", code))
    if code and too_often(request):
        return render(request, "accounts/too_often.html", status=429)
    found = codes.find(code) if code else None
    if found is None:
        asked = CodeForm({"code": code} if code else None)
        return render(request, "accounts/invitation_code.html", {"form": asked})
    if "password" not in request.POST:
        context = {"form": PasswordForm(), "person": found.user, "code": code}
        return render(request, "accounts/invitation_password.html", context)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            user = codes.use(code, form.cleaned_data["password"])
            login(
                request,
                user,
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
            return redirect("home")
        except ValidationError as refusal:
            form.add_error("password", refusal.messages)
    context = {"form": form, "person": found.user, "code": code}
    return render(request, "accounts/invitation_password.html", context)


def invitation_list(request: SignedInRequest) -> HttpResponse:
    """Whom the reader may give a code: the operator anybody of the place, a principal teachers."""
    access.require(request.user.scope.holds(Role.PRINCIPAL, Role.OPERATOR))
    words = request.GET.get("cari", "")[:80]
    people = User.objects.where_one_may(request.user, "invite").exclude(pk=request.user.pk)
    people = people.named(words) if words else people
    people = people.prefetch_related("appointments__school").order_by("last_login", "name", "pk")
    page = Paginator(people, PAGE).get_page(request.GET.get("hal"))
    return render(request, "accounts/invitation_list.html", {"page": page, "words": words})


def invitation_sheet(request: SignedInRequest) -> HttpResponse:
    """Make codes and show them once, one slip a person, to be cut and handed over."""
    access.require(request.user.scope.holds(Role.PRINCIPAL, Role.OPERATOR))
    if request.method != "POST":
        return redirect("invitation-list")
    wanted = [
        value
        for value in request.POST.getlist("person")[:200]
        if value.isdecimal() and len(value) < 10
    ]
    people = User.objects.where_one_may(request.user, "invite").filter(pk__in=wanted)
    slips = [
        (person, codes.issue(person, by=request.user))
        for person in people.exclude(pk=request.user.pk).order_by("name", "pk")
    ]
    if not slips:
        return redirect("invitation-list")
    return render(request, "accounts/invitation_sheet.html", {"slips": slips})
