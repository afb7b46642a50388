"""What is asked in a visit depends on the class: class teacher, several grades, PAI, PJOK."""

from __future__ import annotations

import pytest

from supervision.actions import observe
from supervision.models import Rating, SupervisionSession
from tests.factories import InstrumentFactory, RatingFactory, SessionFactory

pytestmark = pytest.mark.django_db
ALL, CLASS, SEVERAL, RELIGION, SPORT = "R01", "R02", "R03", "R04", "R05"
MEANT = {
    CLASS: ",class_teacher,",
    SEVERAL: ",multigrade,",
    RELIGION: ",pai,",
    SPORT: ",pjok,",
}


def visit(**fields):
    form = InstrumentFactory(items=5)
    for code, kinds in MEANT.items():
        form.indicators.filter(code=code).update(applies_to=kinds)
    return SessionFactory(state="prepared", instruments=[form], **fields)


@pytest.mark.parametrize(
    ("subject", "several", "asked"),
    [
        ("IPAS", False, {ALL, CLASS}),
        ("IPAS", True, {ALL, CLASS, SEVERAL}),
        ("", False, {ALL, CLASS}),
        ("Pendidikan Agama Islam dan Budi Pekerti", False, {ALL, RELIGION}),
        ("PAI", False, {ALL, RELIGION}),
        ("Agama Kristen", False, {ALL, RELIGION}),
        ("PJOK", False, {ALL, SPORT}),
        ("Pendidikan Jasmani", True, {ALL, SPORT, SEVERAL}),
        ("Penjasorkes", False, {ALL, SPORT}),
        ("Olahraga", False, {ALL, SPORT}),
        ("Pendidikan Pancasila", False, {ALL, CLASS}),
    ],
)
def test_only_what_fits_the_class_is_asked_and_needed(as_user, subject, several, asked):
    session = visit(subject=subject, is_multigrade=several)
    items = {row.code: row for row in session.parts.get().instrument.indicators.all()}
    for reader, address in (
        (session.observer, f"/supervisi/{session.pk}/observasi/planning/"),
        (session.teacher, f"/supervisi/{session.pk}/asesmen-diri/"),
    ):
        page = as_user(reader).get(address).content.decode()
        shown = {code for code, row in items.items() if f'name="level-{row.pk}"' in page}
        assert shown == asked
    for code in asked:
        RatingFactory(session=session, indicator=items[code], rater=Rating.Rater.OBSERVER, level=3)
    observe.finish(session, by=session.observer)
    assert SupervisionSession.objects.get().state == "observed"
