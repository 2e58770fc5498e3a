from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.states import Stateful
from educities.tenancy.models import CityModel
from stakeholders import rules


class ImportRun(Stateful, CityModel):
    """A file of organisations read as a dry run; nothing is written before a person says so, and then all or nothing."""

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        DONE = "done", _("done")
        DISCARDED = "discarded", _("discarded")

    MOVES: ClassVar = {State.CHECKED: {State.DONE, State.DISCARDED}}
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.DONE: _("This file has already been imported."),
        State.DISCARDED: _("This import has already been discarded."),
    }

    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)

    DATA: ClassVar = {
        "staff": "file_name columns defaults counts made_at done_at state",
        "personal": "rows problems",
    }

    class Meta:
        ordering = ("-id",)
        rules_permissions: ClassVar = {"view": rules.is_director, "apply": rules.is_director}

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import_run", args=[self.city.slug, self.pk])
