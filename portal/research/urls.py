from django.urls import path

from portal.research.views import consent

urlpatterns = [
    path("penelitian/", consent.research_consent, name="research-consent"),
    path("penelitian/teks/", consent.research_texts, name="research-texts"),
    path(
        "penelitian/teks/<str:sort>/<uuid:pk>/",
        consent.research_quote,
        name="research-quote",
    ),
]
