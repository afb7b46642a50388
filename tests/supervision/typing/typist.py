"""A person with one thumb: reads a page's form, fills it in, sends it, and counts what it took.

Only what is not on the page already costs anything: a field that comes filled in is free, so the
count shows where a page asks twice. The weights are those of ``docs/typing.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

SIGN, TAP, THINK, PAGE = 0.5, 1.2, 1.35, 2.0  # seconds


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """The forms of a page with the values they come with."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(have.get("action", ""), have.get("method", "get").lower())
            self.forms.append(self.form)
        if self.form is None:
            return
        name = have.get("name", "")
        if tag == "button":
            self.form.buttons.append((name, have.get("value", "")))
        elif tag == "textarea":
            self.area = name
            self.form.values[name], self.form.kinds[name] = [""], "text"
        elif tag == "select":
            self.select = name
            self.form.values.setdefault(name, [])
            self.form.kinds[name] = "choice"
        elif tag == "option" and self.select and "selected" in have:
            self.form.values[self.select] = [have.get("value", "")]
        elif tag == "input" and name:
            self.take_input(have, name)

    def take_input(self, have: dict[str, str], name: str) -> None:
        assert self.form is not None
        kind = have.get("type", "text")
        if kind in ("radio", "checkbox"):
            chosen = self.form.values.setdefault(name, [])
            self.form.kinds[name] = kind
            if "checked" in have:
                chosen.append(have.get("value", "on"))
        elif kind not in ("submit", "file"):
            self.form.values[name] = [have.get("value", "")]
            self.form.kinds[name] = "hidden" if kind == "hidden" else "text"

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.area:
            self.form.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.form is not None and self.area:
            text = self.form.values[self.area][0]
            self.form.values[self.area] = [text.removeprefix("\n")]
        if tag in ("form", "textarea", "select"):
            self.area, self.select = "", ""
            self.form = None if tag == "form" else self.form


@dataclass
class Typist:
    client: Client
    signs: int = 0
    taps: int = 0
    fields: int = 0
    pages: int = 0
    page: str = ""
    forms: list[Form] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        seconds = self.signs * SIGN + self.taps * TAP + self.fields * THINK + self.pages * PAGE
        return seconds / 60

    def open(self, address: str) -> None:
        """Follow a link to a page."""
        self.taps += 1
        self.read(self.client.get(address, follow=True), address)

    def read(self, answer: object, address: str) -> None:
        status = answer.status_code  # type: ignore[attr-defined]
        assert status == 200, (address, status)
        path = answer.request["PATH_INFO"]  # type: ignore[attr-defined]
        query = answer.request.get("QUERY_STRING", "")  # type: ignore[attr-defined]
        self.page = f"{path}?{query}" if query else path
        reader = Reader()
        reader.feed(answer.content.decode())  # type: ignore[attr-defined]
        self.forms = reader.forms
        self.pages += 1

    def form_with(self, *names: str) -> Form:
        found = [
            form
            for form in self.forms
            if all(form.kinds.get(name, "hidden") != "hidden" for name in names)
        ]
        assert found, (self.page, names, [list(form.values) for form in self.forms])
        return found[0]

    def send(self, given: dict[str, str | list[str]], *, press: str = "", at: str = "") -> None:
        """Fill in the form that has all fields of ``given`` and press a button of it.

        ``press`` is ``"name=value"`` of the button; without it the form's first. ``at`` names
        a form without fields by a part of its address, "." the one that is sent to its own page.
        """
        if at:
            found = [
                row for row in self.forms if (at in row.action if at != "." else not row.action)
            ]
            assert found, (self.page, at, [row.action for row in self.forms])
            form = found[0]
        else:
            form = self.form_with(*given)
        data = {name: list(values) for name, values in form.values.items()}
        for name, value in given.items():
            self.fill(form, data, name, value)
        button = press.split("=", 1) if press else form.buttons[0]
        assert tuple(button) in form.buttons, (button, form.buttons)
        if button[0]:
            data[button[0]] = [button[1]]
        self.taps += 1
        answer = self.client.post(self.address_of(form), data, follow=True)
        self.read(answer, form.action)

    def address_of(self, form: Form) -> str:
        if form.action.startswith("?"):
            return self.page.split("?")[0] + form.action
        return form.action or self.page

    def fill(
        self, form: Form, data: dict[str, list[str]], name: str, value: str | list[str]
    ) -> None:
        wanted = value if isinstance(value, list) else [value]
        before = data.get(name, [])
        if wanted == before:
            return
        kind = form.kinds[name]
        assert kind != "hidden", name
        if kind == "text":
            old, new = (before or [""])[0], wanted[0]
            typed = new[len(old) :] if old and new.startswith(old) else new
            self.signs += len(typed)
            self.taps += 1
            self.fields += 1
        else:
            self.taps += len(set(wanted) ^ set(before)) if kind == "checkbox" else 1
        data[name] = wanted
