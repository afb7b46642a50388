from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.help import manual
from portal.http import SignedInRequest


def help_index(request: SignedInRequest) -> HttpResponse:
    return render(request, "help/index.html", {"pages": manual.pages()})


def help_topic(request: SignedInRequest, topic: str) -> HttpResponse:
    page = manual.page(topic)
    if page is None:
        raise Http404
    return render(request, "help/topic.html", {"page": page})


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "help/about.html")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """For the machine that watches the server: the process answers and its database too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
