"""The shape of a meeting that is planned."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.kit.day_words import format_day
from educities.kit.forms import Layout
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem
from forum.queries.sessions import find_invited_after
from meetings.forms.sessions import SessionForm


class MeetingForm(SessionForm):
    """A session, and whether what waits for a meeting to which people are invited is discussed at this one already."""

    takes_agenda = forms.BooleanField(required=False)
    LAYOUT: ClassVar[Layout] = (
        ("", ("title", ("date", "begins", "ends"), "sure", "takes_agenda", "place", "link", "plan")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        charter: Any = self.group.owner
        later = find_invited_after(charter, timezone.now())
        if later is None:
            del self.fields["takes_agenda"]
            return
        day = format_day(later.session.starts_at.astimezone(self.zone).date())
        n = AgendaItem.objects.waiting().filter(meeting=later, postponed=0).count()
        facts = {"title": translate_plain(later.session.title), "day": day, "n": n}
        label = _("If this meeting is earlier, it takes over what waits for “%(title)s”, %(day)s (%(n)s)")
        self.fields["takes_agenda"].label = label % facts
        self.fields["takes_agenda"].help_text = _("Else that meeting keeps its agenda: people are invited to it.")
