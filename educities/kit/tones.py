"""In which tone the states of a row are shown. Each app says it of its own models, in its `hooks.py`."""

from dataclasses import dataclass

from django.db import models

from educities.kit.hooks import Hook


@dataclass(frozen=True)
class Tones:
    """The states of a model (or the values of another `field`) that are shown in a tone, several with spaces between.

    `good`: as it should be. `sun`: waits for somebody. `bad`: failed or refused. The others are shown without a tone.
    `quiet`: the ordinary state, of which lists and heads say nothing.
    """

    model: type[models.Model]
    good: str = ""
    sun: str = ""
    bad: str = ""
    quiet: str = ""
    field: str = "state"

    @property
    def key(self) -> str:
        """`<app>.<Model>.<field>`."""
        return f"{self.model._meta.label}.{self.field}"

    def find(self, value: str) -> str:
        """The tone of this value, or nothing."""
        return next((tone for tone in ("good", "sun", "bad") if value in getattr(self, tone).split()), "")


STATE_TONES: Hook[Tones] = Hook(
    "kit.state_tones",
    "In which tone a row's state is shown (`{% state_tag row %}`).",
    key=lambda tones: tones.key,
)


def tone_of(row: object, field: str = "state") -> str:
    """The tone of the row's state: good, sun, bad or nothing. What is no row of a model says its own (`tone`)."""
    if not isinstance(row, models.Model):
        return getattr(row, "tone", "")
    tones = STATE_TONES.get(f"{row._meta.label}.{field}")
    return tones.find(str(getattr(row, field))) if tones else ""


def is_quiet(row: object, field: str = "state") -> bool:
    """Is this the row's ordinary state, of which nobody needs to be told?"""
    tones = STATE_TONES.get(f"{row._meta.label}.{field}") if isinstance(row, models.Model) else None
    return bool(tones and str(getattr(row, field)) in tones.quiet.split())
