import pytest
from django.core.management import CommandError, call_command

from supervision import summaries
from supervision.models import TermSummary
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def test_a_sample_finds_a_wrong_row_and_changes_nothing(capsys):
    SessionFactory(state="closed")
    summaries.rebuild()
    call_command("rebuild_summaries", sample=5)
    TermSummary.objects.filter(aspect="").update(closed=7)
    with pytest.raises(CommandError):
        call_command("rebuild_summaries", sample=5)
    assert "'closed': 7" in capsys.readouterr().out
    assert TermSummary.objects.get(aspect="").closed == 7


def test_counting_anew_mends_and_names_what_differed(capsys):
    SessionFactory(state="closed")
    call_command("rebuild_summaries")
    assert "1 rows differed" in capsys.readouterr().out
    call_command("rebuild_summaries")
    assert "0 rows differed" in capsys.readouterr().out
    assert TermSummary.objects.get(aspect="").closed == 1
