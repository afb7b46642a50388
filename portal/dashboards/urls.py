from django.urls import path

from portal.dashboards import dose, number_list, over_time, views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/sekolah/<str:npsn>/", views.dashboard_school, name="dashboard-school"),
    path(
        "dasbor/sekolah/<str:npsn>/unduh.<str:ending>",
        views.dashboard_school_file,
        name="dashboard-school-file",
    ),
    path(
        "dasbor/sekolah/<str:npsn>/semester/",
        over_time.school_terms,
        name="dashboard-school-terms",
    ),
    path(
        "dasbor/sekolah/<str:npsn>/angka/<slug:what>/",
        number_list.school_number,
        name="dashboard-school-number",
    ),
    path(
        "dasbor/sekolah/<str:npsn>/semester/unduh.<str:ending>",
        over_time.school_terms_file,
        name="dashboard-school-terms-file",
    ),
    path("dasbor/gugus/<int:pk>/", views.dashboard_cluster, name="dashboard-cluster"),
    path(
        "dasbor/gugus/<int:pk>/unduh.<str:ending>",
        views.dashboard_cluster_file,
        name="dashboard-cluster-file",
    ),
    path("dasbor/<str:code>/jam-bersama/", dose.region_dose, name="dashboard-dose"),
    path("dasbor/<str:code>/", views.dashboard_region, name="dashboard-region"),
    path(
        "dasbor/<str:code>/unduh.<str:ending>",
        views.dashboard_region_file,
        name="dashboard-region-file",
    ),
]
