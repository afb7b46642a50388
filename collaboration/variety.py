"""Which ways of teaching were used, term by term: of one teacher for herself, of a school."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field, replace

from django.db.models import Model, QuerySet

from collaboration.models import TaughtPlan
from portal.models import School, Term, User
from supervision.models import Method, MethodSeen, SupervisionSession
from supervision.models.session import RELEASED
from supervision.stats.suppression import MIN_TEACHERS

TERMS = 4  # shown, the newest last
STEP, SQUARE, ROW = 24, 18, 13  # of the strip: from square to square, a square, squares a row
Found = tuple[object, int, int, str]  # session, teacher, term, method


@dataclass(frozen=True, slots=True)
class Mark:
    """One method's square in a strip: where it stands, and whether the method was used."""

    x: int
    y: int
    label: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class TermOfMethods:
    """A term's methods, most used first: ``used`` holds (name, number of lessons or teachers).

    ``unsaid`` holds the names of those whose number would tell of few people, by name.
    """

    term: str
    used: list[tuple[str, int]]
    marks: list[Mark]
    of: int  # lessons or teachers altogether
    unsaid: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.used) + len(self.unsaid)

    @property
    def height(self) -> int:
        return self.marks[-1].y + STEP if self.marks else 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson whose talk has begun: its teacher, term and the methods seen or planned."""

    teacher: int
    term: int
    methods: frozenset[str]


def lessons(**where: Model) -> list[Lesson]:
    """Lessons of the sessions of ``teacher`` or ``school`` that have methods; two queries.

    Methods are those the observer saw, together with those of the plan it was taught from.
    """
    sessions = SupervisionSession.objects.filter(state__in=RELEASED, **where)
    found: dict[tuple[object, int, int], set[str]] = defaultdict(set)
    for session, teacher, term, method in (*_seen(sessions), *_planned(sessions)):
        found[session, teacher, term].add(method)
    return [
        Lesson(teacher, term, frozenset(methods))
        for (_session, teacher, term), methods in found.items()
    ]


def _seen(sessions: QuerySet[SupervisionSession]) -> Iterator[Found]:
    rows = MethodSeen.objects.filter(session__in=sessions)
    fields = ("session", "session__teacher", "session__term", "method")
    yield from rows.order_by().values_list(*fields)


def _planned(sessions: QuerySet[SupervisionSession]) -> Iterator[Found]:
    rows = TaughtPlan.objects.filter(session__in=sessions)
    rows = rows.filter(version__plan__plan_methods__isnull=False)
    fields = ("session", "session__teacher", "session__term", "version__plan__plan_methods__method")
    yield from rows.order_by().values_list(*fields)


def own(user: User) -> list[TermOfMethods]:
    """A teacher's last terms with methods, the newest first; counted in lessons."""
    found = lessons(teacher=user)
    names = _names()
    return [
        _term(term, of(found, term), names, _lessons(of(found, term))) for term in _terms(found)
    ]


def school(place: School) -> tuple[list[TermOfMethods], int]:
    """A school's last terms, counted in teachers, and how many terms are too small to show."""
    found = lessons(school=place)
    names, terms = _names(), _terms(found)
    shown = [term for term in terms if len(teachers(of(found, term))) >= MIN_TEACHERS]
    rows = [
        _term(term, teachers(of(found, term)), names, _teachers(of(found, term))) for term in shown
    ]
    return [silent(row) for row in rows], len(terms) - len(shown)


def silent(row: TermOfMethods) -> TermOfMethods:
    """Without numbers below ``MIN_TEACHERS``, and without those that leave fewer over than that."""
    shown = [(name, number) for name, number in row.used if _is_safe(number, row.of)]
    unsaid = sorted(name for name, number in row.used if not _is_safe(number, row.of))
    return replace(row, used=shown, unsaid=unsaid)


def _is_safe(number: int, of: int) -> bool:
    return number >= MIN_TEACHERS and (of - number >= MIN_TEACHERS or of == number)


def of(found: Iterable[Lesson], term: Term) -> list[Lesson]:
    return [row for row in found if row.term == term.pk]


def teachers(found: Iterable[Lesson]) -> set[int]:
    return {row.teacher for row in found}


def _lessons(found: Iterable[Lesson]) -> Counter[str]:
    return Counter(method for row in found for method in row.methods)


def _teachers(found: Iterable[Lesson]) -> Counter[str]:
    """In how many teachers' lessons each method was used."""
    return Counter(method for _who, method in {(r.teacher, m) for r in found for m in r.methods})


def _terms(found: Iterable[Lesson]) -> list[Term]:
    rows = Term.objects.filter(pk__in={row.term for row in found}).select_related("year")
    return list(rows.order_by("-starts_on")[:TERMS])


def _names() -> dict[str, str]:
    """Names of all methods by key, in the order of the vocabulary."""
    return {row.pk: str(row) for row in Method.objects.order_by("order", "key")}


def _term(
    term: Term, counted: Sized, names: Mapping[str, str], used: Mapping[str, int]
) -> TermOfMethods:
    """``used`` of the ``counted`` lessons or teachers, as words and as a strip of squares."""
    most = sorted(used, key=lambda key: (-used[key], list(names).index(key)))
    return TermOfMethods(
        term=str(term),
        used=[(names[key], used[key]) for key in most],
        marks=[
            Mark(at % ROW * STEP, at // ROW * STEP, name, key in used)
            for at, (key, name) in enumerate(names.items())
        ],
        of=len(counted),
    )
