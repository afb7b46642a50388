from django.http import HttpResponse
from django.shortcuts import render

from portal.http import SignedInRequest


def home(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/home.html")
