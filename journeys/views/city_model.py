from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.errors import DomainError
from educities.kit.kept_forms import keep_typed
from educities.kit.search_select import LONGEST
from educities.kit.views import ActionView, RowPage
from journeys import verbs
from journeys.actions import city_model as actions
from journeys.forms.city_model import BlockForm, CiteForm, read_source
from journeys.models import Citation, ModelBlock, ModelVersion
from journeys.values import CITABLE
from labs.models import Cohort
from labs.queries.gates import is_met
from labs.views.parts import BelowCohort, OfCohort

SOURCES = ("learning", "strength__area", "strength__organisation", "challenge", "contribution")


class CohortModel(OfCohort, RowPage):
    """The version a cohort writes now, or the button that begins it."""

    permission = "labs.see_work_of_cohort"
    model = Cohort
    part = "cohort_model"
    template_name = "journeys/model_begin.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.object.model_versions.first()
        return redirect(version) if version else super().get(request, *args, **kwargs)


class NewVersion(ActionView):
    permission = "journeys.start_modelversion"
    model = Cohort

    def act(self) -> None:
        actions.start_version(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("cohort_model", self.object.pk)


def citation_chips(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """What a block rests on, each with its kind and name."""
    made = []
    for citation in citations:
        source = next(source for source in CITABLE if getattr(citation, f"{source.field}_id", None))
        name = source.name(getattr(citation, source.field))
        made.append({"pk": citation.pk, "kind": source.label, "name": name, "icon": source.icon})
    return made


class ModelPage(OfCohort, RowPage):
    """Nine blocks, each with its words and what they rest on."""

    permission = "journeys.view_modelversion"
    model = ModelVersion
    part = "cohort_model"
    template_name = "journeys/model.html"

    def get_queryset(self) -> Any:
        return ModelVersion.objects.select_related("cohort__lab__city", "cohort__city", "cohort__group__city", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blocks = list(self.object.blocks.all())
        cited: dict[int, list[Citation]] = {block.pk: [] for block in blocks}
        for citation in Citation.objects.filter(block__version=self.object).select_related(*SOURCES):
            cited[citation.block_id].append(citation)
        passed = self.object.cohort.overrides.filter(rule_code="G23", state__in=["granted", "expired"])
        lines = [{"block": block, "chips": citation_chips(cited[block.pk])} for block in blocks]
        is_writable = self.object.state in actions.WRITABLE and not self.cohort.is_over
        open_lines = [line for line in lines if not line["block"].text] or [line for line in lines if not line["chips"]]
        return super().get_context_data(
            lines=lines,
            next_block=open_lines[0]["block"] if open_lines else None,
            filled=sum(1 for block in blocks if block.text),
            cited=sum(1 for line in lines if line["chips"]),
            is_without_expedition=passed.exists() and not is_met("G23", self.object.cohort)[0],
            versions=self.object.cohort.model_versions.select_related("city"),
            may_write=is_writable and self.request.user.has_perm("journeys.change_modelversion", self.object),
            **kwargs,
        )


class MoveVersion(ActionView):
    permission = "journeys.change_modelversion"
    model = ModelVersion
    success_message = gettext_lazy("Status changed.")

    def act(self) -> None:
        to = self.request.POST.get("to", "")
        if to not in ModelVersion.State.values:
            raise DomainError(_("Choose where the version goes."), code="journeys.no_such_state")
        actions.move_version(self.object, actor=self.actor, to=to)


class WithdrawVersion(BelowCohort, EndPage):
    """A version counts no more."""

    permission = "journeys.change_modelversion"
    model = ModelVersion
    ends = (verbs.VERSION_WITHDRAWN,)
    ends_as = ModelVersion.State.WITHDRAWN
    step = staticmethod(actions.withdraw_version)
    label = gettext_lazy("Withdraw this version")
    told = gettext_lazy("The lab’s facilitators read the reason. It stays in the history.")
    success_message = gettext_lazy("The version is withdrawn.")
    describe_why_not = actions.describe_why_model_stays

    def get_queryset(self) -> Any:
        return ModelVersion.objects.select_related("cohort__lab__city", "cohort__city", "city")

    def get_question(self) -> str:
        return _("Withdraw “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return _("It no longer counts as a model. Its text stays, and a new version begins with it.")


class _OfBlock:
    object: ModelBlock
    permission = "journeys.change_modelversion"
    model = ModelBlock

    def get_queryset(self) -> Any:
        of_cohort = (f"version__cohort__{name}" for name in ("lab__city", "city", "group__city"))
        return ModelBlock.objects.select_related("version__city", *of_cohort, "city")

    def permission_object(self) -> Any:
        return self.object.version

    @property
    def cohort(self) -> Cohort:
        """Whose model it is."""
        return self.object.version.cohort


class EditBlock(_OfBlock, OfCohort, ConcurrentEditPage):
    """Writing a block. Two writers of one language: the second sees both texts and brings them together."""

    part = "cohort_model"
    is_below = True

    form_class = BlockForm
    template_name = "journeys/block.html"
    success_message = gettext_lazy("Block saved.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        citations = list(self.object.citations.select_related(*SOURCES))
        kwargs.setdefault("cite_form", CiteForm(block=self.object, cited=name_cited(citations), asked=self.request.GET))
        is_writable = self.object.version.state in actions.WRITABLE and not self.cohort.is_over
        context = super().get_context_data(chips=citation_chips(citations), is_writable=is_writable, **kwargs)
        form = context["form"]
        return {**context, "theirs": self.object.text if form.is_bound and form.is_late else None}

    def act(self, form: BlockForm) -> str:
        text, edits = form.cleaned_data["text"], self.object.edits
        actions.write_block(self.object, actor=self.actor, text=text, edits=edits)
        # A source chosen beside the box travels with the same form: whoever saves means it too.
        source, number = read_source(self.request.POST.get("source", ""))
        if number:
            actions.add_citation(self.object, actor=self.actor, source=source, pk=number)
        return f"{self.object.version.get_absolute_url()}#{self.object.key}"


def name_cited(citations: Iterable[Citation]) -> set[str]:
    """The sources of these citations, each as a form names it."""
    named = ((source.field, getattr(row, f"{source.field}_id")) for row in citations for source in CITABLE)
    return {f"{field}:{pk}" for field, pk in named if pk}


class FindSources(_OfBlock, RowPage):
    """What the search for a source shows while a person types."""

    template_name = "kit/widgets/_found.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        select = CiteForm(block=self.object, cited=name_cited(self.object.citations.all()), asked=asked).select
        return select.found("source", asked.get("source", ""))


class Cite(_OfBlock, ActionView):
    success_message = gettext_lazy("Source added.")

    def act(self) -> None:
        source, number = read_source(self.request.POST.get("source", ""))
        # The button stands beside the block's form, and brings along what was typed there.
        keep_typed(self.request, self.city_url("block", self.object.pk))
        if not number and self._typed:
            raise DomainError(_("Choose one from the list, or clear the search."), code="choose")
        actions.add_citation(self.object, actor=self.actor, source=source, pk=number)

    @property
    def _typed(self) -> str:
        """What stands in the search, for a browser without scripts, which gets what is found with the next page."""
        return self.request.POST.get("source-q", "").strip()[:LONGEST]

    def success_url(self) -> str:
        page = self.city_url("block", self.object.pk)
        has_chosen = bool(self.request.POST.get("source"))
        return page if has_chosen or not self._typed else f"{page}?{urlencode({'source-q': self._typed})}"


class RemoveCitation(ActionView):
    permission = "journeys.change_modelversion"
    model = Citation
    success_message = gettext_lazy("Removed.")

    def get_queryset(self) -> Any:
        return Citation.objects.select_related("block__version__cohort")

    def permission_object(self) -> Any:
        return self.object.block.version

    def act(self) -> None:
        keep_typed(self.request, self.success_url())
        actions.remove_citation(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("block", self.object.block_id)
