from django.urls import path

from collaboration.views import activity, attendance, forum, impact, library, minutes, trial
from collaboration.views.plans import read, share, taught, write

ACTIVITY = "kegiatan/<uuid:pk>/"
PLAN = "modul/<uuid:pk>/"

urlpatterns = [
    path("kkg/", forum.forum_list, name="forum-list"),
    path("kkg/gugus/<int:cluster>/", forum.forum_found, name="forum-found"),
    path("kkg/<uuid:pk>/", forum.forum_detail, name="forum-detail"),
    path("kkg/<uuid:pk>/anggota/", forum.forum_members, name="forum-members"),
    path("kkg/<uuid:forum>/undang/", activity.activity_new, name="forum-convene"),
    path("kegiatan/", forum.activity_list, name="activity-list"),
    path("kegiatan/baru/", activity.activity_new, name="activity-new"),
    path(ACTIVITY, activity.activity_detail, name="activity-detail"),
    path(f"{ACTIVITY}ubah/", activity.activity_edit, name="activity-edit"),
    path(f"{ACTIVITY}batalkan/", activity.activity_cancel, name="activity-cancel"),
    path(f"{ACTIVITY}hadir/", attendance.activity_attend, name="activity-attend"),
    path(f"{ACTIVITY}notulen/", minutes.activity_minutes, name="activity-minutes"),
    path(f"{ACTIVITY}cetak/", activity.activity_print, name="activity-print"),
    path(f"{ACTIVITY}jejak/", activity.activity_links, name="activity-links"),
    path(f"{ACTIVITY}dampak/", impact.activity_impact, name="activity-impact"),
    path("jejak/<uuid:pk>/setujui/", activity.link_confirm, name="link-confirm"),
    path("pustaka/", library.plan_library, name="plan-library"),
    path("modul/baru/", write.plan_new, name="plan-new"),
    path(PLAN, read.plan_detail, name="plan-detail"),
    path(f"{PLAN}tulis/", write.plan_edit, name="plan-edit"),
    path(f"{PLAN}versi/", read.plan_versions, name="plan-versions"),
    path(f"{PLAN}banding/<int:old>/<int:new>/", read.plan_compare, name="plan-compare"),
    path(f"{PLAN}bagikan/", share.plan_share, name="plan-share"),
    path(f"{PLAN}penulis/", share.plan_authors, name="plan-authors"),
    path(f"{PLAN}salin/", share.plan_adapt, name="plan-adapt"),
    path(f"{PLAN}arsip/", share.plan_archive, name="plan-archive"),
    path(f"{PLAN}cetak/", read.plan_print, name="plan-print"),
    path("supervisi/<uuid:pk>/modul/", taught.session_plan, name="session-plan-attach"),
]

urlpatterns += [
    path(f"{ACTIVITY}kehadiran/", attendance.activity_present, name="activity-present"),
    path(f"{ACTIVITY}kode/", attendance.activity_code, name="activity-code"),
    path("hadir/", attendance.attendance_code, name="attendance-code"),
    path("mencoba/<uuid:pk>/", trial.trial_answer, name="trial-answer"),
]
