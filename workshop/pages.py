"""The main pages of each role, found on the demo: shared by pictures and speed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Finder = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Page:
    role: str
    name: str
    find: Finder


def main_pages() -> list[Page]:
    """Needs Django set up and the demo loaded; addresses are looked up when asked for."""
    from django.utils import timezone  # noqa: PLC0415

    from collaboration.models import (  # noqa: PLC0415
        Activity,
        Attachment,
        CodedText,
        Conclusion,
        EffectEstimate,
        Forum,
        ForumInvitation,
        IndicatorFigure,
        LessonPlan,
        Letter,
        Link,
        MethodExchange,
        PlanFigure,
        PlannedLine,
        Trial,
    )
    from portal.models import (  # noqa: PLC0415
        AreaReport,
        Cluster,
        ResearchPack,
        School,
        Term,
        User,
    )
    from supervision.models import (  # noqa: PLC0415
        Calibration,
        GroupVisit,
        Indicator,
        Programme,
        Rating,
        SupervisionSession,
        TermReport,
        Wish,
    )

    def session(state: str, page: str, **lookups: object) -> Finder:
        rows = SupervisionSession.objects.filter(state=state, **lookups)
        return lambda: f"/supervisi/{rows[:1].get().pk}/{page}"

    def of_kind(kind: str, page: str = "", **lookups: object) -> Finder:
        rows = Activity.objects.filter(kind=kind, school__npsn="95141621", **lookups)
        return lambda: f"/kegiatan/{rows[:1].get().pk}/{page}"

    def big_report(kind: str, page: str = "") -> Finder:
        rows = AreaReport.objects.filter(kind=kind, signed_at=None, ready_at__isnull=False)
        return lambda: f"/laporan-bersama/{rows[:1].get().pk}/{page}"

    def pack(recipient: str, page: str = "") -> Finder:
        rows = ResearchPack.objects.filter(recipient__contains=recipient)
        return lambda: f"/paket-penelitian/{rows[:1].get().pk}/{page}"

    def concluded(theme: str, page: str = "", **lookups: object) -> Finder:
        rows = Conclusion.objects.filter(themes__name=theme, **lookups)
        return lambda: f"/simpulan/{rows[:1].get().pk}/{page}"

    stopped = AreaReport.objects.filter(kind="recap", stopped_at__isnull=False)
    asked = Wish.objects.open().filter(school__npsn="95141621")
    together = GroupVisit.objects.filter(school__npsn="95141621")
    mine = {"teacher__username": "guru"}
    seen = {"observer__username": "kepsek", "parts__aspect": "teaching"}
    chaired = Forum.objects.filter(kind="kkg_cluster", officers__user__username="ketua")
    planned = PlannedLine.objects.filter(activity=None, taken=True, programme__forum__in=chaired)
    captioned = Attachment.objects.filter(activity__isnull=False, added_by__username="ketua")
    told_plans = PlanFigure.objects.filter(mean__isnull=False, plan__forum__in=chaired)
    unmoved = EffectEstimate.objects.filter(aspect="planning", gain__isnull=False)

    def told_item() -> str:
        row = IndicatorFigure.objects.filter(forum__in=chaired, after__isnull=False)[:1].get()
        wanted = {"code": row.code, "instrument__aspect": row.aspect}
        item = Indicator.objects.filter(activities__forum=row.forum_id, **wanted)[:1].get()
        return f"/kkg/{row.forum_id}/butir/{item.pk}/"

    workshops = Activity.objects.filter(forum__kind="kkg_subdistrict", kind="workshop")

    own = {"officers__user__username": "ketua", "officers__ended_on": None}
    terms = Forum.objects.filter(kind="kkg_cluster", **own).values_list("pk", "officers__pk")
    helped = Activity.objects.filter(
        forum__in=chaired, aspects__aspect="evaluation", minuted_at__isnull=False
    ).order_by("-starts_at")
    coming = Activity.objects.filter(
        forum__in=chaired, starts_at__gt=timezone.now(), attendance__user__username="guru"
    ).order_by("starts_at")
    own = LessonPlan.objects.filter(authors__username="guru").order_by("-made_at")
    copied = own.filter(adapted_from=None)
    used = LessonPlan.objects.filter(versions__adaptations__authors__username="guru")
    tried = MethodExchange.objects.filter(writer__username="guru")
    shared = LessonPlan.objects.filter(school__npsn="95141621", shared_at__isnull=False)
    with_plan = SupervisionSession.objects.filter(
        taught_plan__isnull=False, school__npsn="95141621", released_at__isnull=False
    )
    ice = LessonPlan.objects.filter(title="Mengapa es mencair?")
    grown = lambda page="": lambda: f"/modul/{ice[:1].get().pk}/{page}"  # noqa: E731
    programme = Programme.objects.filter(school__npsn="95141621", closed_at=None)
    year = lambda page="": lambda: f"/program/{programme[:1].get().pk}/{page}"  # noqa: E731
    coordinator = User.objects.get(username="kurikulum").appointments.get(role="coordinator")
    chair = User.objects.get(username="ketua").appointments.get(role="chair")
    calibrated = Calibration.objects.filter(raters__user__username="kepsek")
    meant = Link.objects.filter(teacher__username="guru").order_by("-intention", "pk")
    seen_item = Rating.objects.filter(
        rater="observer", session__state="closed", session__teacher__username="guru"
    ).order_by("session__planned_on", "pk")

    def about_rating() -> str:
        row = seen_item[:1].get()
        return f"/supervisi/{row.session_id}/jejak/?butir={row.indicator_id}"

    met = Activity.objects.filter(attendance__user__username="guru", cancelled_at=None)
    codings = CodedText.objects.filter(coder__username="kepsek", turn__isnull=False)
    npsn = School.objects.get(npsn="95141621").npsn
    signed = TermReport.objects.filter(school__npsn=npsn).exclude(signed_at=None)[:1]
    report = f"/laporan/{npsn}/{Term.objects.on(timezone.localdate()).pk}/"
    today = Activity.objects.filter(code__isnull=False)
    led = Activity.objects.filter(host__username="ketua", minuted_at__isnull=False)
    kept = Letter.objects.filter(attendance__user__username="guru")
    to_try = Trial.objects.open().filter(user__username="guru")
    rows = [
        ("kepsek", "undangan", lambda: f"/kegiatan/{today[:1].get().pk}/undangan/"),
        ("ketua", "dampak-forum", lambda: f"/kkg/{chaired[:1].get().pk}/dampak/"),
        ("guru", "ikut", lambda: f"/kegiatan/{coming[:1].get().pk}/ikut/"),
        ("ketua", "jawaban", lambda: f"/kegiatan/{coming[:1].get().pk}/jawaban/"),
        ("ketua", "batalkan", lambda: f"/kegiatan/{coming[:1].get().pk}/batalkan/"),
        ("ketua", "butir", lambda: f"/kkg/{chaired[:1].get().pk}/butir/"),
        ("ketua", "butir-dampak", lambda: told_item()),
        ("ketua", "dampak-modul", lambda: f"/modul/{told_plans[:1].get().plan_id}/dampak/"),
        ("ketua", "dampak-nol", lambda: f"/kegiatan/{unmoved[:1].get().activity_id}/dampak/"),
        ("ketua", "usulan", lambda: f"/kkg/{chaired[:1].get().pk}/usulan/"),
        ("guru", "jam-belajar", lambda: "/jam-belajar/"),
        ("guru", "jam-luang", lambda: "/jam-luang/"),
        ("guru", "surat", lambda: f"/surat-keterangan/{kept[:1].get().pk}/"),
        ("guru", "surat-periksa", lambda: f"/surat/{kept[:1].get().code}/"),
        ("guru", "hadir", lambda: "/hadir/"),
        ("guru", "mencoba", lambda: f"/mencoba/{to_try[:1].get().pk}/"),
        ("guru", "rapat", lambda: f"/kegiatan/{today[:1].get().pk}/"),
        ("ketua", "hadir-siapa", lambda: f"/kegiatan/{led[:1].get().pk}/kehadiran/"),
        ("ketua", "notulen", lambda: f"/kegiatan/{led[:1].get().pk}/notulen/"),
        ("kepsek", "hadir-daftar", lambda: f"/kegiatan/{today[:1].get().pk}/hadir/"),
        ("guru", "beranda", lambda: "/"),
        ("guru", "supervisi", lambda: "/supervisi/"),
        ("guru", "persiapan", session("planned", "persiapan/", **mine)),
        ("guru", "asesmen-diri", session("planned", "asesmen-diri/", **mine)),
        ("guru", "diskusi", session("discussed", "diskusi/", **mine)),
        ("guru", "catatan", session("closed", "catatan/", **mine)),
        ("guru", "tindak-lanjut", lambda: "/tindak-lanjut/"),
        ("guru", "pustaka", lambda: "/pustaka/"),
        ("guru", "modul-baru", lambda: "/modul/baru/"),
        ("kepsek", "beranda", lambda: "/"),
        ("kepsek", "supervisi", lambda: "/supervisi/?tampil=berjalan"),
        ("kepsek", "jadwalkan", lambda: "/supervisi/jadwalkan/"),
        (
            "kepsek",
            "jadwalkan-guru",
            lambda: f"/supervisi/jadwalkan/?guru={asked[:1].get().teacher_id}",
        ),
        ("kepsek", "permintaan", lambda: "/permintaan/"),
        ("kepsek", "bersama", lambda: f"/supervisi/bersama/{together[:1].get().pk}/"),
        ("kepsek", "bersama-baru", lambda: "/supervisi/bersama/baru/"),
        ("guru", "permintaan", lambda: "/permintaan/"),
        ("guru", "kalender", lambda: "/pengaturan/kalender/"),
        ("pengawas", "pilih-sekolah", lambda: "/supervisi/jadwalkan/"),
        ("kepsek", "kunjungan", session("prepared", "", **seen)),
        ("kepsek", "catat", session("prepared", "observasi/", **seen)),
        ("kepsek", "nilai", session("prepared", "observasi/teaching/", **seen)),
        ("kepsek", "tandai", session("observed", "observasi/tandai/", **seen)),
        ("kepsek", "hitung", session("prepared", "observasi/hitungan-baru/", **seen)),
        ("kepsek", "denah", session("prepared", "observasi/denah-baru/", **seen)),
        ("kepsek", "frasa", lambda: "/frasa/"),
        ("kepsek", "periksa", session("observed", "periksa/", **seen)),
        ("kepsek", "cetak", session("closed", "cetak/", observer__username="kepsek")),
        ("kepsek", "dasbor", lambda: f"/dasbor/sekolah/{npsn}/"),
        ("kepsek", "angka", lambda: f"/dasbor/sekolah/{npsn}/angka/dibicarakan/"),
        ("kepsek", "angka-jam", lambda: f"/dasbor/sekolah/{npsn}/angka/jam/"),
        ("kepsek", "semester-sekolah", lambda: f"/dasbor/sekolah/{npsn}/semester/"),
        ("kepsek", "program", year()),
        ("kepsek", "rekap", lambda: "/rekap/"),
        ("kepsek", "cermin", lambda: "/cermin/"),
        ("kepsek", "kalibrasi", lambda: f"/kalibrasi/{calibrated[:1].get().pk}/hasil/"),
        ("kepsek", "kalibrasi-baru", lambda: "/kalibrasi/baru/"),
        ("guru", "perkembangan", lambda: "/perkembangan/"),
        ("guru", "salin", session("closed", "salin/", **mine)),
        ("guru", "refleksi", session("following_up", "refleksi/", **mine)),
        ("kepsek", "instrumen", lambda: "/instrumen/"),
        ("kepsek", "jadwal", year("jadwal/?semester=1")),
        ("kepsek", "usulan-jadwal", year("jadwal/usulkan/?semester=2")),
        ("kepsek", "lembar-cetak", session("prepared", "kertas/", **seen)),
        ("kepsek", "laporan-semester", lambda: report),
        ("kepsek", "laporan-ubah", lambda: f"{report}ubah/waktu/"),
        ("kepsek", "laporan-disahkan", lambda: f"/laporan/{npsn}/{signed.get().term_id}/?versi=1"),
        ("pengawas", "laporan", lambda: "/laporan/"),
        ("ketua", "laporan-bersama", lambda: "/laporan-bersama/"),
        ("ketua", "laporan-kkg", big_report("kkg")),
        ("dinas", "laporan-baru", lambda: "/laporan-bersama/baru/"),
        ("dinas", "laporan-rekap", big_report("recap")),
        ("dinas", "laporan-terhenti", lambda: f"/laporan-bersama/{stopped[:1].get().pk}/"),
        ("pengawas", "laporan-binaan", big_report("assisted")),
        ("pengawas", "laporan-binaan-ubah", big_report("assisted", "ubah/cakupan/")),
        ("guru", "usul-tanggal", session("planned", "usulkan-tanggal/", **mine)),
        ("kurikulum", "beranda", lambda: f"/?sebagai={coordinator.pk}"),
        ("ketua", "beranda", lambda: "/"),
        ("guru", "kkg-daftar", lambda: "/kkg/"),
        (
            "guru",
            "kkg-ajakan",
            lambda: f"/kkg/ajakan/{ForumInvitation.objects.all()[:1].get().pk}/",
        ),
        ("guru", "kkg-gabung", lambda: "/kkg/gabung/"),
        ("ketua", "beranda-kkg", lambda: f"/?sebagai={chair.pk}"),
        ("ketua", "kkg-daftar", lambda: "/kkg/"),
        ("ketua", "kkg-anggota", lambda: f"/kkg/{chaired[:1].get().pk}/anggota/"),
        ("ketua", "kkg-cari", lambda: f"/kkg/{chaired[:1].get().pk}/anggota/?cari=a"),
        ("ketua", "kkg-program", lambda: f"/kkg/{chaired[:1].get().pk}/program/"),
        ("ketua", "kkg-undang", lambda: f"/kkg/{chaired[:1].get().pk}/undang/?jenis=meeting"),
        ("ketua", "kkg-pengurus", lambda: f"/kkg/{chaired[:1].get().pk}/pengurus/"),
        ("ketua", "kkg", lambda: f"/kkg/{chaired[:1].get().pk}/"),
        ("ketua", "jabatan-akhiri", lambda: "/kkg/{}/pengurus/{}/akhiri/".format(*terms[0])),
        ("ketua", "pertemuan-cetak", lambda: f"/kegiatan/{coming[:1].get().pk}/undangan/"),
        ("ketua", "lokakarya", lambda: f"/kegiatan/{workshops[:1].get().pk}/"),
        ("ketua", "lokakarya-cetak", lambda: f"/kegiatan/{workshops[:1].get().pk}/undangan/"),
        ("pengawas", "kkg-kecamatan", lambda: f"/kkg/{workshops[:1].get().forum_id}/"),
        ("ketua", "kegiatan", lambda: f"/kegiatan/{helped[:1].get().pk}/"),
        ("ketua", "hadir", lambda: f"/kegiatan/{helped[:1].get().pk}/hadir/"),
        ("ketua", "dampak", lambda: f"/kegiatan/{helped[:1].get().pk}/dampak/"),
        ("ketua", "modul", lambda: f"/modul/{shared[:1].get().pk}/"),
        ("guru", "modul-es", grown()),
        ("guru", "modul-berkas", grown("berkas/")),
        ("guru", "modul-silsilah", grown("silsilah/")),
        ("kepsek", "modul-kunjungan", lambda: f"/supervisi/{with_plan[:1].get().pk}/modul/baca/"),
        ("guru", "modul-cetak", grown("cetak/")),
        ("guru", "modul-banding", grown("banding/1/2/")),
        ("guru", "modul-saran", grown("saran/")),
        ("kurikulum", "modul-usul", grown("saran/steps/")),
        ("kepsek", "modul-es", grown()),
        ("kepsek", "modul-baca", grown("baca/")),
        ("guru", "modul-diajarkan", grown("diajarkan/")),
        ("guru", "modul-catat", grown("diajarkan/catat/")),
        ("pengawas", "beranda", lambda: "/"),
        ("pengawas", "dasbor", lambda: "/dasbor/35.14.16/"),
        ("guru", "penelitian", lambda: "/penelitian/"),
        ("guru2", "penelitian-tanya", lambda: "/penelitian/"),
        ("guru", "penelitian-teks", lambda: "/penelitian/teks/"),
        ("dinas", "paket", lambda: "/paket-penelitian/"),
        ("dinas", "paket-baru", lambda: "/paket-penelitian/baru/"),
        ("dinas", "paket-dilepas", pack("Malang")),
        ("dinas", "paket-teks", pack("Balai", "teks/")),
        ("pengawas", "paket-melepas", pack("Balai")),
        ("dinas", "dasbor", lambda: "/dasbor/35.14/"),
        ("provinsi", "dasbor", lambda: "/dasbor/35/"),
        ("dinas", "kecamatan", lambda: "/dasbor/35.14.16/"),
        ("dinas", "jam-bersama", lambda: "/dasbor/35.14.16/jam-bersama/"),
        ("dinas", "gugus", lambda: f"/dasbor/gugus/{Cluster.objects.all()[:1].get().pk}/"),
        ("dinas", "sekolah", lambda: f"/dasbor/sekolah/{npsn}/"),
        ("guru", "jejak", lambda: "/jejak/"),
        ("kepsek", "jejak-menunggu", lambda: "/jejak/menunggu/"),
        ("guru", "jejak-menunggu", lambda: "/jejak/menunggu/"),
        ("guru", "jejak-baru", lambda: f"/jejak/baru/?kegiatan={met[:1].get().pk}"),
        ("guru", "jejak-tampak", lambda: f"/jejak/{meant[:1].get().pk}/tampak/"),
        ("guru", "jejak-satu", lambda: f"/jejak/{meant.last().pk}/"),
        ("guru", "jejak-percakapan", session("closed", "jejak/", **mine)),
        ("guru", "jejak-butir", about_rating),
        ("guru", "modul-jejak", grown("jejak/")),
        ("guru", "hambatan-waktu", lambda: f"/hambatan/{npsn}/?jenis=time"),
        ("guru", "kegiatan", lambda: "/kegiatan/"),
        ("guru", "jejak-kegiatan", lambda: f"/kegiatan/{meant.last().activity_id}/jejak/"),
        ("guru", "visi", lambda: f"/visi/{npsn}/"),
        ("guru", "janji", lambda: f"/visi/{npsn}/janji/"),
        ("guru", "iklim", lambda: f"/iklim/{npsn}/"),
        ("guru", "iklim-jawab", lambda: f"/iklim/{npsn}/jawab/"),
        ("guru", "hambatan", lambda: f"/hambatan/{npsn}/"),
        ("guru", "hambatan-tulis", lambda: f"/hambatan/{npsn}/tulis/"),
        ("guru", "waktu", lambda: "/waktu/"),
        ("kepsek", "temuan", lambda: f"/temuan/{npsn}/"),
        ("kepsek", "temuan-waktu", lambda: f"/temuan/{npsn}/?tampil=bulan"),
        ("kepsek", "temuan-kutipan", lambda: f"/temuan/{npsn}/kutipan/"),
        ("kepsek", "temuan-pengode", lambda: f"/temuan/{npsn}/pengode/"),
        ("kepsek", "temuan-teks", lambda: f"/temuan/{npsn}/teks/"),
        (
            "kepsek",
            "temuan-kode",
            lambda: f"/temuan/{npsn}/teks/{codings.first().key.replace(':', '/')}/",
        ),
        ("kepsek", "temuan-peran", lambda: f"/temuan/{npsn}/?tampil=peran"),
        ("kepsek", "simpulan", lambda: f"/simpulan/sekolah/{npsn}/"),
        ("kepsek", "simpulan-sepakat", concluded("Murid bertanya")),
        ("kepsek", "simpulan-lagi", concluded("Umpan balik", state="agreed")),
        ("kepsek", "simpulan-draf", concluded("Umpan balik", state="draft")),
        ("pengawas", "simpulan-bukti", concluded("Umpan balik", "bukti/", state="draft")),
        ("pengawas", "simpulan-ubah", concluded("Umpan balik", "ubah/", state="draft")),
        ("kepsek", "simpulan-periksa", concluded("Umpan balik", "periksa/", state="draft")),
        ("dinas", "simpulan-wilayah", lambda: "/simpulan/wilayah/35.14.16/"),
        ("kepsek", "tema", lambda: f"/tema/sekolah/{npsn}/"),
        ("dinas", "tema-wilayah", lambda: "/tema/wilayah/35.14.16/"),
        ("guru", "tawaran", lambda: "/tawaran/"),
        ("guru", "tawaran-saya", lambda: "/tawaran/saya/"),
        ("guru", "jenis-kegiatan", lambda: "/kegiatan/baru/"),
        ("guru", "kunjungan-baru", lambda: "/kegiatan/baru/?jenis=peer_visit"),
        ("guru", "kunjungan-sejawat", of_kind("peer_visit", peer_visit__isnull=False)),
        ("guru", "lesson-study", of_kind("lesson_study", minuted_at__isnull=False)),
        ("guru", "lesson-study-datang", of_kind("lesson_study", minuted_at=None)),
        ("ketua", "lesson-study-tim", of_kind("lesson_study", "tim/", minuted_at=None)),
        ("guru", "in-on-in", of_kind("in_one")),
        ("guru", "in-on-in-tugas", of_kind("in_one", "tugas/")),
        ("guru", "berkas-kegiatan", of_kind("in_one", "berkas/")),
        ("ketua", "berkas-keterangan", lambda: f"/berkas/{captioned[:1].get().pk}/ubah/"),
        (
            "ketua",
            "kkg-program-baris",
            lambda: f"/kkg/{chaired[:1].get().pk}/program/{planned[:1].get().pk}/ubah/",
        ),
        ("kepsek", "rapat-reflektif", of_kind("reflective", look_back__isnull=False)),
        ("guru2", "beranda", lambda: "/"),
        ("guru2", "ajakan", lambda: "/ajakan/"),
        ("kepsek", "visi-ubah", lambda: f"/visi/{npsn}/ubah/"),
        ("kepsek", "waktu-sekolah", lambda: f"/waktu/sekolah/{npsn}/"),
        ("kepsek2", "tawaran", lambda: "/tawaran/"),
        ("kepsek2", "iklim", lambda: "/iklim/"),
        ("pengawas", "visi", lambda: f"/visi/{npsn}/"),
        ("dinas", "iklim", lambda: f"/iklim/{npsn}/"),
        ("guru", "cari", lambda: "/pustaka/?cari=pecahan"),
        ("guru", "saring", lambda: "/pustaka/?fase=B&diferensiasi=1"),
        ("guru", "tidak-ditemukan", lambda: "/pustaka/?cari=kuantum"),
        ("guru", "dipakai", lambda: f"/modul/{used[:1].get().pk}/dipakai/"),
        ("guru", "mirip", lambda: f"/modul/{copied[:1].get().pk}/bagikan/"),
        ("guru", "metode", lambda: "/metode/"),
        ("guru", "dicoba-daftar", lambda: "/metode/dicoba/"),
        ("guru", "daftar-metode", lambda: "/metode/daftar/"),
        ("guru", "metode-sekolah", lambda: f"/metode/sekolah/{npsn}/"),
        ("guru", "metode-modul", lambda: f"/modul/{own[:1].get().pk}/metode/"),
        ("guru", "coba", lambda: "/metode/dicoba/baru/"),
        ("guru", "dicoba", lambda: f"/metode/dicoba/{tried[:1].get().pk}/"),
        ("kepsek", "metode-terlihat", session("observed", "metode/", **seen)),
        ("operator", "beranda", lambda: "/"),
        ("operator", "impor", lambda: "/impor/"),
        ("operator", "orang", lambda: "/orang/"),
        ("operator", "libur", lambda: "/libur/"),
        ("operator", "kode", lambda: "/undangan/daftar/"),
    ]
    return [Page(role, name, find) for role, name, find in rows]
