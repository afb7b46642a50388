from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.middleware import SALT, worded
from portal.models import User

ONE_DAY = 24 * 60 * 60


def signed_in(request: HttpRequest) -> User | None:
    """The person of the typed name and password, within the same limits as at the front door."""
    name, password = request.POST.get("login", ""), request.POST.get("password", "")
    try:
        found: User | None = get_adapter(request).authenticate(
            request, username=name, password=password
        )
    except ValidationError:
        return None
    return found


@login_not_required
@require_POST
@sensitive_post_parameters()
def resume(request: HttpRequest) -> HttpResponse:
    """Sign in again and show what was typed, to be sent with one more tap."""
    sealed = request.POST.get("sealed", "")
    try:
        typed = signing.loads(sealed, salt=SALT, max_age=ONE_DAY)
    except signing.BadSignature:
        return redirect("sign-in")
    if not request.user.is_authenticated:
        user = signed_in(request)
        if user is None:
            context = {"sealed": sealed, "fields": typed["fields"], "refused": True}
            return render(request, "accounts/session_ended.html", context, status=403)
        login(request, user)
    if request.user.pk != typed["owner"] or not url_has_allowed_host_and_scheme(
        typed["path"], allowed_hosts=None
    ):
        return redirect("home")
    return render(request, "accounts/resume.html", {**typed, "words": worded(typed["fields"])})
