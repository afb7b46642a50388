from django.urls import path

from collaboration.views import (
    activity,
    attendance,
    forum,
    forum_members,
    impact,
    joining,
    library,
    minutes,
)
from collaboration.views.plans import read, share, taught, write

FORUM = "kkg/<uuid:pk>/"
MEMBER = f"{FORUM}anggota/<int:member>/"
ACTIVITY = "kegiatan/<uuid:pk>/"
PLAN = "modul/<uuid:pk>/"

urlpatterns = [
    path("kkg/", forum.forum_list, name="forum-list"),
    path("kkg/gabung/", joining.forum_join, name="forum-join"),
    path("kkg/gugus/<int:cluster>/", forum.forum_found, name="forum-found"),
    path("kkg/kecamatan/<str:code>/", forum.forum_found_region, name="forum-found-region"),
    path("kkg/kombel/<int:pk>/", forum.school_kombel, name="school-kombel"),
    path("kkg/ajakan/<uuid:pk>/", joining.membership_invitation, name="membership-invitation"),
    path(FORUM, forum.forum_detail, name="forum-detail"),
    path(f"{FORUM}anggota/", forum_members.forum_members, name="forum-members"),
    path(f"{FORUM}anggota/ajak/", forum_members.forum_invite, name="forum-invite"),
    path(f"{FORUM}anggota/semua/", forum_members.forum_gather, name="forum-gather"),
    path(f"{FORUM}kode/", forum_members.forum_code, name="forum-code"),
    path(f"{MEMBER}akhiri/", forum_members.forum_member_end, name="forum-member-end"),
    path(f"{MEMBER}tetap/", forum_members.forum_member_keep, name="forum-member-keep"),
    path(f"{MEMBER}jabatan/", forum_members.forum_member_office, name="forum-member-office"),
    path(f"{FORUM}pengurus/", forum_members.forum_officers, name="forum-officers"),
    path(
        f"{FORUM}pengurus/<int:officer>/akhiri/",
        forum_members.forum_officer_end,
        name="forum-officer-end",
    ),
    path(f"{FORUM}ikut/", joining.forum_join_own, name="forum-join-own"),
    path(f"{FORUM}keluar/", joining.forum_leave, name="forum-leave"),
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
