from django.urls import path

from portal.reports import views

urlpatterns = [
    path("laporan-bersama/", views.area_report_list, name="area-report-list"),
    path("laporan-bersama/baru/", views.area_report_new, name="area-report-new"),
    path("laporan-bersama/<uuid:pk>/", views.area_report_detail, name="area-report-detail"),
    path(
        "laporan-bersama/<uuid:pk>/kemajuan/",
        views.area_report_progress,
        name="area-report-progress",
    ),
    path(
        "laporan-bersama/<uuid:pk>/ubah/<slug:passage>/",
        views.area_report_edit,
        name="area-report-edit",
    ),
    path(
        "laporan-bersama/<uuid:pk>/pulihkan/<slug:passage>/",
        views.area_report_restore,
        name="area-report-restore",
    ),
    path(
        "laporan-bersama/<uuid:pk>/hitung-ulang/",
        views.area_report_recount,
        name="area-report-recount",
    ),
    path("laporan-bersama/<uuid:pk>/batal/", views.area_report_cancel, name="area-report-cancel"),
    path("laporan-bersama/<uuid:pk>/buang/", views.area_report_discard, name="area-report-discard"),
    path("laporan-bersama/<uuid:pk>/sahkan/", views.area_report_sign, name="area-report-sign"),
    path("laporan-bersama/<uuid:pk>/cetak/", views.area_report_print, name="area-report-print"),
    path("laporan-bersama/<uuid:pk>/cetak.pdf", views.area_report_pdf, name="area-report-pdf"),
    path("laporan-bersama/<uuid:pk>/berkas.docx", views.area_report_docx, name="area-report-docx"),
]
