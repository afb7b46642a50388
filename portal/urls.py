from django.urls import include, path

urlpatterns = [
    path("", include("portal.home.urls")),
]
