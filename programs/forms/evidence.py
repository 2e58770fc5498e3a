"""The choice of the record by which one can see that a milestone is reached."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.kit.search_select import SHORT, SearchSelect
from programs.models import Milestone
from programs.queries.evidence import EvidenceKey, is_offered, list_kinds, list_offered, read_evidence_key
from programs.values.evidence import EVIDENCE, EvidenceKind

# So many of each kind stand under the box once the records are too many for a list.
SHOWN_OF_KIND = 5


class EvidenceSelect(SearchSelect):
    """The city's records of the kinds that can show the milestone: a list grouped by kind while it is short, then a search
    by a part of the words.
    """

    def __init__(self, city: City, milestone: Milestone | None = None) -> None:
        about = f"?milestone={milestone.pk}" if milestone and milestone.pk else ""
        super().__init__(lambda: reverse("find_evidence", args=[city.slug]) + about)
        self.kinds = list_kinds(milestone)

    @cached_property
    def groups(self) -> list[tuple[EvidenceKind, list[tuple[str, str]]]]:
        """The records by kind, up to one more of each than a list takes."""
        return [(kind, list_offered(kind, most=SHORT + 1)) for kind in self.kinds]

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> Any:
        if sum(len(rows) for _kind, rows in self.groups) > SHORT:
            return self.render_search(name, value, attrs, renderer)
        self.choices = [("", _("None")), *((kind.label, rows) for kind, rows in self.groups if rows)]
        return super(SearchSelect, self).render(name, value, attrs, renderer)

    def found(self, name: str, value: Any) -> dict[str, Any]:
        """The chosen record, then of each kind those whose words hold what was typed."""
        chosen = self._chosen(value)
        options = [(key, words, True) for key, words in chosen]
        is_more = False
        for kind in self.kinds if self.typed else ():
            rows = [row for row in list_offered(kind, most=SHOWN_OF_KIND + 2, text=self.typed) if row not in chosen]
            is_more = is_more or len(rows) > SHOWN_OF_KIND
            options += [(key, f"{kind.label} · {words}", False) for key, words in rows[:SHOWN_OF_KIND]]
        return self.describe_found(name, options, is_more=is_more, none=_("None") if chosen else "")

    def _chosen(self, value: Any) -> list[tuple[str, str]]:
        key, pk = read_evidence_key(str(value or ""))
        kind = EVIDENCE.get(key)
        return list_offered(kind, most=1, pk=pk) if kind and pk else []


class EvidenceField(forms.Field):
    """A record of the city as (kind, number), or None; words that were typed and lead to no choice are never lost."""

    widget: Any

    def __init__(self, **kwargs: Any) -> None:
        text = _("A lab, a cohort, a session or something else in the city.")
        super().__init__(required=False, help_text=text, **kwargs)

    def to_python(self, value: Any) -> EvidenceKey | None:
        if not value:
            if self.widget.typed:
                raise ValidationError(_("Choose one from the list, or clear the search."), code="choose")
            return None
        key = read_evidence_key(str(value))
        if not is_offered(key):
            raise ValidationError(_("Choose a record of this city."), code="choose")
        return key
