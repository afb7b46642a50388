from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from portal import access, periods
from portal.http import SignedInRequest
from portal.models import School, User
from supervision.actions import word
from supervision.mirrors import dialogue, formality, sentences


def mirror(request: SignedInRequest) -> HttpResponse:
    """How the reader himself talks. There is no address for anybody else's mirror."""
    user = User.objects.filter(access.where(request.user, "profile")).first()
    access.require(user is not None)
    today = periods.today("Asia/Jakarta")
    found = dialogue.material(request.user, today)
    meter = dialogue.meter(request.user, found, today)
    enough = meter.talks >= dialogue.MIN_TALKS
    notes = formality.notes(request.user, found)
    context = {
        "meter": meter,
        "least": dialogue.MIN_TALKS,
        "figures": sentences.figures(meter) if enough else [],
        "notes": [(row.session, [sentences.SIGNS[name] for name in row.signs]) for row in notes],
        "heard": word.heard(request.user),
        "least_words": word.TalkWord.MIN_SHOWN,
        "observes": bool(found.sessions)
        or School.objects.where_one_may(request.user, "observe").exists(),
    }
    return render(request, "supervision/mirror.html", context)
