from django.urls import path

from portal.dashboards import views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/sekolah/<str:npsn>/", views.dashboard_school, name="dashboard-school"),
    path("dasbor/<str:code>/", views.dashboard_region, name="dashboard-region"),
]
