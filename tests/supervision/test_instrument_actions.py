import uuid

import pytest
from django.core.exceptions import ValidationError

from supervision import content
from supervision.actions import indicator, instrument
from supervision.models import Instrument
from tests.factories import InstrumentFactory, SchoolFactory, UserFactory, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


def test_no_action_changes_a_published_version(school):
    form = InstrumentFactory(school=school)
    part, item = form.sections.get(), form.indicators.first()
    by = principal_of(school)
    before = content.written(form)
    values = content.flat(item)
    acts = [
        lambda: instrument.describe(form, by=by, values=instrument.about(form)),
        lambda: instrument.set_bands(form, [], by=by),
        lambda: instrument.replace(form, before, by=by),
        lambda: instrument.discard(form, by=by),
        lambda: indicator.add_section(form, by=by, title={"id": "Lain"}),
        lambda: indicator.rename_section(part, by=by, values={"title_id": "Lain"}),
        lambda: indicator.drop_section(part, by=by),
        lambda: indicator.move_section(part, by=by, up=False, seen=1),
        lambda: indicator.add_item(form, by=by, values={**values, "code": "X1"}),
        lambda: indicator.write_item(item, by=by, values={**values, "text_id": "Lain"}),
        lambda: indicator.drop_item(item, by=by),
        lambda: indicator.move_item(item, by=by, up=False, seen=1),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="tidak berubah"):
            act()
    assert content.written(form) == before
    assert instrument.publish(form, by=by).published_at == form.published_at


def test_a_form_sent_by_somebody_else_is_not_found(school):
    by, key = principal_of(school), uuid.uuid4()
    title = {"id": "Amatan"}
    first = instrument.begin(key, by=by, place=school, title=title, aspect="planning")
    again = instrument.begin(key, by=by, place=school, title=title, aspect="planning")
    assert first == again
    with pytest.raises(ValidationError):
        instrument.begin(key, by=UserFactory(), place=school, title=title, aspect="planning")
    assert Instrument.objects.count() == 1


def test_a_version_has_one_draft_at_a_time(school):
    form = InstrumentFactory(school=school)
    by = principal_of(school)
    first = instrument.revise(form, uuid.uuid4(), by=by)
    assert instrument.revise(form, uuid.uuid4(), by=by) == first
    instrument.publish(first, by=by)
    assert instrument.revise(form, uuid.uuid4(), by=by).version == 3


def test_what_one_side_left_alone_is_taken_from_the_other():
    begun = {"a": "1", "b": "2", "c": ["x"]}
    base = content.base_of(begun)
    assert content.merged(base, {**begun, "a": "9"}, {**begun, "b": "8"}) == {
        "a": "9",
        "b": "8",
        "c": ["x"],
    }
    with pytest.raises(content.Stale) as clash:
        content.merged(base, {**begun, "a": "9", "b": "7"}, {**begun, "a": "5"})
    assert clash.value.fields == {"a": "9"}
    settled = content.merged(clash.value.base, {**begun, "a": "9", "b": "7"}, {**begun, "a": "5"})
    assert settled == {"a": "5", "b": "7", "c": ["x"]}


def test_flat_and_folded_are_each_others_reverse(school):
    form = InstrumentFactory(school=school)
    item = form.indicators.first()
    item.questions = {"id": ["Apa?", "Siapa?"]}
    item.applies_to, item.grades = ",pai,", ",1,6,"
    item.help = {"id": "Baris satu\nbaris dua"}
    for name, value in content.folded(content.flat(item)).items():
        assert getattr(item, name) == value
