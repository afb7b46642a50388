from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.accounts import draft, invitations, resume, views

urlpatterns = [
    path("masuk/", login_not_required(account.login), name="sign-in"),
    path("masuk/", login_not_required(account.login), name="account_login"),
    path("keluar/", views.sign_out, name="sign-out"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("kata-sandi/ubah/", account.password_change, name="account_change_password"),
    path("kata-sandi/buat/", account.password_set, name="account_set_password"),
    path(
        "kata-sandi/lupa/",
        login_not_required(account.password_reset),
        name="account_reset_password",
    ),
    path(
        "kata-sandi/lupa/terkirim/",
        login_not_required(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "kata-sandi/baru/<str:uidb36>-<str:key>/",
        login_not_required(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "kata-sandi/baru/selesai/",
        login_not_required(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("masuk/lanjut/", resume.resume, name="resume"),
    path("draf/", draft.draft, name="draft"),
    path("bahasa/", views.set_language, name="set-language"),
    path("undangan/", invitations.invitation, name="invitation"),
    path("undangan/daftar/", invitations.invitation_list, name="invitation-list"),
    path("undangan/lembar/", invitations.invitation_sheet, name="invitation-sheet"),
    path("undangan/<str:code>/", invitations.invitation, name="invitation-code"),
    path("pengaturan/", views.settings_page, name="settings"),
    path("pengaturan/tampilan/", views.set_theme, name="set-theme"),
    path("pemberitahuan/", views.notifications, name="notifications"),
]
