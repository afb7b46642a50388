"""Options of a chooser that would read alike, told apart by what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from portal.models import Appointment, User

Beside = Callable[[Any], str]  # what tells a row from another one of the same name; "" for nothing


def labels(rows: Iterable[Any], beside: Beside, label: Callable[[Any], str] = str) -> list[str]:
    """Each row's label; where two are the same, with ``beside`` behind it: "Siti (SDN 1)"."""
    rows = list(rows)
    plain = [label(row) for row in rows]
    often = Counter(plain)
    return [
        f"{name} ({more})" if often[name] > 1 and (more := beside(row)) else name
        for row, name in zip(rows, plain, strict=True)
    ]


class Options(ModelChoiceIterator):
    """The rows of a chooser in one query, as ever, with ``field.beside`` behind equal labels."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        rows = list(self.queryset.all())
        named = labels(rows, self.field.beside, self.field.label_from_instance)  # type: ignore[attr-defined]
        for row, name in zip(rows, named, strict=True):
            yield self.choice(row)[0], name


def offer(form: forms.BaseForm, beside: Beside, **querysets: QuerySet[Any]) -> None:
    """Limit choice fields to the rows given for their names, and tell equal ones apart."""
    for name, rows in querysets.items():
        field: Any = form.fields[name]
        field.beside, field.iterator = beside, Options
        field.queryset = rows


def people(form: forms.BaseForm, **querysets: QuerySet[User]) -> None:
    """Offer people; those of one name with the school they serve at today."""
    serving = Appointment.objects.on(timezone.localdate()).filter(user=OuterRef("pk"))
    named = serving.exclude(school=None).order_by("-began_on", "pk").values("school__name")[:1]
    rows = {name: found.annotate(serves_at=Subquery(named)) for name, found in querysets.items()}
    offer(form, place, **rows)


def place(user: User) -> str:
    return user.serves_at or ""  # type: ignore[attr-defined]
