from django.urls import path

from portal.imports import views

urlpatterns = [
    path("impor/", views.import_list, name="import-list"),
    path("impor/contoh/<slug:kind>/", views.import_example, name="import-example"),
    path("impor/<uuid:pk>/", views.import_preview, name="import-preview"),
    path("impor/<uuid:pk>/sekolah/", views.import_school, name="import-school"),
    path("impor/<uuid:pk>/periksa/", views.import_check, name="import-check"),
    path("impor/<uuid:pk>/jalankan/", views.import_confirm, name="import-confirm"),
    path("impor/<uuid:pk>/hapus/", views.import_discard, name="import-discard"),
    path("impor/<uuid:pk>/tanda-terima/", views.import_receipt, name="import-receipt"),
]
