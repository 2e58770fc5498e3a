from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, Confirm, FormPage, RowPage
from labs import verbs
from labs.actions import members as actions
from labs.forms.cohorts import MemberForm
from labs.forms.paste_members import PasteMembersForm
from labs.models import Cohort, CohortMember, Lab
from labs.queries.guardian_waits import mark_waiting
from labs.queries.sectors import count_invited, count_on_hold, list_members
from labs.views.parts import BelowCohort, OfCohort
from stakeholders.actions import claim_area
from stakeholders.forms.people import ClaimForm
from stakeholders.texts import describe_reason_reader
from stakeholders.views.managed import say_others

TAKES_MEMBERS = (Cohort.State.RECRUITING, Cohort.State.RUNNING)


class Members(OfCohort, RowPage):
    """Who is in. Minors are named to those who lead the cohort, and to no one else."""

    permission = "labs.see_work_of_cohort"
    model = Cohort
    part = "cohort_members"
    template_name = "labs/members.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city", "group__city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_enrol = self.request.user.has_perm("labs.enrol_cohort", self.object)
        seats = self.seats().select_related("profile__user", "organisation")
        # Who was asked and has not answered is named to those who asked.
        seats = (
            mark_waiting(seats.with_claims(), self.city.today())
            if may_enrol
            else seats.exclude(state=CohortMember.State.INVITED)
        )
        # Whom the team typed in, and who has not said an age yet, is named to those alone too.
        is_minor = ~Q(profile__age_band="adult") | Q(profile__user__is_minor=True)
        is_unsaid = Q(profile__user__is_age_unsaid=True)
        said_no = (
            self.object.members.declined() if may_enrol and not self.object.is_over else self.object.members.none()
        )
        named = said_no.exclude(is_minor).select_related("profile").order_by("-left_at", "-pk")
        in_count, invited = list_members([self.object]).count(), count_invited([self.object])[self.object.pk]
        return super().get_context_data(
            members=seats if may_enrol else seats.exclude(is_minor | is_unsaid),
            unnamed=0 if may_enrol else seats.filter(is_minor).count(),
            may_enrol=may_enrol,
            said_no=named,
            said_no_unnamed=said_no.filter(is_minor).count(),
            in_count=in_count,
            invited=invited,
            on_hold=count_on_hold(self.object, in_count, invited),
            takes_members=self.object.state in TAKES_MEMBERS,
            may_open=self.may_open(),
            **kwargs,
        )

    def may_open(self) -> bool:
        """Can this person open the cohort for members now?"""
        is_planned = self.object.state == Cohort.State.PLANNED and self.object.lab.state == Lab.State.LAUNCHED
        return is_planned and self.request.user.has_perm("labs.change_cohort", self.object)

    def seats(self) -> Any:
        """Whoever has a place or is asked to take one; of a cohort that is over, who was in at its end."""
        if self.object.is_over:
            return list_members([self.object])
        # Not in the order of names that are not shown.
        by_name = Coalesce(NullIf("typed_name", Value("")), "profile__display_name")
        return self.object.members.filter(state__in=actions.TAKEN).order_by(by_name, "pk")


def name_place(seat: CohortMember, typed_name: str, *, is_new: bool, agreed: bool) -> str:
    """Whose place it is: an address that was typed may be that of somebody with another name, who may be in already.

    A typed address is turned into no minor's name, and what is said of it does not hang on whose it is.
    """
    is_named = seat.awaits_own_answer or not (typed_name and seat.profile.is_minor)
    name = seat.shown_name if is_named else typed_name
    if is_new and seat.profile.user_id is not None and not agreed:
        text = gettext("An invitation is on its way to %(name)s. The place is kept until the answer comes.")
        return text % {"name": name}
    if is_new:
        return gettext("Place reserved for %(name)s.") % {"name": name}
    return gettext("%(name)s has a place in this cohort already. Nothing was changed.") % {"name": name}


def count_places(added: int, asked: int) -> str:
    """How many people have a place by a list, and how many are asked first."""
    text = ngettext("%(n)s person has a place now.", "%(n)s people have a place now.", added)
    lines = [text % {"n": added}] if added or not asked else []
    if asked:
        text = ngettext(
            "%(n)s invitation is on its way; the place is kept until the answer comes.",
            "%(n)s invitations are on their way; the places are kept until the answers come.",
            asked,
        )
        lines.append(text % {"n": asked})
    return " ".join(lines)


class EnrolPage(BelowCohort, FormPage):
    """A page on which people get a place in the cohort, while it takes any."""

    permission = "labs.enrol_cohort"
    model = Cohort
    part = "cohort_members"
    part_label = _("Members")

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(takes_members=self.object.state in TAKES_MEMBERS, **kwargs)


class NewMember(EnrolPage):
    """One person more: of the city, found by a part of the name, or a new one."""

    form_class = MemberForm
    template_name = "labs/member_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cohort": self.object}

    def act(self, form: MemberForm) -> str:
        seated = set(self.object.members.filter(state__in=actions.TAKEN).values_list("pk", flat=True))
        seat = actions.add_member(self.object, actor=self.actor, **form.cleaned_data)
        say_others(self.request, seat.profile, form.others)
        data, is_new = form.cleaned_data, seat.pk not in seated
        self.success_message = name_place(seat, data["display_name"], is_new=is_new, agreed=data["agreed"])
        return self.city_url("new_member" if "another" in self.request.POST else "cohort_members", self.object.pk)


