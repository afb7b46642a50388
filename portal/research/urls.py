from django.urls import path

from portal.research.views import consent, pack

urlpatterns = [
    path("penelitian/", consent.research_consent, name="research-consent"),
    path("penelitian/teks/", consent.research_texts, name="research-texts"),
    path(
        "penelitian/teks/<str:sort>/<uuid:pk>/",
        consent.research_quote,
        name="research-quote",
    ),
    path("paket-penelitian/", pack.pack_list, name="pack-list"),
    path("paket-penelitian/baru/", pack.pack_new, name="pack-new"),
    path("paket-penelitian/<uuid:pk>/", pack.pack_detail, name="pack-detail"),
    path("paket-penelitian/<uuid:pk>/kemajuan/", pack.pack_progress, name="pack-progress"),
    path("paket-penelitian/<uuid:pk>/teks/", pack.pack_texts, name="pack-texts"),
    path("paket-penelitian/<uuid:pk>/ulang/", pack.pack_again, name="pack-again"),
    path("paket-penelitian/<uuid:pk>/batal/", pack.pack_cancel, name="pack-cancel"),
    path("paket-penelitian/<uuid:pk>/lepas/", pack.pack_release, name="pack-release"),
    path("paket-penelitian/<uuid:pk>/tarik/", pack.pack_take_back, name="pack-take-back"),
    path("paket-penelitian/<uuid:pk>/paket.zip", pack.pack_file, name="pack-file"),
]
