from django.urls import path

from portal.calendar import views

urlpatterns = [
    path("kalender/<str:token>.ics", views.feed, name="calendar-feed"),
    path("pengaturan/kalender/", views.settings_page, name="calendar"),
    path("pengaturan/kalender/hentikan/", views.revoke, name="calendar-revoke"),
    path(
        "supervisi/<uuid:pk>/kalender.ics",
        views.session_calendar,
        name="session-calendar",
    ),
    path(
        "supervisi/bersama/<uuid:pk>/kalender.ics",
        views.group_calendar,
        name="group-calendar",
    ),
    path(
        "kegiatan/<uuid:pk>/kalender.ics",
        views.activity_calendar,
        name="activity-calendar",
    ),
]
