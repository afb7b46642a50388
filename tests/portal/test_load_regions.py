import pytest
from django.core.management import CommandError, call_command

from portal.models import Region

pytestmark = pytest.mark.django_db


def load(capsys, *args):
    call_command("load_regions", *args)
    return capsys.readouterr().out.strip()


def test_the_regions_load_once(capsys, django_assert_num_queries):
    assert load(capsys) == "7837 regions read: 7837 new, 0 changed, 0 unchanged."
    assert Region.objects.get(code="35.14.16").name == "Kraton"
    assert Region.objects.under("35.14").count() == 24
    with django_assert_num_queries(3):  # savepoint, regions, release
        again = load(capsys)
    assert again == "7837 regions read: 0 new, 0 changed, 7837 unchanged."


def write(folder, **files):
    for name in ("provinces", "regencies", "subdistricts"):
        (folder / f"{name}.csv").write_text("code,name\n" + files.get(name, ""))


def test_a_new_name_is_taken_over(capsys, tmp_path):
    Region.objects.create(code="35", name="Jatim")
    write(tmp_path, provinces="35,Jawa Timur\n")
    assert load(capsys, tmp_path) == "1 regions read: 0 new, 1 changed, 0 unchanged."
    assert Region.objects.get().name == "Jawa Timur"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"provinces": "3514,Jawa Timur\n"}, "'3514' is no official code with a name."),
        ({"provinces": "35,\n"}, "'35' is no official code with a name."),
        ({"regencies": "35.14,Pasuruan\n"}, "Region 35.14 has no parent 35"),
    ],
)
def test_bad_files_change_nothing(tmp_path, files, sentence):
    write(tmp_path, **files)
    with pytest.raises(CommandError, match=sentence):
        call_command("load_regions", tmp_path)
    assert not Region.objects.exists()


def test_a_folder_without_the_files_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"Cannot read .*provinces\.csv"):
        call_command("load_regions", tmp_path)
    (tmp_path / "provinces.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="needs the columns code and name"):
        call_command("load_regions", tmp_path)
