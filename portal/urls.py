from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.home.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.calendar.urls")),
    path("", include("portal.people.urls")),
    path("", include("portal.imports.urls")),
    path("", include("portal.dashboards.urls")),
    path("", include("portal.reports.urls")),
    path("", include("portal.research.urls")),
    path("", include("portal.help.urls")),
    path("", include("portal.ledger.urls")),
    path("", include("supervision.urls")),
    path("", include("collaboration.urls")),
]

if settings.DEBUG:  # never where people work: operators have pages of their own
    urlpatterns.append(path("admin/", admin.site.urls))
