from django.urls import path

from portal.ledger import views

urlpatterns = [
    path("waktu/", views.time_own, name="time"),
    path("waktu/catat/", views.time_add, name="time-add"),
    path("waktu/sekolah/<str:npsn>/", views.time_school, name="time-school"),
]
