"""Who travels on an expedition: the list, what a child and its guardians say of it, and how they are reached on the way."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consents.actions import check_reader
from consents.models import GuardianLink
from educities.kit.end_pages import EndPage
from educities.kit.errors import DomainError
from educities.kit.retention import PERIODS
from educities.kit.views import ActionView, FormPage, RowPage
from journeys import verbs
from journeys.actions import travellers as actions
from journeys.actions import trip_consents
from journeys.forms.travellers import OwnTripForm, TravellersForm, TripConsentForm, TripFormForm
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.my_trips import find_standing
from journeys.queries.travellers import list_candidates, list_contacts, list_travellers
from journeys.queries.trip_asking import describe_why_guardians_wait
from journeys.queries.trip_links import mark_plan
from journeys.queries.trip_plans import list_given_answers
from journeys.texts.trip_seats import explain_to_guardian
from journeys.texts.trip_states import Standing, describe_own_answer, describe_own_state
from labs.views.parts import BelowCohort

EXPEDITION_ROWS = ("cohort__lab__city", "cohort__city", "city")
EXPEDITIONS = _("Expeditions")


class _OfExpedition(BelowCohort):
    model = Expedition
    part = "expeditions"
    part_label = EXPEDITIONS

    def get_queryset(self) -> Any:
        return Expedition.objects.select_related(*EXPEDITION_ROWS)


class AddTravellers(_OfExpedition, FormPage):
    """Those of the cohort who are not on the list yet, to tick."""

    permission = "journeys.change_expedition"
    form_class = TravellersForm
    template_name = "journeys/travellers_form.html"
    describe_why_not = actions.describe_why_list_stays

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": list_candidates(self.object)}

    def act(self, form: TravellersForm) -> str:
        data = {name: list(form.cleaned_data[name]) for name in ("learners", "responsible")}
        rows = actions.add_travellers(self.object, actor=self.actor, **data)
        text = ngettext("%(n)s person is on the list now.", "%(n)s people are on the list now.", len(rows))
        messages.success(self.request, text % {"n": len(rows)})
        return self.object.get_absolute_url()


class AskGuardians(_OfExpedition, ActionView):
    """One mail more to each guardian who has not answered, once a day at most."""

    permission = "journeys.change_expedition"

    def act(self) -> None:
        self.count = trip_consents.ask_trip_consents(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        if not self.count:
            trip = list_travellers(self.object)
            later = describe_why_guardians_wait(self.object, trip)
            return later or gettext("There is nobody to ask now.")
        text = ngettext(
            "We have asked %(n)s parent or guardian.", "We have asked %(n)s parents and guardians.", self.count
        )
        return text % {"n": self.count}


class Contacts(_OfExpedition, RowPage):
    """How guardians are reached on the way, to print; empty 30 days after the journey."""

    permission = "journeys.see_contacts_of_expedition"
    template_name = "journeys/contacts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gone_on = self.object.ends_on + timedelta(days=PERIODS["trip_contacts"].days)
        trip = list_travellers(self.object)
        is_gone = gone_on < self.city.today()
        contacts = [] if is_gone else list_contacts(trip)
        if contacts:
            trip_consents.record_contacts_read(self.object, actor=self.actor)
        more = {"contacts": contacts, "gone_on": gone_on, "is_gone": is_gone, "changes_language": False}
        return super().get_context_data(**more, **kwargs)


class _OfTraveller(BelowCohort):
    model = Traveller
    part = "expeditions"
    part_label = EXPEDITIONS

    def get_queryset(self) -> Any:
        rows = Traveller.objects.select_related("profile__user", "city", "expedition__city")
        return rows.select_related("expedition__cohort__lab__city", "expedition__cohort__city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        expedition = self.object.expedition
        more = {"expedition": expedition, "crumbs": self.list_crumbs()}
        return super().get_context_data(**{**more, **kwargs})

    def list_crumbs(self) -> list[tuple[str, str]]:
        """The way up is the expedition's page."""
        expedition = self.object.expedition
        return [(expedition.get_absolute_url(), str(expedition))]


class RemoveTraveller(_OfTraveller, EndPage):
    permission = "journeys.change_traveller"
    ends = (verbs.TRAVELLER_REMOVED,)
    step = staticmethod(actions.remove_traveller)
    describe_why_not = actions.describe_why_traveller_stays
    label = _("Take off the list")
    told = _("The person reads the reason, and so do a child’s parents and guardians who were asked.")
    success_message = _("Taken off the list of travellers.")

    def get_question(self) -> str:
        return gettext("Take %(name)s off the list of travellers?") % {"name": self.object.profile.display_name}

    def get_text(self) -> str:
        return gettext("What was said about this expedition goes with it. You can put the person on the list again.")


