"""What people in the demo say and write. Every person and sentence is invented."""

SUBJECTS = (
    "Bahasa Indonesia",
    "Matematika",
    "IPAS",
    "Pendidikan Pancasila",
    "Seni dan Budaya",
)

TOPICS = {
    "Bahasa Indonesia": (
        "Menemukan gagasan pokok",
        "Menulis surat pribadi",
        "Membaca puisi",
    ),
    "Matematika": (
        "Pecahan senilai",
        "Keliling bangun datar",
        "Membaca diagram batang",
    ),
    "IPAS": (
        "Perubahan wujud benda",
        "Rantai makanan di sawah",
        "Gaya di sekitar kita",
    ),
    "Pendidikan Pancasila": (
        "Musyawarah di kelas",
        "Aturan di rumah dan sekolah",
        "Gotong royong",
    ),
    "Seni dan Budaya": (
        "Anyaman dari janur",
        "Irama lagu daerah",
        "Menggambar motif batik",
    ),
}

FOCUS = {
    "planning": (
        "Apakah tujuan yang saya tulis bisa dibaca dan dipahami murid?",
        "Saya ingin langkah kegiatan saya lebih runtut dan waktunya cukup.",
        "Apakah pertanyaan kunci saya sudah memancing murid bernalar?",
    ),
    "teaching": (
        "Saya ingin tahu siapa saja yang belum mendapat giliran bicara.",
        "Apakah waktu menunggu setelah saya bertanya sudah cukup?",
        "Saya ingin kerja kelompok tidak dikerjakan satu murid saja.",
    ),
    "evaluation": (
        "Asesmen awal saya sering tidak terpakai. Bagaimana memakainya?",
        "Saya ingin komentar pada pekerjaan murid lebih menolong daripada angka.",
        "Apakah rubrik saya cukup jelas untuk murid menilai dirinya?",
    ),
}

NOTES = (
    "Tiga kelompok menjelaskan caranya sendiri di papan.",
    "Guru bertanya 'mengapa begitu?', lalu diam kira-kira lima detik.",
    "Dua murid di baris belakang belum membuka buku sampai didatangi.",
    "Murid membandingkan dua jawaban dan memilih salah satu dengan alasan.",
    "Petunjuk tugas diulang dua kali karena kelompok dekat jendela belum mendengar.",
    "Guru menuliskan tujuan dengan bahasa murid di pojok kiri papan.",
    "Seorang murid berkata 'aku belum paham yang nomor tiga' dan dijawab temannya.",
    "Kartu bertanya dipakai; tujuh murid yang berbeda mengangkat kartu.",
    "Hasil asesmen awal dipakai membagi murid menjadi tiga kelompok.",
    "Murid menukar pekerjaan dan memberi satu pujian dan satu saran.",
    "Pelajaran ditutup dengan dua murid menyebut apa yang belum mereka pahami.",
    "Media dari kardus bekas dipegang bergantian oleh semua kelompok.",
)

EVIDENCE = (
    "Terlihat pada rencana halaman pertama dan pada kegiatan inti.",
    "Beberapa murid melakukannya tanpa diminta.",
    "Tampak pada lembar kerja tiga kelompok.",
    "Disebut di awal pelajaran dan diulang di akhir.",
)

PARTLY = (
    "Terlihat sebagian; kelompok di belakang belum ikut.",
    "Belum tampak pada lembar kerja yang saya lihat.",
    "Sempat dicoba di awal, lalu tidak dilanjutkan.",
)

REFLECTION = (
    (
        "Anak-anak lebih berani bertanya daripada biasanya. Yang saya rasa kurang, waktunya habis "
        "di kelompok dan penutupnya tergesa."
    ),
    (
        "Saya senang asesmen awalnya terpakai. Saya belum puas dengan cara saya menanggapi jawaban "
        "yang keliru."
    ),
    "Tadi saya lebih banyak mendengar. Ada dua anak yang masih diam, saya ingin tahu sebabnya.",
    "Langkahnya berjalan sesuai rencana, hanya petunjuk tugas perlu saya buat lebih pendek.",
)

SAW = (
    "Menit 12 saya melihat tiga kelompok menjelaskan caranya sendiri di papan.",
    "Saya mencatat sebelas murid bicara, tujuh di antaranya anak perempuan.",
    "Murid langsung memakai komentar Ibu/Bapak untuk memperbaiki kalimatnya.",
)

QUESTION = (
    "Menurut Ibu/Bapak, apa yang membuat anak-anak berani menjelaskan?",
    "Kalau diulang besok, bagian mana yang ingin dibuat berbeda?",
    "Apa yang bisa dilakukan agar dua murid tadi ikut bicara?",
)

ANSWER = (
    "Mungkin karena mereka menulis dulu sendiri sebelum bicara.",
    "Saya akan memberi peran pada setiap anak sejak awal.",
    "Saya ingin mencoba kartu giliran supaya merata.",
)