class PasteMembers(EnrolPage):
    """Several people at once: first what each line becomes, then, by the same list once more, they are added."""

    form_class = PasteMembersForm
    template_name = "labs/paste_members.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cohort": self.object}

    def form_valid(self, form: Any) -> HttpResponse:
        if form.was_seen:
            return super().form_valid(form)
        form.show_preview()
        return self.show_again(form, 200)

    def act(self, form: PasteMembersForm) -> str:
        data = form.cleaned_data
        about = {name: data[name] for name in ("language", "organisation", "sector", "agreed")}
        people = [actions.NewMember(line.name, line.email, line.person, line.sector) for line in form.added]
        seats = actions.add_members(self.object, actor=self.actor, people=people, **about)
        asked = 0 if data["agreed"] else sum(seat.profile.user_id is not None for seat in seats)
        self.success_message = count_places(len(seats) - asked, asked)
        return self.city_url("cohort_members", self.object.pk)


class _OfMember(ActionView):
    permission = "labs.enrol_cohort"
    model = CohortMember
    step: Any = None

    def get_queryset(self) -> Any:
        return CohortMember.objects.select_related("cohort", "profile", "city")

    def permission_object(self) -> Any:
        return self.object.cohort

    def act(self) -> None:
        type(self).step(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("cohort_members", self.object.cohort_id)


class AcceptSeat(_OfMember):
    """The facilitator writes down that the person agreed."""

    step = staticmethod(actions.accept_seat)
    success_message = _("The person is a member.")


class LeaveCohort(BelowCohort, _OfMember, Confirm):
    """The facilitator writes down that the person leaves."""

    part = "cohort_members"
    part_label = _("Members")
    ends = (verbs.MEMBER_LEFT,)
    step = staticmethod(actions.leave_cohort)
    describe_why_not = actions.describe_why_not_left
    label = _("Mark as left")
    success_message = _("The place is free for someone else.")

    def get_question(self) -> str:
        return gettext("Mark %(name)s as having left the cohort?") % {"name": self.object.shown_name}

    def get_text(self) -> str:
        if self.object.profile.user_id is None:
            return gettext(
                "The place is free for another person then. The person has no account: tell them yourself. You can add them "
                "again."
            )
        return gettext("The place is free for another person then. We tell the person; you can add them again.")


class JoinCohort(_OfMember):
    """The invited person says yes."""

    permission = "labs.answer_cohortmember"
    step = staticmethod(actions.accept_seat)
    success_message = _("Welcome! You are a member of the cohort.")

    def permission_object(self) -> Any:
        return self.object

    def success_url(self) -> str:
        return self.object.cohort.get_absolute_url()


class GiveUpSeat(BelowCohort, JoinCohort, Confirm):
    """The person says no, or leaves; neither asks for an age first."""

    asks_age_first = False

    http_method_names = Confirm.http_method_names
    ends = (verbs.MEMBER_LEFT, verbs.PLACE_DECLINED)
    step = staticmethod(actions.leave_cohort)
    describe_why_not = actions.describe_why_not_left
    success_message = _("Your place is free for another person now. Thank you for telling us.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_invited = self.object.state == CohortMember.State.INVITED
        label = gettext("Decline") if is_invited else gettext("I leave the cohort")
        cancel = self.object.cohort.get_absolute_url()
        return {**super().get_context_data(**kwargs), "label": label, "cancel": cancel}

    def get_question(self) -> str:
        if self.object.state == CohortMember.State.INVITED:
            return gettext("Decline the place in the cohort “%(name)s”?") % {"name": self.object.cohort}
        return gettext("Leave the cohort “%(name)s”?") % {"name": self.object.cohort}

    def get_text(self) -> str:
        return gettext("Your place is free for another person then. The facilitator can invite you again.")

    def success_url(self) -> str:
        return self.city_url("city")


class ClaimForMember(FormPage):
    """A strength or growth area, written down for a member who has no account."""

    permission = "labs.enter_for_cohortmember"
    model = CohortMember
    form_class = ClaimForm
    template_name = "stakeholders/claim_form.html"
    success_message = _("Saved. Thank you.")

    def get_queryset(self) -> Any:
        return CohortMember.objects.select_related("cohort", "profile", "city")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel = self.city_url("cohort_members", self.object.cohort_id)
        return {**super().get_context_data(cancel=cancel, **kwargs), "row": self.object.profile}

    def act(self, form: ClaimForm) -> str:
        claim_area(self.object.profile, actor=self.actor, **form.cleaned_data)
        return self.city_url("cohort_members", self.object.cohort_id)


class RemoveMember(BelowCohort, EndPage):
    permission = "labs.enrol_cohort"
    model = CohortMember
    ends = (verbs.MEMBER_REMOVED,)
    ends_as = CohortMember.State.REMOVED
    step = staticmethod(actions.remove_member)
    part = "cohort_members"
    part_label = _("Members")
    label = _("Remove from the cohort")
    success_message = _("The place is free for someone else.")

    def get_queryset(self) -> Any:
        return CohortMember.objects.select_related("cohort", "profile", "city")

    def permission_object(self) -> Any:
        return self.object.cohort

    def get_told(self) -> str:
        return describe_reason_reader(self.object.profile)

    def get_question(self) -> str:
        return gettext("Remove %(name)s from the cohort?") % {"name": self.object.shown_name}

    def get_text(self) -> str:
        return gettext(
            "Use this only for serious reasons: it stays in the record. If the person wants to leave, choose “Mark as left”."
        )

    def target_url(self) -> str:
        return self.city_url("cohort_members", self.object.cohort_id)
