from django.urls import path

from supervision.views import follow_up, observation, preparation, record, session, talk

ONE = "supervisi/<uuid:pk>/"

urlpatterns = [
    path("supervisi/", session.session_list, name="session-list"),
    path("supervisi/jadwalkan/", session.session_plan, name="session-plan"),
    path(ONE, session.session_detail, name="session-detail"),
    path(f"{ONE}ubah-tanggal/", session.session_reschedule, name="session-reschedule"),
    path(f"{ONE}batalkan/", session.session_cancel, name="session-cancel"),
    path(f"{ONE}persiapan/", preparation.session_prepare, name="session-prepare"),
    path(f"{ONE}persiapan/setujui/", preparation.session_confirm, name="session-confirm"),
    path(f"{ONE}asesmen-diri/", preparation.session_self, name="session-self"),
    path(f"{ONE}observasi/", observation.session_observe, name="session-observe"),
    path(
        f"{ONE}observasi/catatan/<uuid:note>/",
        observation.session_note,
        name="session-note",
    ),
    path(f"{ONE}observasi/<slug:aspect>/", observation.session_rate, name="session-rate"),
    path(f"{ONE}periksa/", observation.session_check, name="session-check"),
    path(f"{ONE}bagikan/", session.session_release, name="session-release"),
    path(f"{ONE}tarik/", session.session_withdraw, name="session-withdraw"),
    path(f"{ONE}diskusi/", talk.session_discuss, name="session-discuss"),
    path(f"{ONE}diskusi/tulis/", talk.session_turn, name="session-turn"),
    path(f"{ONE}diskusi/langkah/", talk.session_step, name="session-step"),
    path(
        f"{ONE}diskusi/langkah/<uuid:step>/hapus/",
        talk.session_step_drop,
        name="session-step-drop",
    ),
    path(f"{ONE}diskusi/sikap/", talk.session_agree, name="session-agree"),
    path(f"{ONE}upaya/", follow_up.session_follow, name="session-follow"),
    path(f"{ONE}tutup/", follow_up.session_close, name="session-close"),
    path(f"{ONE}refleksi/", follow_up.session_reflect, name="session-reflect"),
    path(f"{ONE}catatan/", record.session_record, name="session-record"),
    path(f"{ONE}cetak/", record.session_print, name="session-print"),
    path("tindak-lanjut/", follow_up.followup_list, name="followup-list"),
    path("tindak-lanjut/<uuid:pk>/", follow_up.step_prove, name="step-prove"),
    path("tindak-lanjut/<uuid:pk>/lihat/", follow_up.step_look, name="step-look"),
    path("instrumen/", record.instrument_list, name="instrument-list"),
    path("instrumen/<uuid:pk>/", record.instrument_detail, name="instrument-detail"),
]
