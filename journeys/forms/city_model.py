from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, WordsFormField
from educities.kit.search_select import SHORT, SearchSelect
from journeys.models import ModelBlock
from journeys.values import CITABLE, Citable

# So many of each kind stand under the box once the sources are too many for a list.
SHOWN_OF_KIND = 5


class BlockForm(ConcurrentEditForm, CityModelForm):
    text = WordsFormField(label=_("Text"), rows=10, max_length=20_000, required=False)

    class Meta:
        model = ModelBlock
        fields = ("text",)


class SourceSelect(SearchSelect):
    """Everything a block may rest on: a list grouped by kind while it is short, then a search by a part of the words."""

    def __init__(self, block: ModelBlock, cited: Collection[str]) -> None:
        # Beside the form of the block, and sent with it: that is the form of the page (templates/kit/_form.html).
        super().__init__(lambda: reverse("find_sources", args=[block.city.slug, block.pk]), {"form": "typed"})
        self.block, self.cited = block, cited

    @cached_property
    def groups(self) -> list[tuple[Citable, list[tuple[str, str]]]]:
        """The sources by kind, up to one more of each than a list takes. Read where a list may be drawn, not by a search."""
        return [(source, self._rows(source)) for source in CITABLE]

    @property
    def count(self) -> int:
        """How many sources there are, as far as they were read."""
        return sum(len(rows) for _source, rows in self.groups)

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> Any:
        if self.count > SHORT:
            return self.render_search(name, value, attrs, renderer)
        groups = [(source.label, rows) for source, rows in self.groups if rows]
        self.choices = [("", _("Choose …")), *groups]
        return super(SearchSelect, self).render(name, value, attrs, renderer)

    def found(self, name: str, value: Any) -> dict[str, Any]:
        """The chosen source, then of each kind those whose words hold what was typed."""
        chosen = self._chosen(value)
        options = [(key, words, True) for key, words in chosen]
        is_more = False
        for source in CITABLE if self.typed else ():
            rows = [row for row in self._rows(source, self.typed) if row not in chosen]
            is_more = is_more or len(rows) > SHOWN_OF_KIND
            options += [(key, f"{source.label} · {words}", False) for key, words in rows[:SHOWN_OF_KIND]]
        return self.describe_found(name, options, is_more=is_more)

    def _rows(self, source: Citable, text: str = "", pk: int | None = None) -> list[tuple[str, str]]:
        """(value, words) of the sources of one kind that the block has not cited yet, up to one more than a list takes."""
        rows = source.rows(self.block.version.cohort)
        prefix = f"{source.field}:"
        cited = [int(key.removeprefix(prefix)) for key in self.cited if key.startswith(prefix)]
        rows = rows.exclude(pk__in=cited).filter(source.find(text) if text else Q())
        rows = rows.filter(pk=pk) if pk else rows
        return [(f"{prefix}{row.pk}", source.name(row)[:120]) for row in rows[: SHORT + 1]]

    def _chosen(self, value: Any) -> list[tuple[str, str]]:
        field, pk = read_source(str(value or ""))
        source = CITABLE.get(field)
        return self._rows(source, pk=pk) if source and pk else []


def read_source(value: str) -> tuple[str, int]:
    """The kind and the number of a chosen source; number 0 when it is none."""
    field, _colon, pk = value.partition(":")
    return field, int(pk) if pk.isdecimal() and len(pk) < 19 else 0


class CiteForm(forms.Form):
    """One choice among everything a block may rest on. `asked`: what was typed into its search, if anything."""

    source = forms.Field(label=_("Sources for this block"), required=False)

    def __init__(
        self, *args: Any, block: ModelBlock, cited: Collection[str], asked: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.select = SourceSelect(block, cited)
        self.fields["source"].widget = self.select
        self.initial["source"] = self.select.value_from_datadict(asked, MultiValueDict(), "source")

    @property
    def is_empty(self) -> bool:
        """Is there nothing to choose?"""
        return not self.select.count
