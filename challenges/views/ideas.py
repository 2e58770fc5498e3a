"""A challenge's ideas for the lab's people: which have no answer, one answer for several, several that are one."""

from typing import Any

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from challenges import actions
from challenges.forms.ideas import IdeaFilter, MergeForm, SeveralAnswersForm
from challenges.models import Challenge, Contribution, IdeaPhoto
from challenges.values import UNDO_DAYS
from educities.kit.views import ActionView, FormPage, ListPage, safe_next_url
from stakeholders.models import Profile


class ChallengeIdeas(ListPage):
    """The ideas of one challenge, those without an answer first asked for; some are ticked and dealt with together."""

    permission = "challenges.change_challenge"
    model = Challenge
    template_name = "challenges/ideas.html"
    paginate_by = 100

    def get_queryset(self) -> Any:
        if self.object is None:
            return Challenge.objects.all()
        self.filter = IdeaFilter(self.request.GET or None)
        rows = Contribution.objects.filter(challenge=self.object).select_related(
            "author", "merged_into", "photo", "answer_by"
        )
        merged = Contribution.objects.filter(state=Contribution.State.MERGED).order_by("pk")
        names = Profile.objects.filter(user=OuterRef("entered_by")).values("display_name")
        rows = rows.annotate(entered_name=Subquery(names[:1]), scan_number=F("scan__pk"))
        return self.filter.narrow(rows).prefetch_related(Prefetch("merged", merged))

    def get_row(self) -> Any:
        self.object = None
        return super().get_row()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.object.get_absolute_url(), str(self.object))]
        more = {"undo_days": UNDO_DAYS, "all_count": self._count_all()}
        return super().get_context_data(row=self.object, crumbs=crumbs, **more, **kwargs)

    def _count_all(self) -> int:
        """How many ideas the list can show, those too that it does not show by itself: answered and merged ones."""
        states = (Contribution.State.VISIBLE, Contribution.State.MERGED)
        return Contribution.objects.filter(challenge=self.object, state__in=states).count()


class _OfSeveral(FormPage):
    """What is done with the ideas that were ticked: `?idea=3&idea=5`."""

    permission = "challenges.change_challenge"
    model = Challenge

    @cached_property
    def chosen(self) -> list[int]:
        """The numbers of the ticked ideas."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        return [int(pk) for pk in data.getlist("idea") if pk.isdecimal() and len(pk) < 19]

    @cached_property
    def ideas(self) -> Any:
        """Those of them that are published ideas of this challenge."""
        rows = Contribution.objects.filter(challenge=self.object, state=Contribution.State.VISIBLE, pk__in=self.chosen)
        return rows.select_related("author").order_by("pk")

    def get_initial(self) -> dict[str, Any]:
        return {"idea": [idea.pk for idea in self.ideas]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"challenge": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        challenge = self.object
        crumbs = [(challenge.get_absolute_url(), str(challenge)), (self.list_url, str(_("Ideas from residents")))]
        more = {"list_url": self.list_url, "next": self.list_url}
        return super().get_context_data(crumbs=crumbs, ideas=self.ideas, **more, **kwargs)

    @property
    def list_url(self) -> str:
        """The list on which ideas were ticked, as it was searched, ordered and turned to its page."""
        return safe_next_url(self.request, self.whole_list_url)

    @property
    def whole_list_url(self) -> str:
        """The list as it begins."""
        return self.city_url("challenge_ideas", self.object.pk)


class AnswerIdeas(_OfSeveral):
    """One answer for all that were ticked."""

    form_class = SeveralAnswersForm
    template_name = "challenges/answer_ideas.html"

    def act(self, form: SeveralAnswersForm) -> str:
        data = form.cleaned_data
        number = actions.answer_ideas(
            data["idea"], actor=self.actor, answer_state=data["answer_state"], answer=data["answer"]
        )
        text = ngettext("Answer saved for %(n)s idea.", "Answer saved for %(n)s ideas.", number) % {"n": number}
        self.success_message = f"{text} {_('We have told the authors.')}"
        return self.list_url


class MergeIdeas(_OfSeveral):
    """Several ideas that say the same become one."""

    form_class = MergeForm
    template_name = "challenges/merge_ideas.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"chosen": self.ideas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Contribution.objects.filter(challenge=self.object, pk__in=self.chosen)
        found = {
            "merged_url": f"{self.whole_list_url}?show=merged",
            "merged": own.filter(state=Contribution.State.MERGED).exists(),
            "has_photos": IdeaPhoto.objects.filter(contribution__in=self.ideas).exclude(state="refused").exists(),
        }
        return super().get_context_data(**{**found, **kwargs})

    def form_invalid(self, form: Any) -> HttpResponse:
        """Where somebody has merged them meanwhile, that is the answer: nothing in the form is wrong."""
        if len(self.ideas) < 2 <= len(self.chosen):
            form = self.get_form_class()(**{**self.get_form_kwargs(), "data": None, "files": None})
            return self.render_to_response(self.get_context_data(form=form, changes_language=False), status=409)
        return super().form_invalid(form)

    def act(self, form: MergeForm) -> str:
        kept = form.cleaned_data["kept"]
        others = [idea for idea in form.cleaned_data["idea"] if idea.pk != kept.pk]
        actions.merge_ideas(kept, others, actor=self.actor)
        self.success_message: Any = format_html(
            '{} <a href="{}?show=merged">{}</a>',
            _("Merged. We have told the authors whose ideas moved."),
            self.whole_list_url,
            _("See what was merged, or separate it again"),
        )
        return safe_next_url(self.request, kept.get_absolute_url())


class SeparateIdea(ActionView):
    """The idea stands by itself again."""

    permission = "challenges.moderate_contribution"
    model = Contribution
    success_message = _("The idea stands by itself again. We have told its author.")

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("challenge", "author__user", "city")

    def act(self) -> None:
        actions.separate_idea(self.object, actor=self.actor)

    def success_url(self) -> str:
        """The idea where it is shown; one that a guardian's no keeps back is read by its author alone."""
        if self.object.state == Contribution.State.VISIBLE:
            return self.object.get_absolute_url()
        return self.city_url("challenge_ideas", self.object.challenge_id)