class EnterForm(_OfTraveller, FormPage):
    """Typed off a form that a guardian has signed for this one journey."""

    permission = "journeys.enter_form_for_traveller"
    form_class = TripFormForm
    template_name = "journeys/trip_form.html"
    ends = (verbs.TRIP_REFUSED,)
    describe_why_not = trip_consents.describe_why_no_form
    success_message = _("The answer on the form applies from now.")

    @cached_property
    def given(self) -> list[TripConsent]:
        """The answers that stand, which the form may replace."""
        return list_given_answers(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_answer": bool(self.given)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(given=self.given, **kwargs)

    def act(self, form: TripFormForm) -> str:
        data = {name: form.cleaned_data[name] for name in ("signed_by", "signed_on", "phone")}
        data["replaces"] = form.cleaned_data.get("replaces", False)
        trip_consents.enter_trip_form(self.object, actor=self.actor, says_yes=form.says_yes, **data)
        return self.object.get_absolute_url()


class AnswerOwnTrip(_OfTraveller, FormPage):
    """Somebody under 18 reads what is planned, and says whether they want to."""

    permission = "journeys.answer_traveller"
    form_class = OwnTripForm
    template_name = "journeys/own_trip.html"
    ends = (verbs.TRIP_REFUSED,)
    describe_why_not = actions.describe_why_not_answered
    success_message = _("Saved. You can change your answer at any time before the expedition.")

    def list_crumbs(self) -> list[tuple[str, str]]:
        return []

    def get_initial(self) -> dict[str, Any]:
        return {"answer": {True: "yes", False: "no"}.get(self.object.own_answer)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": mark_plan(self.object.expedition)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = find_standing(self.object)
        if now is None:
            return super().get_context_data(**kwargs)
        said = {"own_state": describe_own_state(now), "own_answer": describe_own_answer(now), "now": now}
        return super().get_context_data(**said, **kwargs)

    def act(self, form: OwnTripForm) -> str:
        actions.answer_own_trip(self.object, actor=self.actor, says_yes=form.says_yes)
        return self.city_url("mine")


class AnswerTrip(FormPage):
    """By the link in the mail, without an account: a parent or guardian reads the plan, and agrees or does not."""

    public = True
    form_class = TripConsentForm
    template_name = "journeys/trip_consent.html"
    ends = (verbs.TRIP_REFUSED, verbs.TRIP_TAKEN_BACK)
    consent: TripConsent

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.consent = trip_consents.find_trip_consent(kwargs["token"], request.user)
        except DomainError as error:
            context = {"text": str(error), "next": self.city_url("mine"), "changes_language": False}
            return render(request, "consents/renewal_ended.html", context, status=410)
        return self._refuse_reader(request) or super().dispatch(request, *args, **kwargs)

    @property
    def link(self) -> GuardianLink:
        """The adult who was asked."""
        return cast("GuardianLink", self.consent.link)  # what is asked by mail has one

    def _refuse_reader(self, request: HttpRequest) -> HttpResponse | None:
        """Nothing of the child for another reader than the adult who was asked; None for that one."""
        if self.link.account is not None and self.link.account == request.user:
            return None
        try:
            check_reader(self.link, request.user)
        except DomainError as error:
            context = {"text": str(error), "signs_out": True}
            return render(request, "consents/guardian_other_reader.html", context, status=409)
        return None

    def get_initial(self) -> dict[str, Any]:
        now = {"given": "yes", "refused": "no", "withdrawn": "no"}.get(self.consent.state)
        answer = {"answer": now, "shows_email": self.consent.shows_email}
        # Whoever holds the link may be somebody to whom the mail was sent on: the number shows itself to the adult alone.
        return {**answer, "phone": self.consent.phone} if self.is_known else answer

    @property
    def is_known(self) -> bool:
        """Does the adult who was asked sit here with their account?"""
        return self.link.account is not None and self.link.account == self.request.user

    @cached_property
    def now(self) -> Standing | None:
        """All that was said of this child and this journey."""
        return find_standing(self.consent.traveller)

    def get_form_kwargs(self) -> dict[str, Any]:
        answers = trip_consents.list_open_answers(self.consent, self.now)
        hides_phone = bool(self.consent.phone) and not self.is_known
        plan = mark_plan(self.consent.traveller.expedition)
        return super().get_form_kwargs() | {"answers": answers, "hides_phone": hides_phone, "plan": plan}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        expedition = self.consent.traveller.expedition
        trip = list_travellers(expedition)
        adults = [line.traveller.profile for line in trip.lines if line.traveller.role == Traveller.Role.RESPONSIBLE]
        return super().get_context_data(
            consent=self.consent,
            child=self.consent.traveller.profile,
            expedition=expedition,
            adults=adults,
            count=sum(not line.stays for line in trip.lines),
            why_no_yes=trip_consents.describe_why_no_yes(expedition),
            why_unseated=explain_to_guardian(
                self.now.unseated if self.now else None, self.link, has_agreed=self.consent.state == "given"
            ),
            ward=self.city_url("ward", self.link.pk) if self.link.account else "",
            own_answer=self.now.own_answer if self.now else None,
            can_answer=bool(trip_consents.list_open_answers(self.consent, self.now)),
            **kwargs,
        )

    def act(self, form: TripConsentForm) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("phone", "shows_email") if name in form.cleaned_data}
        if not self.is_known and form.says_yes:
            given["phone"] = given["phone"] or self.consent.phone
        actor = self.link.account
        trip_consents.answer_trip_consent(self.consent, says_yes=form.says_yes, actor=actor, **given)
        yes = _(
            "Thank you. Your child may travel along. You can change your answer here until it sets out, and take it back later."
        )
        no = _("We have saved your answer: your child does not travel along. You can change it here.")
        if self.consent.traveller.expedition.state == Expedition.State.UNDERWAY:
            no = _(
                "We have saved your answer and told the adults responsible at once. Your child is on the way with them: "
                "please call them too."
            )
        messages.success(self.request, str(yes if form.says_yes else no))
        return redirect("trip_consent", self.city.slug, self.kwargs["token"])
