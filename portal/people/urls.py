from django.urls import path

from portal.people import holidays, places, views

urlpatterns = [
    path("orang/", views.people, name="people"),
    path("orang/baru/", views.person_new, name="person-new"),
    path("orang/<int:pk>/", views.person, name="person"),
    path("orang/<int:pk>/ubah/", views.person_edit, name="person-edit"),
    path("orang/<int:pk>/penugasan/", views.appointment_new, name="appointment-new"),
    path("orang/<int:pk>/pindah/", views.person_transfer, name="person-transfer"),
    path("penugasan/<int:pk>/akhiri/", views.appointment_end, name="appointment-end"),
    path("tempat/", places.place_list, name="place-list"),
    path("tempat/sekolah/baru/", places.school_form, name="school-new"),
    path("tempat/sekolah/<int:pk>/", places.school_form, name="school-edit"),
    path("tempat/gugus/baru/", places.cluster_form, name="cluster-new"),
    path("tempat/gugus/<int:pk>/", places.cluster_form, name="cluster-edit"),
    path("semester/", places.term_list, name="term-list"),
    path("semester/baru/", places.term_form, name="term-new"),
    path("semester/<int:pk>/", places.term_form, name="term-edit"),
    path("libur/", holidays.holiday_list, name="holiday-list"),
    path("libur/baru/", holidays.holiday_form, name="holiday-new"),
    path("libur/<int:pk>/", holidays.holiday_form, name="holiday-edit"),
    path("libur/<int:pk>/hapus/", holidays.holiday_remove, name="holiday-remove"),
]
