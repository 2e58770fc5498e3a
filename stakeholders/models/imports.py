from datetime import datetime, timedelta
from json import JSONEncoder
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import JSONField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.kit.states import Stateful
from educities.tenancy.models import CityModel
from stakeholders import rules
from stakeholders.values.import_kinds import FIGURES, IMPORT_KINDS, NATIONAL

UNDO_DAYS = 30


class ShortEncoder(JSONEncoder):
    """Letters of all scripts as they are: in escapes a large file would be three times as long."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class ImportRun(Stateful, CityModel):
    """A file of organisations read as a dry run; nothing is written before a person says so, and then all or nothing."""

    class State(models.TextChoices):
        # A large file is read, and taken in, by the worker.
        READING = "reading", _("being read")
        APPLYING = "applying", _("being imported")
        FAILED = "failed", _("not imported")
        CHECKED = "checked", _("checked")
        DONE = "done", _("done")
        # Of many lines: the worker undoes them.
        UNDOING = "undoing", _("being undone")
        DISCARDED = "discarded", _("discarded")
        UNDONE = "undone", _("undone")

    class Kind(models.TextChoices):
        """What the rows of the file are."""

        REGISTER = "register", _("Register of organisations")
        ORGANISATIONS = "organisations", _("Organisations")
        SITES = "sites", _("Sites")
        COMMITMENTS = "commitments", _("Commitments")
        REPRESENTATIVES = "representatives", _("Representatives")
        PEOPLE = "people", _("People without an account")
        ROSTER = "roster", _("Schools, teachers and classes")
        FIGURES = FIGURES, _("Figures of indicators")
        NATIONAL = NATIONAL, _("National averages")

    MOVES: ClassVar = {
        State.READING: {State.CHECKED, State.FAILED},
        # Another choice for a large file: the worker makes the trial anew.
        State.CHECKED: {State.READING, State.APPLYING, State.DONE, State.DISCARDED},
        # Back to the preview when the city has changed since, or when it could not be done.
        State.APPLYING: {State.DONE, State.CHECKED},
        State.DONE: {State.UNDOING, State.UNDONE},
        # Back to done when it could not be.
        State.UNDOING: {State.UNDONE, State.DONE},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.APPLYING: _("This file is already being imported."),
        State.DONE: _("This file has already been imported."),
        State.DISCARDED: _("This import has already been discarded."),
        State.UNDOING: _("This import is already being undone."),
        State.UNDONE: _("This import has already been undone."),
    }

    # The page of the history's lines; of a register it leads on to that one's own.
    page_name: ClassVar = "sheet_run"

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.REGISTER, db_default=Kind.REGISTER.value)
    file_name = models.CharField(max_length=200)
    # Columns added later have a default in the database too: a process of before goes on while it is upgraded.
    # The sheet that is read, its written rows with titles and headings, and the number that each has in the file.
    sheet = models.CharField(max_length=100, default="", db_default="")
    rows = models.JSONField(default=list, encoder=ShortEncoder)
    numbers = models.JSONField(default=list, db_default=Value([], JSONField()))
    # The index of the row of headings among `rows`.
    heading = models.PositiveIntegerField(default=0, db_default=0)
    other_sheets = models.JSONField(default=list, db_default=Value([], JSONField()))
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    # By line (sector, field): what a value of the file means. The next file of the city begins with it.
    meanings = models.JSONField(default=dict, db_default=Value({}, JSONField()))
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # Of a spreadsheet that was imported, each line with the row it wrote, and its cells before and after: what undoing needs.
    touched = models.JSONField(default=list, encoder=ShortEncoder, db_default=Value([], JSONField()))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What the worker needs: the file while it waits to be read, who asked, until when a worker has it, and how often one did.
    file = models.BinaryField(default=b"", db_default=Value(b""))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Why the worker did not do it, in words.
    refusal = models.CharField(max_length=500, blank=True, default="", db_default="")
    # Why it is to be undone, until the worker has done so.
    undo_reason = models.TextField(blank=True, default="", db_default="")
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)

    DATA: ClassVar = {
        "staff": (
            "kind file_name sheet numbers heading columns defaults meanings counts lease_until attempts refusal made_at done_at "
            "undone_at state"
        ),
        "personal": "file rows other_sheets problems touched undo_reason",
    }

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["id"],
                name="stakeholders_import_due",
                condition=models.Q(state__in=["reading", "applying", "undoing"]),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.is_director & rules.brings_organisations,
            "apply": rules.is_director & rules.brings_organisations,
            "undo": rules.is_director & rules.brings_organisations,
        }

    def __str__(self) -> str:
        return self.file_name

    @property
    def row_numbers(self) -> list[int]:
        """The number of each of `rows` in the file."""
        return self.numbers or list(range(1, len(self.rows) + 1))

    @property
    def is_register(self) -> bool:
        """Is it a file that others made, whose columns are guessed? Else it is the city's own spreadsheet, or a roster."""
        return self.kind == self.Kind.REGISTER

    @property
    def is_at_work(self) -> bool:
        """Does it wait for the worker, or is the worker at it?"""
        return self.state in {self.State.READING, self.State.APPLYING, self.State.UNDOING}

    @property
    def waiting_people(self) -> list[Any]:
        """Who left the file to the worker and is told what came of it; nobody while the person waits at the page."""
        return [self.asked_by] if self.is_at_work and self.asked_by is not None else []

    @property
    def undo_until(self) -> datetime | None:
        """Until when the whole import can be undone; None when it was not taken in, or was undone."""
        if self.state != self.State.DONE or self.done_at is None:
            return None
        return self.done_at + timedelta(days=UNDO_DAYS)

    @property
    def can_be_undone(self) -> bool:
        """Taken in, and within its days."""
        return self.undo_until is not None and timezone.now() <= self.undo_until

    def get_absolute_url(self) -> str:
        other = IMPORT_KINDS.get(self.kind)
        page = other.page if other else "import_run" if self.is_register else "sheet_run"
        return reverse(page, args=[self.city.slug, self.pk])
