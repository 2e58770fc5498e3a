"""The list of the city's collaborations, one of them, and what its sides do with it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborations import verbs
from collaborations.actions import course
from collaborations.actions.commitments import describe_why_no_promise_inside
from collaborations.actions.outcomes import describe_why_no_start
from collaborations.forms.filters import CollaborationFilter
from collaborations.forms.words import ChangeForm, FollowUpForm, ResultForm
from collaborations.models import Collaboration, Party
from collaborations.queries import find_parties_of
from collaborations.queries.circles import count_circles
from collaborations.queries.open_ones import list_at_limit
from collaborations.queries.promises import list_promised
from collaborations.queries.related import find_thing
from collaborations.texts.links import list_belongings
from collaborations.views.answers import BelowCollaboration
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.lists import put_over_last
from educities.kit.multilingual import join_localised
from educities.kit.rings import render_rings
from educities.kit.views import ActionView, FormPage, ListPage, RowPage
from stakeholders.models import Commitment

State = Collaboration.State


class Collaborations(ListPage):
    """All of the city: what is proposed and under way first, what is over behind it, the newest first."""

    permission = "collaborations.list_collaboration"
    model = Collaboration
    template_name = "collaborations/collaborations.html"
    filter_class = CollaborationFilter

    def rows(self) -> Any:
        return put_over_last(Collaboration.objects.with_parties(), Collaboration.OVER, "-proposed_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rings = count_circles(self.city, self.request.GET.get("circle", ""))
        picture = render_rings(rings, title=_("Collaborations that came about, by circle"))
        return super().get_context_data(
            rings=picture if any(one.number for one in rings) else "",
            belongs_to=find_thing(self.request.GET),
            **kwargs,
        )


class MyCollaborations(ListPage):
    """Those in which the reader, a group that they lead or an organisation for which they speak is a side."""

    permission = "collaborations.add_collaboration"
    model = Collaboration
    template_name = "collaborations/my_collaborations.html"

    def rows(self) -> Any:
        own = find_parties_of(self.actor).exclude(state=Party.State.DECLINED).values("collaboration")
        rows = Collaboration.objects.with_parties().filter(pk__in=own)
        return put_over_last(rows, Collaboration.OVER, "-proposed_on", "-pk")


class CollaborationPage(RowPage):
    """Who does what together, who gives what, how far it is, and what came of it."""

    permission = "collaborations.view_collaboration"
    model = Collaboration
    template_name = "collaborations/collaboration.html"

    def get_queryset(self) -> Any:
        linked = ("lab", "challenge", "initiative__cohort", "began_from", "proposed_by", "brought_by")
        return Collaboration.objects.with_parties().select_related(*linked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        own = set(find_parties_of(self.actor).filter(collaboration=row).values_list("pk", flat=True))
        parties, mine = row.sides, [one for one in row.parties.all() if one.pk in own]
        for one in parties:
            # Of the others a yes alone is read: a no is not told apart from silence.
            one.shows_answer = one.state == Party.State.AGREED or one.pk in own
        asked = [one for one in mine if one.state == Party.State.ASKED] if row.state == State.PROPOSED else []
        has_refused = bool(mine) and all(one.state == Party.State.DECLINED for one in mine)
        return super().get_context_data(
            parties=parties,
            asked=asked,
            full=next(filter(None, (list_at_limit(one.profile, but=one) for one in asked)), []),
            is_own=bool(own),
            has_refused=has_refused,
            # It goes on without whoever said no or was silent, and without being read by them.
            is_out=has_refused and row.state not in row.NOT_AGREED and not self.may_list,
            may_start=not describe_why_no_start(row),
            follow_ups=row.follow_ups.select_related("by"),
            promised=list(list_promised(row)),
            promisers=[one for one in parties if self.may_promise(row, one)],
            belongings=list_belongings(row, self.request.user),
            **kwargs,
        )

    @property
    def may_list(self) -> bool:
        """Does the reader work with people here?"""
        return self.actor.has_perm("collaborations.list_collaboration", self.city)

    def may_promise(self, row: Collaboration, side: Party) -> bool:
        """May this reader promise something in the name of this side now?"""
        side.collaboration = row
        may = self.actor.has_perm("collaborations.promise_as_party", side)
        return may and not describe_why_no_promise_inside(side)


class _OfSides(BelowCollaboration):
    """A form about a collaboration, for the sides that have agreed."""

    permission = "collaborations.change_collaboration"
    model = Collaboration
    template_name = "collaborations/collaboration_form.html"


class ChangeCollaboration(_OfSides, ConcurrentEditPage):
    """What it says, and when. Of a proposal also by whoever brought the others together."""

    permission = "collaborations.reword_collaboration"
    form_class = ChangeForm
    describe_why_not = course.describe_why_over
    extra_context = {"title": gettext_lazy("Change the collaboration"), "label": gettext_lazy("Save")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reader": self.actor, "city": self.city}

    def get_success_message(self) -> str:
        if self.object.state == State.PROPOSED:
            return _("Changes saved. All who were asked read them, and those who had agreed are asked again.")
        return _("Changes saved. The others read them.")

    def act(self, form: ChangeForm) -> str:
        course.change_collaboration(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class CompleteCollaboration(_OfSides, ConcurrentEditPage):
    """What came of it, in the words of those who did it."""

    ends = (verbs.COMPLETED,)
    form_class = ResultForm
    success_message = gettext_lazy("Completed. The others read what came of it.")
    describe_why_not = course.describe_why_not_completed
    extra_context = {"title": gettext_lazy("Complete the collaboration"), "label": gettext_lazy("Complete it")}

    def act(self, form: ResultForm) -> str:
        course.complete_collaboration(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


class AddFollowUp(_OfSides, FormPage):
    """What became of it since."""

    form_class = FollowUpForm
    success_message = gettext_lazy("Thank you. It stands on the page of the collaboration.")
    describe_why_not = course.describe_why_no_follow_up
    extra_context = {"title": gettext_lazy("What became of it"), "label": gettext_lazy("Save")}

    def act(self, form: FollowUpForm) -> str:
        course.add_follow_up(self.object, actor=self.actor, text=form.cleaned_data["text"])
        return self.object.get_absolute_url()


class _Step(ActionView):
    """A button that takes the collaboration one step along."""

    permission = "collaborations.change_collaboration"
    model = Collaboration

    def get_queryset(self) -> Any:
        return Collaboration.objects.select_related("city")


class BeginCollaboration(_Step):
    success_message = gettext_lazy("It is under way. Good luck together!")

    def act(self) -> None:
        course.begin_collaboration(self.object, actor=self.actor)


class PauseCollaboration(_Step):
    success_message = gettext_lazy("It is paused. Each side can resume it.")

    def act(self) -> None:
        course.pause_collaboration(self.object, actor=self.actor)


class ResumeCollaboration(_Step):
    success_message = gettext_lazy("It goes on. We have told the others.")

    def act(self) -> None:
        course.resume_collaboration(self.object, actor=self.actor)


class EndCollaboration(EndPage):
    """It ends before it is completed."""

    permission = "collaborations.end_collaboration"
    model = Collaboration
    ends = (verbs.ENDED,)
    ends_as = State.ENDED_EARLY
    describe_why_not = course.describe_why_not_ended
    step = staticmethod(course.end_collaboration)
    label = gettext_lazy("End the collaboration")
    told = gettext_lazy("The other sides read the reason. It stays in the history.")
    success_message = gettext_lazy("It has ended. We have told the other sides.")

    def get_queryset(self) -> Any:
        return Collaboration.objects.with_parties()

    def get_question(self) -> str:
        return _("End the collaboration “%(name)s” early?") % {"name": self.object}

    def get_text(self) -> str:
        return _(
            "If you have reached something, complete it instead and say what came of it. An ended one cannot be resumed."
        )

    def list_effects(self) -> list[str]:
        names = [str(one) for one in self.object.sides]
        effects = [_("It is done by: %(names)s") % {"names": join_localised(names)}]
        return [*effects, *self.list_promises_left()]

    def list_promises_left(self) -> list[str]:
        """What was promised inside it and has not arrived whole stays promised."""
        n = list_promised(self.object).filter(state=Commitment.State.PROMISED).count()
        text = ngettext(
            "%(n)s commitment made here stays open. Withdraw it on its page if it is not needed any more.",
            "%(n)s commitments made here stay open. Withdraw them on their pages if they are not needed any more.",
            n,
        )
        return [text % {"n": n}] if n else []
