from typing import Any

from django.contrib import messages
from django.db.models import Case, F, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import Role
from educities.accounts.models import User
from educities.activity.texts.history_rows import find_last_act
from educities.kit.day_words import format_day
from educities.kit.end_pages import EndPage
from educities.kit.errors import DomainError
from educities.kit.undo import offer_undo
from educities.kit.views import ActionView, FormPage, ListPage, RowPage, UndoView
from labs import verbs
from labs.actions import overrides as actions
from labs.forms.overrides import DecideOverrideForm, OverrideForm
from labs.models import Cohort, Lab, Override
from labs.queries.deciders import describe_missing_decider, list_askers, list_held_roles, missing_decider_message
from labs.queries.gates import find_result
from labs.texts import write_ending
from labs.texts.lacks import describe_lack
from labs.values.stages import BY_CODE
from stakeholders.queries import find_profile


def name_of(user: User) -> str:
    """How the person is called in this city."""
    return str(find_profile(user) or "")


def describe_decision(override: Override) -> str:
    """Who has decided already, what and when; "" while the question waits."""
    texts = {
        "granted": (verbs.OVERRIDE_GRANTED, gettext("Already granted on %(day)s: %(who)s.")),
        "refused": (verbs.OVERRIDE_REFUSED, gettext("Already refused on %(day)s: %(who)s.")),
        "withdrawn": (verbs.OVERRIDE_WITHDRAWN, gettext("The request was withdrawn on %(day)s: %(who)s.")),
    }
    if override.state not in texts:
        return ""
    verb, text = texts[override.state]
    act = find_last_act([override], verb)
    if act is None:
        return gettext("This request is decided already.")
    day = format_day(act.at.astimezone(override.city.zone).date())
    return text % {"day": day, "who": act.who}


