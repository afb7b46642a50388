from django.urls import path

from portal.help import views

urlpatterns = [
    path("bantuan/", views.help_index, name="help"),
    path("bantuan/<slug:topic>/", views.help_topic, name="help-topic"),
    path("tentang/", views.about, name="about"),
    path("healthz", views.healthz, name="healthz"),
]
