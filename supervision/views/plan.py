"""Plan a visit: at which school, with whom, and then when and what for."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL, Role
from supervision import schedule
from supervision.actions import plan as actions
from supervision.forms.plan import PlanForm, leads_a_school
from supervision.forms.session import SUBJECTS
from supervision.models import SupervisionSession, Technique, Wish
from supervision.models.session import RELEASED

PAGE = 20


def session_plan(request: SignedInRequest) -> HttpResponse:
    """The form of a visit; until it is known with whom, the lists to choose from."""
    schools = School.objects.where_one_may(request.user, "plan_session")
    access.require(schools.exists())
    teacher = chosen(request)
    if teacher is None and request.method != "POST":
        school = school_for(request, schools)
        return choose_person(request, school) if school else choose_school(request, schools)
    wish = wish_of(request.user, teacher)
    at = served_by(teacher, schools, request.GET.get("sekolah", "")) if teacher else None
    initial = proposed(request.user, teacher, at, wish) if teacher and at else {}
    initial |= again(request, teacher)
    people = schedule.observers_at(at, periods.today(at.zone)) if at else []
    form = PlanForm(
        request.POST or None,
        user=request.user,
        initial=initial,
        observers=people,
        with_class=not (teacher and leads_a_school(teacher)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            session = planned(request, form, schools)
            text = _("The visit is planned. %(who)s has been told.")
            messages.success(request, text % {"who": session.teacher.call})
            return redirect("session-detail", session.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "form_id": form_id(request),
        "subjects": SUBJECTS,
        "teacher": teacher,
        "wish": wish,
    }
    return render(request, "supervision/session_plan.html", context)


def chosen(request: SignedInRequest) -> User | None:
    """The person the visit is to be with, if the reader may plan one with her."""
    wanted = request.POST.get("teacher") or request.GET.get("guru", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        return None
    return User.objects.filter(access.teachers(request.user), pk=int(wanted)).first()


def school_for(request: SignedInRequest, schools: QuerySet[School]) -> School | None:
    """The school named in the address, or the only one there is."""
    wanted = request.GET.get("sekolah", "")
    if wanted:
        return schools.filter(npsn=wanted).first()
    found = list(schools.order_by("name", "pk")[:2])
    return found[0] if len(found) == 1 else None


def choose_school(request: SignedInRequest, schools: QuerySet[School]) -> HttpResponse:
    words = request.GET.get("cari", "").strip()[:80]
    rows = schools.order_by("name", "pk")
    rows = rows.filter(Q(name__icontains=words) | Q(npsn=words)) if words else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    return render(request, "supervision/choose_school.html", {"page": page, "words": words})


def choose_person(request: SignedInRequest, school: School) -> HttpResponse:
    """Who serves at the school, by name, with the day of the last talk."""
    words = request.GET.get("cari", "").strip()[:80]
    rows = people_at(request.user, school)
    page = Paginator(rows.named(words) if words else rows, PAGE).get_page(request.GET.get("hal"))
    last = (
        SupervisionSession.objects.visible_to(request.user)
        .filter(teacher__in=list(page), state__in=RELEASED)
        .order_by()
        .values_list("teacher")
        .annotate(day=Max("planned_on"))
    )
    days = dict(last)
    context = {
        "page": page,
        "people": [(person, days.get(person.pk)) for person in page],
        "leading": set(leading(school).values_list("user", flat=True)),
        "school": school,
        "words": words,
    }
    return render(request, "supervision/choose_person.html", context)


def leading(school: School) -> QuerySet[Appointment]:
    today = periods.today(school.zone)
    return Appointment.objects.on(today).filter(school=school, role=Role.PRINCIPAL)


def people_at(user: User, school: School) -> Any:
    """People of the school with whom ``user`` may plan a visit; its principal for those above."""
    today = periods.today(school.zone)
    serving = Appointment.objects.on(today).filter(school=school, role__in=AT_SCHOOL)
    rows = User.objects.filter(access.teachers(user), pk__in=serving.values("user"))
    if not School.objects.filter(user.scope.at(Role.SUPERVISOR), pk=school.pk).exists():
        rows = rows.exclude(pk__in=leading(school).values("user"))
    return rows.order_by("name", "pk")


def wish_of(user: User, teacher: User | None) -> Wish | None:
    """What the teacher asks for, where the planner may read it."""
    if teacher is None:
        return None
    return Wish.objects.visible_to(user).open().filter(teacher=teacher).order_by("at").first()


def proposed(user: User, teacher: User, school: School, wish: Wish | None) -> dict[str, Any]:
    """What the form begins with: the next school day or the one she wants, her last class."""
    today = periods.today(school.zone)
    wanted = wish.wanted_on if wish and wish.wanted_on and wish.wanted_on >= today else None
    first = {"teacher": teacher, "planned_on": wanted or next_school_day(school, today)}
    if leads_a_school(teacher):
        return {**first, "technique": Technique.MEETING}
    own = SupervisionSession.objects.visible_to(user).filter(teacher=teacher)
    last = own.exclude(grade=None).prefetch_related("parts").first()
    if last is None:
        return {**first, "aspects": ["teaching"]}
    return {
        **first,
        "grade": last.grade,
        "group": last.group,
        "subject": last.subject,
        "is_multigrade": last.is_multigrade,
        "aspects": last.aspects or ["teaching"],
    }


def again(request: SignedInRequest, teacher: User | None) -> dict[str, Any]:
    """What a visit that was called off had, for the one planned in its stead."""
    wanted = request.GET.get("dari", "")
    if teacher is None or not wanted:
        return {}
    try:
        key = UUID(wanted)
    except ValueError:
        return {}
    rows = SupervisionSession.objects.visible_to(request.user).filter(teacher=teacher, pk=key)
    old = rows.prefetch_related("parts").first()
    if old is None:
        return {}
    kept = ("planned_time", "grade", "group", "subject", "topic", "technique", "is_multigrade")
    first = {name: getattr(old, name) for name in kept}
    return {**first, "aspects": old.aspects, "observer": old.observer_id}


def next_school_day(school: School, after: dt.date) -> dt.date:
    """The first day after ``after`` on which lessons are held there."""
    first, last = after + dt.timedelta(days=1), after + dt.timedelta(days=60)
    days = schedule.free_days(first, last, schedule.closed(school, first, last))
    return days[0] if days else first


def planned(
    request: SignedInRequest, form: PlanForm, schools: QuerySet[School]
) -> SupervisionSession:
    """Plan at the person's school, as the reader may; a coordinator for his principal."""
    data = dict(form.cleaned_data)
    teacher = data.pop("teacher")
    school = served_by(teacher, schools, request.GET.get("sekolah", ""))
    if school is None:
        raise ValidationError(_("%(who)s has no appointment there today.") % {"who": teacher.call})
    return actions.plan(
        form_id(request),
        by=request.user,
        teacher=teacher,
        observer=data.pop("observer", None) or observer_at(request.user, school),
        school=school,
        **data,
    )


def served_by(person: User, schools: QuerySet[School], npsn: str) -> School | None:
    """Where the person serves today: the school asked for, else the first of ``schools``."""
    rows = (
        Appointment.objects.filter(user=person, school__in=schools, role__in=AT_SCHOOL)
        .on(periods.today("Asia/Jakarta"))
        .select_related("school")
        .order_by("pk")
    )
    found = [row.school for row in rows if row.school]
    return next((school for school in found if school.npsn == npsn), found[0] if found else None)


def observer_at(user: User, school: School) -> User:
    """Who will come: the planner where he may observe, else the school's principal."""
    if School.objects.where_one_may(user, "observe").filter(pk=school.pk).exists():
        return user
    row = (
        Appointment.objects.filter(school=school, role=Role.PRINCIPAL)
        .on(periods.today(school.zone))
        .select_related("user")
        .first()
    )
    if row is None:
        raise ValidationError(_("This school has no principal today who could come."))
    return row.user
