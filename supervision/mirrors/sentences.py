"""The meter and the notes to oneself in words: what was counted, its meaning, a better way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.mirrors.dialogue import Meter, Share


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the meter. ``found`` holds the numbers with their n; "" for none yet."""

    label: str
    found: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Sign:
    label: object
    meaning: object
    example: object


def figures(meter: Meter) -> list[Figure]:
    return [
        Figure(
            _("Who talks"),
            _counted(
                meter.words,
                _("%(part)s of %(whole)s written words are yours, in %(talks)s talks."),
                talks=meter.talks,
            ),
            _(
                "Words in the turns of the talk, replies of the teacher included. What was said but"
                " not written is not in it. In a dialogue neither side fills the page alone."
            ),
            _("After a question, write down her answer in her own words before you add yours."),
        ),
        Figure(
            _("Open questions"),
            _counted(meter.questions, _("%(part)s of %(whole)s of your questions are open.")),
            _(
                'Open are questions with "apa", "mengapa", "bagaimana" and the like;'
                ' "apakah" asks for yes or no.'
            ),
            _(
                'Instead of "Apakah muridnya paham?": "Apa yang Ibu lihat saat murid bekerja'
                ' berpasangan?"'
            ),
        ),
        Figure(
            _("Her word changed something"),
            _counted(
                meter.changed,
                _(
                    "In %(part)s of %(whole)s talks a step was written after the teacher had"
                    " spoken."
                ),
            ),
            _(
                "Counted are steps written, or taken out and written anew, after her first turn"
                " beyond the reflection. It shows that she was heard before, not why the step was"
                " chosen."
            ),
            _('Ask her for the first proposal: "Langkah kecil apa yang paling mungkin Ibu coba?"'),
        ),
        Figure(
            _("From the lesson to the talk"),
            _("Half of %(talks)s talks began within %(days)s days after the observation.")
            % {"talks": meter.days_of, "days": _decimal(meter.days)}
            if meter.days is not None
            else "",
            _("The middle of all waiting times. The sooner, the better both still see the lesson."),
            _("Agree on the hour of the talk when you plan the visit: the same or the next day."),
        ),
        Figure(
            _("Her own view first"),
            _counted(
                meter.self_first,
                _(
                    "In %(part)s of %(whole)s rated visits the self-assessment was finished before"
                    " your notes."
                ),
            ),
            _("Whoever has looked at herself first has something of her own to say in the talk."),
            _("Remind her in one line two days before, and wait with your own levels."),
        ),
        Figure(
            _("Her focus"),
            _counted(
                meter.proposed,
                _(
                    "In %(part)s of %(whole)s visits the teacher wrote the focus first or had asked"
                    " for the visit."
                ),
            ),
            _(
                "A focus of her own makes the visit hers. Visits from before this was kept count as"
                " not proposed by her."
            ),
            _(
                'Leave the field empty and ask: "Apa yang ingin Ibu lihat lebih jelas di kelas'
                ' Ibu?"'
            ),
        ),
        Figure(
            _("Steps that were finished"),
            _counted(
                meter.closed,
                _("%(part)s of %(whole)s steps whose day has come are done."),
            ),
            _("Both sides' steps count, also those that you promised yourself."),
            _("Agree on one small step instead of three, and ask about it after a week."),
        ),
    ]


def _counted(share: Share, sentence: str, **more: int) -> str:
    """The sentence with its counts, and per cent from twenty on; "" without anything to count."""
    if not share.whole:
        return ""
    text = sentence % {"part": share.part, "whole": share.whole, **more}
    return text if share.percent is None else f"{text} ({share.percent}%)"


def _decimal(days: float | None) -> str:
    value = days or 0.0
    return formats.number_format(round(value, 1), 0 if value == int(value) else 1)


SIGNS = {
    "texts": Sign(
        gettext_lazy("The same evidence at several indicators"),
        gettext_lazy("At three indicators or more the evidence has the same words."),
        gettext_lazy(
            "Write what belongs to this indicator alone, with a minute or a pupil's words:"
            ' "Menit 12: tiga kelompok menjelaskan caranya di papan."'
        ),
    ),
    "levels": Sign(
        gettext_lazy("All indicators at one level"),
        gettext_lazy("Every rated indicator has the same level. That can be so, but it is rare."),
        gettext_lazy(
            "Look for the one indicator that was strongest and the one that was thinnest, and"
            " start the talk with these two."
        ),
    ),
    "quick": Sign(
        gettext_lazy("Agreed within minutes"),
        gettext_lazy(
            "Less than a quarter of an hour lies between sharing the notes and both agreeing."
        ),
        gettext_lazy(
            "If you talked first and wrote afterwards, all is well. If not, let her read in peace"
            " and talk on another day."
        ),
    ),
    "silent": Sign(
        gettext_lazy("Hardly a word of the teacher"),
        gettext_lazy("The talk ended with fewer than five words of hers."),
        gettext_lazy(
            "Ask one question and note her answer as she says it, with her yes:"
            ' "Boleh saya tulis begini, Bu?"'
        ),
    ),
}
