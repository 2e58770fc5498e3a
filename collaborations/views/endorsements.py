"""Somebody sees a strength in another person; the person keeps it or not. Who guides a cohort reads how many have."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations import verbs
from collaborations.actions import endorsements as actions
from collaborations.forms.endorsements import EndorsementForm, KeepForm
from collaborations.models import Collaboration, Endorsement
from collaborations.queries.endorsement_counts import list_member_counts
from collaborations.queries.endorsements import list_receivers
from educities.kit.views import ActionView, AskedOnce, FormPage, Page, RowPage
from labs.models import Cohort
from meetings.models import Session
from stakeholders.models import Profile
from stakeholders.queries import find_profile


class _GiveEndorsement(FormPage):
    """The people who were there, one of them, and what was seen; for one after another."""

    permission = "collaborations.give_endorsement"
    form_class = EndorsementForm
    template_name = "collaborations/give_endorsement.html"

    @property
    def giver(self) -> Profile:
        """Whose account it is; who may give has a profile in the city."""
        return find_profile(self.actor)  # type: ignore[return-value]

    def get_form_kwargs(self) -> dict[str, Any]:
        giver = self.giver
        self.people = list_receivers(self.object, giver)
        return {**super().get_form_kwargs(), "people": self.people, "of_minor": not giver.is_adult}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        own = Endorsement.objects.standing().with_names().filter(giver=self.giver)
        basis = "session" if isinstance(self.object, Session) else "collaboration"
        given = own.filter(**{basis: self.object})
        crumbs = [(self.city_url("endorsements"), _("Strengths seen in others"))]
        return {**context, "given": given, "people": self.people, "crumbs": crumbs, "cancel": crumbs[0][0]}

    def act(self, form: EndorsementForm) -> str:
        said = form.cleaned_data
        receiver = said["receiver"]
        actions.give_endorsement(
            self.object, self.giver, receiver, actor=self.actor, area=said["area"], words=said.get("words")
        )
        text = _("Only %(name)s reads it. Did you see something in someone else too?")
        self.success_message = text % {"name": receiver.display_name}
        return self.request.path


class EndorseAfterSession(_GiveEndorsement):
    model = Session

    def get_queryset(self) -> Any:
        return Session.objects.with_group()


class EndorseInCollaboration(_GiveEndorsement):
    model = Collaboration


class Endorsements(Page):
    """What others saw in the person, and what the person saw in others."""

    signed_in = True
    template_name = "collaborations/endorsements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = find_profile(self.request.user)
        rows = Endorsement.objects.with_names().standing()
        received = list(rows.filter(receiver=profile)[:200]) if profile else []
        by_state = {state: [row for row in received if row.state == state] for state in Endorsement.State.values}
        given = list(rows.filter(giver=profile)[:200]) if profile else []
        return super().get_context_data(
            waiting=by_state["proposed"], kept=by_state["kept"], left=by_state["not_kept"], given=given, **kwargs
        )


class _OfEndorsement:
    """About one endorsement."""

    model = Endorsement

    def get_queryset(self) -> Any:
        return Endorsement.objects.with_names().select_related("receiver__managed_by")


class KeepEndorsement(_OfEndorsement, FormPage):
    """It stands on the own page, for whom its person lets see it."""

    permission = "collaborations.answer_endorsement"
    form_class = KeepForm
    template_name = "collaborations/keep_endorsement.html"
    success_message = gettext_lazy("Kept. It is on your page now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "of_minor": not self.object.receiver.is_adult}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("endorsements"), _("Strengths seen in others"))]
        return super().get_context_data(crumbs=crumbs, cancel=crumbs[0][0], **kwargs)

    def act(self, form: KeepForm) -> str:
        chosen = {"visibility": form.cleaned_data["visibility"]} if "visibility" in form.cleaned_data else {}
        actions.keep_endorsement(self.object, actor=self.actor, **chosen)
        return self.object.get_absolute_url()


class LeaveEndorsement(_OfEndorsement, ActionView):
    """It is not kept, or off the page again; it can be kept at any time."""

    permission = "collaborations.answer_endorsement"
    success_message = gettext_lazy("It is not on your page. Nobody reads your answer.")

    def act(self) -> None:
        actions.leave_endorsement(self.object, actor=self.actor)


class WithdrawEndorsement(_OfEndorsement, AskedOnce):
    """The giver takes it back, whatever was answered."""

    permission = "collaborations.withdraw_endorsement"
    ends = (verbs.ENDORSEMENT_WITHDRAWN,)
    success_message = gettext_lazy("Withdrawn.")

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Withdraw “%(name)s”?") % {"name": self.object.area},
            "text": _("%(name)s does not read it any more, and nobody else does. You can say it again.")
            % {"name": self.object.receiver.shown_name},
            "label": _("Withdraw"),
        }

    def act(self) -> None:
        actions.withdraw_endorsement(self.object, actor=self.actor)


class CohortEndorsements(RowPage):
    """How many strengths each member has seen in others, and others in them. Nobody's words, and no answer."""

    permission = "labs.enrol_cohort"
    model = Cohort
    template_name = "collaborations/cohort_endorsements.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city", "group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        members = list_member_counts(row)
        return super().get_context_data(
            members=members,
            not_given=sum(not one.given for one in members),
            not_received=sum(not one.received for one in members),
            crumbs=[(row.get_absolute_url(), str(row))],
            **kwargs,
        )