class _Request(FormPage):
    form_class = OverrideForm
    template_name = "labs/override_form.html"
    success_message: Any = _("Override requested. We have told the person who decides.")

    def get_blocker(self) -> str:
        return actions.describe_request_blocker(self.object, self.kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            rule = actions.rule_for(self.object, self.kwargs["code"])
        except DomainError as error:
            raise Http404 from error
        found, row = find_result(rule.code, self.object), self.object
        lab = row.lab if isinstance(row, Cohort) else row
        crumbs = [(one.get_absolute_url(), str(one)) for one in dict.fromkeys([lab, row])]
        about = {"city_id": self.city.pk, "askers": list_askers(self.city.pk, self.actor)}
        context = {
            "rule": rule,
            "days": rule.longest_days,
            "is_met": found.met,
            "detail": found.detail,
            "crumbs": crumbs,
            "deciders": [Role(role).label for role in list_held_roles(rule.code, **about)],
            "who_is_missing": describe_missing_decider(rule.code, **about),
        }
        return super().get_context_data(**context, **kwargs)

    def act(self, form: OverrideForm) -> str:
        override = actions.request_override(self.object, self.kwargs["code"], actor=self.actor, **form.cleaned_data)
        if missing := missing_decider_message(override):
            self.success_message = ""
            messages.warning(self.request, missing)
        return override.get_absolute_url()


class RequestCohortOverride(_Request):
    permission = "labs.request_override_of_cohort"
    model = Cohort


class RequestLabOverride(_Request):
    permission = "labs.request_override_of_lab"
    model = Lab


class OverridePage(RowPage):
    """The question, the reason, the answer."""

    permission = "labs.view_override"
    model = Override
    template_name = "labs/override.html"

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by", "acting_for", "granted_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = BY_CODE[self.object.rule_code]
        found = find_result(rule.code, self.object.target)
        initial = {"until": self.object.wanted_until}
        context = {
            "rule": rule,
            "form": DecideOverrideForm(initial=initial),
            "target": self.object.target,
            "is_met": found.met,
            "detail": found.detail,
            "is_outgrown": self.object.state == "granted" and not self.object.covers(found),
            "is_own": self.actor.pk in self.object.askers,
            "asked_by": name_of(self.object.requested_by),
            "who_is_missing": missing_decider_message(self.object) if self.object.state == "requested" else "",
            "blocker": actions.describe_end_of_target(self.object.target),
            "answered_by": name_of(self.object.granted_by),
        }
        return super().get_context_data(**{**context, **kwargs})


class DecideOverride(OverridePage, FormPage):
    """Grant or refuse, on the override's own page or on the day's."""

    permission = "labs.decide_override"
    # Its page holds more than this form.
    changes_language = False
    ends = (verbs.OVERRIDE_REFUSED,)
    form_class = DecideOverrideForm
    returns_to_sender = True

    def get_initial(self) -> dict[str, Any]:
        return {"until": self.object.wanted_until}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if decided := describe_decision(self.object):
            messages.error(request, decided)
            return self.answer_at(self.object.get_absolute_url())
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Its own form, with what was typed before signing in; the page of the override shows an empty one.
        return super().get_context_data(**{"form": kwargs.get("form") or self.get_form(), **kwargs})

    def act(self, form: DecideOverrideForm) -> str:
        data, row = form.cleaned_data, self.object
        if data["decision"] == "grant":
            actions.grant_override(row, actor=self.actor, until=data["until"], answer=data["answer"])
            text = gettext("The override of %(name)s holds until %(day)s. We have told the person who asked.") % {
                "name": row.target,
                "day": format_day(data["until"]),
            }
            offer_undo(self.request, text, self.city_url("undo_grant", row.pk))
        else:
            actions.refuse_override(row, actor=self.actor, answer=data["answer"])
            text = gettext("The override of %(name)s is refused. We have told the person who asked.")
            messages.success(self.request, text % {"name": row.target})
        return row.get_absolute_url()


class WithdrawOverride(EndPage):
    """A question that nobody has answered yet is taken back."""

    permission = "labs.withdraw_override"
    model = Override
    ends = (verbs.OVERRIDE_WITHDRAWN,)
    ends_as = Override.State.WITHDRAWN
    step = staticmethod(actions.withdraw_override)
    label = _("Withdraw the request")
    told = _("The person who asked and those who were asked to decide read the reason. It stays in the history.")
    success_message = _("The request is withdrawn. We have told those who were asked to decide.")

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by", "acting_for")

    def get_crumbs(self) -> list[tuple[str, str]]:
        target, page = self.object.target, self.object.get_absolute_url()
        return [(target.get_absolute_url(), str(target)), (page, gettext("Override"))]

    def get_question(self) -> str:
        return gettext("Withdraw the request for an override of “%(name)s”?") % {"name": self.object.target}

    def get_text(self) -> str:
        return gettext("The condition stays as it is. You can ask for an override of it again at any time.")

    def list_effects(self) -> list[str]:
        return [gettext("Missing: %(words)s") % {"words": describe_lack(self.object.rule_code, self.object.lack)}]


class UndoGrant(UndoView):
    permission = "labs.decide_override"
    model = Override

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by", "acting_for")

    def act(self) -> None:
        actions.undo_grant(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return gettext("Undone. The override of %(name)s waits for your decision again.") % {"name": self.object.target}


class ResolveOverride(ActionView):
    permission = "labs.resolve_override"
    model = Override

    def get_queryset(self) -> Any:
        return Override.objects.select_related("cohort", "lab", "city", "requested_by", "acting_for")

    success_message = _("The condition is met. The override is closed.")

    def act(self) -> None:
        actions.resolve_override(self.object, actor=self.actor)


class Overrides(ListPage):
    """Everything that is let pass or waits for an answer, and what was answered before."""

    permission = "labs.list_lab"
    model = Override
    template_name = "labs/overrides.html"
    over = (Override.State.REFUSED, Override.State.WITHDRAWN, Override.State.EXPIRED, Override.State.RESOLVED)

    def rows(self) -> Any:
        # What waits stands on the first page, the longest waiting first, whatever was decided since.
        rank = Case(When(state="requested", then=0), When(state="granted", then=1), default=2)
        since = Case(When(state="requested", then=F("id")), default=-F("id"))
        return Override.objects.select_related("cohort", "lab", "city").order_by(rank, since)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            {
                "row": row,
                "words": describe_lack(row.rule_code, row.lack)
                if row.is_live
                else BY_CODE[row.rule_code].describe(is_met=row.state == Override.State.RESOLVED),
                "ending": write_ending(row),
            }
            for row in context["object_list"]
        ]
        groups = [
            (_("Waiting for an answer"), ("requested",)),
            (_("Overridden for now"), ("granted",)),
            (_("Decided or expired"), ("expired", "refused", "resolved", "withdrawn")),
        ]
        found = [(title, [one for one in rows if one["row"].state in states]) for title, states in groups]
        return {**context, "groups": [(title, lines) for title, lines in found if lines]}