STEPS = {
    "planning": (
        (
            "Menulis ulang satu tujuan dengan bahasa murid",
            "Murid bisa mengulang tujuannya",
        ),
        (
            "Menambah dua pertanyaan mengapa di rencana",
            "Ada murid yang menjawab dengan alasan",
        ),
    ),
    "teaching": (
        (
            "Mencoba kartu giliran selama dua minggu",
            "Setiap murid bicara sekali sepekan",
        ),
        ("Menunggu lima detik setelah bertanya", "Lebih dari tiga tangan terangkat"),
    ),
    "evaluation": (
        (
            "Memakai asesmen awal untuk membagi kelompok",
            "Kelompok berubah sesuai hasil",
        ),
        (
            "Menulis satu komentar pada setiap pekerjaan murid",
            "Murid memperbaiki pekerjaannya",
        ),
    ),
}

SUPPORT = (
    "Sekolah menyiapkan kertas kartu.",
    "Kepala sekolah menggantikan mengajar satu jam agar bisa berkunjung ke kelas teman.",
    "Bahan dibawa ke KKG bulan ini.",
)

PROOF = (
    "Sudah dicoba di tiga pertemuan. Dua murid yang biasa diam kini mau menjawab.",
    "Tujuan baru ditempel di papan, anak-anak membacanya bersama di awal.",
    "Kelompok disusun ulang setelah asesmen awal; hasil akhirnya lebih merata.",
)

SECOND_LOOK = (
    "Saya mampir sepuluh menit: kartu dipakai dan semua anak mendapat giliran.",
    "Komentar di buku murid sudah ditanggapi, beberapa dengan kalimat sendiri.",
)

CLOSING = (
    (
        "Yang baru bagi saya: menunggu lima detik itu ternyata lama, tetapi jawabannya lebih baik. "
        "Semester depan saya ingin mencobanya di Matematika."
    ),
    (
        "Saya belajar bahwa asesmen awal tidak perlu panjang. Tiga soal sudah cukup untuk tahu "
        "siapa yang perlu ditemani."
    ),
    "Percakapan dengan kepala sekolah membuat saya lebih tenang mencoba hal baru.",
)

PRIVATE = (
    "Hari ini saya lelah dan kurang sabar pada kelompok di belakang. Besok saya mulai dari mereka.",
)

ACTIVITIES = {
    "evaluation": (
        (
            "Asesmen awal yang ringan",
            "Asesmen awal dibuat, tetapi hasilnya jarang dipakai mengatur kelompok.",
            "Setiap guru menyusun tiga soal asesmen awal untuk satu topik.",
            "Memakai hasil asesmen awal untuk membagi kelompok pada satu pelajaran.",
        ),
        (
            "Komentar yang menolong pada pekerjaan murid",
            "Pekerjaan murid kembali dengan angka saja.",
            "Menyepakati tiga kalimat pembuka komentar.",
            "Memberi komentar pada satu tugas dan meminta murid memperbaikinya.",
        ),
    ),
    "planning": (
        (
            "Menulis tujuan yang bisa dibaca murid",
            "Tujuan di rencana masih berupa judul materi.",
            "Menukar rencana dan menulis ulang satu tujuan bersama.",
            "Menempel tujuan berbahasa murid di papan selama dua pekan.",
        ),
    ),
    "teaching": (
        (
            "Pertanyaan terbuka dan waktu menunggu",
            "Murid yang menjawab itu-itu saja.",
            "Menyusun lima pertanyaan mengapa untuk satu topik.",
            "Menunggu lima detik setelah setiap pertanyaan.",
        ),
    ),
}

AGENDA = "1. Cerita dari kelas\n2. Satu masalah yang dibahas\n3. Menyusun bersama\n4. Yang dicoba"

PLAN = {
    "objectives": "Murid menjelaskan {topic} dengan contoh dari lingkungan sekitar.",
    "steps": "1. Murid mengamati benda atau bacaan tentang {topic} (10 menit).\n"
    "2. Murid menulis dugaan sendiri, lalu membandingkan dengan teman (20 menit).\n"
    "3. Kelompok menjelaskan caranya di papan (25 menit).\n"
    "4. Murid menyimpulkan dan menyebut yang belum dipahami (15 menit).",
    "assessment_before": "Tiga pertanyaan lisan tentang {topic}; hasilnya menentukan kelompok.",
    "assessment_during": "Guru mencatat alasan yang diucapkan tiap kelompok.",
    "assessment_after": "Satu tugas tulis pendek dengan rubrik tiga baris.",
    "differentiation": "Kelompok yang belum siap memakai kartu bergambar; yang sudah melampaui "
    "membuat soal untuk temannya.",
    "media": "Benda dari rumah, kertas bekas, papan tulis. Tidak perlu listrik.",
}

REMARK = (
    "Langkah penutup diperpendek",
    "Asesmen awal ditambahkan",
    "Contoh diganti dari sawah",
)

SENTENCES = {
    "evaluation": "Asesmen awal kini dipakai membagi kelompok.",
    "planning": "Tujuan di rencana sekarang ditulis dengan bahasa murid.",
    "teaching": "Lebih banyak murid yang menjawab sejak ada waktu menunggu.",
}

REASONS = ("Guru mengikuti pelatihan di dinas.", "Bersamaan dengan ujian sekolah.")
