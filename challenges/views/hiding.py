"""An idea is hidden by a rule; its author asks for another look, and a moderator answers that."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, verbs
from challenges.actions.hiding import describe_objection_blocker, describe_why_not_kept
from challenges.forms import HideForm, KeepHiddenForm, ObjectForm
from challenges.models import Contribution
from challenges.texts import is_read_by_team
from challenges.texts.rule_words import choose_language
from challenges.views.staff import IdeaFormPage
from educities.kit.states import describe_refused_move
from educities.kit.views import FormPage


class HideIdea(IdeaFormPage):
    """A published idea is hidden; one that waits is not published."""

    ends = (verbs.IDEA_HIDDEN, verbs.IDEA_KEPT_BACK)
    form_class = HideForm
    template_name = "challenges/hide_idea.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"language": choose_language(self.object)}

    def get_blocker(self) -> str:
        if refusal := describe_refused_move(self.object, Contribution.State.HIDDEN):
            return refusal
        return "" if is_read_by_team(self.object) else _("The guardian has not agreed to publication yet.")

    @property
    def is_published(self) -> bool:
        return self.object.state not in Contribution.OWN

    @property
    def heading(self) -> str:
        return _("Hide this idea") if self.is_published else _("Do not publish this idea")

    @property
    def label(self) -> str:
        return _("Hide") if self.is_published else _("Do not publish")

    def act(self, form: HideForm) -> str:
        hidden = _("Idea hidden. The author can see your message.")
        kept_back = _("Idea not published. The author can see your message.")
        self.success_message = hidden if self.is_published else kept_back
        actions.hide_idea(self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url("moderation")


class KeepHidden(IdeaFormPage):
    """The objection of its author is answered: it stays hidden."""

    heading, label = gettext_lazy("Keep this idea hidden"), gettext_lazy("Keep it hidden")
    form_class = KeepHiddenForm
    template_name = "challenges/keep_hidden.html"
    success_message = gettext_lazy("The idea stays hidden. We have told the author why.")

    def get_blocker(self) -> str:
        return describe_why_not_kept(self.object, self.actor)

    def act(self, form: KeepHiddenForm) -> str:
        actions.keep_hidden(self.object, actor=self.actor, **form.cleaned_data)
        return self.city_url("moderation")


class ObjectToHiding(FormPage):
    """Its author asks, once for each hiding, that somebody looks again."""

    permission = "challenges.object_contribution"
    model = Contribution
    form_class = ObjectForm
    template_name = "challenges/object_idea.html"
    success_message = gettext_lazy("Thank you. Someone from the team looks at your idea again, and we write to you.")

    def get_row(self) -> Any:
        return get_object_or_404(Contribution.objects.select_related("author", "challenge"), pk=self.kwargs["pk"])

    def get_blocker(self) -> str:
        return describe_objection_blocker(self.object)

    def act(self, form: ObjectForm) -> str:
        actions.object_to_hiding(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()
