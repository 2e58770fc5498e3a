"""Roles and invitations of a city, and where a person's day begins."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities import verbs
from cities.actions import (
    change_role_days,
    describe_why_days_stay,
    describe_why_role_stays,
    end_role,
    find_deputies,
    give_role_back,
    invite_person,
    is_last_director,
    list_role_notes,
    withdraw_invitation,
)
from cities.forms.roles import InviteForTermForm, RoleDaysForm
from cities.models import City, Invitation, Membership, Role, Scope
from cities.queries.held_roles import load_held_roles, name_places
from cities.queries.panels import START_PAGES
from cities.rules import is_deputy
from cities.texts.invitations import describe_sent
from cities.texts.role_mails import MEANING
from educities.accounts.models import Person
from educities.activity.queries.person_names import names_of
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, Confirm, FormPage, Page


class RoleHomeView(Page):
    """The first page of the person's role."""

    signed_in = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for page in START_PAGES:
            if not page.permission or request.user.has_perm(page.permission, self.city):
                return redirect(page.url_name, self.city.slug)
        return redirect("city", self.city.slug)


def scope_text(scope_type: str, n: int) -> str:
    """Where a role holds: in the whole city, or over how many labs or organisations."""
    return gettext("in the whole city") if scope_type == Scope.CITY else scope_count_text(scope_type, n)


def scope_count_text(scope_type: str, n: int) -> str:
    """Over how many labs or organisations a person has a role."""
    if scope_type == Scope.LAB:
        return ngettext("in one lab", "in %(n)s labs", n) % {"n": n}
    return ngettext("in one organisation", "in %(n)s organisations", n) % {"n": n}


class Roles(Page):
    """Who has which role, and who is invited."""

    permission = "cities.see_roles_city"
    template_name = "cities/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = load_held_roles(self.city)
        lasting = [one.row for one in found.held if one.row.role == Role.DIRECTOR and one.row.ends_on is None]
        narrow = [
            (
                found.name(row["user_id"]),
                row["user__email"],
                Role(row["role"]).label,
                scope_count_text(row["scope_type"], row["n"]),
                found.pages.get(row["user_id"], ""),
            )
            for row in found.narrow
        ]
        return super().get_context_data(
            # The button to end the last director's role would be refused.
            last_director=lasting[0] if len(lasting) == 1 and is_last_director(lasting[0], self.city) else None,
            found=found,
            narrow=narrow,
            invitations=name_places(Invitation.objects.open().select_related("acting_for")),
            **kwargs,
        )


def list_grantable(user: Person, city: City) -> tuple[str, ...]:
    """The roles into which a director invites; who stands in for one makes no further director.

    The steward grants what a director may not, so no director chooses who it is.
    """
    return (Role.FACILITATOR, *([] if is_deputy(user, city) else [Role.DIRECTOR]), Role.READER)


class InviteToRole(FormPage):
    """An invitation for the next one."""

    permission = "cities.invite_to_role_city"
    template_name = "cities/invite_to_role.html"
    form_class = InviteForTermForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # The director writes to people who mostly read what she reads.
        initial = {"language": (get_language() or self.city.language)[:2]}
        return {
            **super().get_form_kwargs(),
            "roles": list_grantable(self.actor, self.city),
            "city": self.city,
            "initial": initial,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = [(Role(role).label, MEANING[role]) for role in list_grantable(self.actor, self.city)]
        return super().get_context_data(meanings=offered, **kwargs)

    def act(self, form: InviteForTermForm) -> str:
        invitation = invite_person(self.city, actor=self.actor, **form.values)
        messages.success(self.request, describe_sent(invitation, self.city))
        return self.city_url("roles")


class ChangeRoleDays(ConcurrentEditPage):
    """From when until when a role is held."""

    permission = "cities.change_membership"
    model = Membership
    template_name = "cities/role_days.html"
    form_class = RoleDaysForm
    success_message = _("The days of the role are saved. We have told the person.")
    describe_why_not = describe_why_days_stay

    def get_queryset(self) -> Any:
        # Those of single labs and organisations have no days here; of one that has ended the page says so.
        return self.city.memberships.filter(scope_type=Scope.CITY).select_related("user", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = names_of({self.object.user_id}).get(self.object.user_id) or self.object.user.email
        return super().get_context_data(who=who, cancel=self.city_url("roles"), **kwargs)

    def act(self, form: RoleDaysForm) -> str:
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        change_role_days(self.object, actor=self.actor, **days)
        return self.city_url("roles")


class EndRole(EndPage):
    """A role ends today, with a reason; asked once, for it may be one's own."""

    permission = "cities.end_membership"
    model = Membership
    ends = (verbs.ROLE_ENDED,)
    step = staticmethod(end_role)
    label = _("End the role")
    told = _("The person reads your reason. It stays in the history.")
    success_message = _("The role has ended.")
    describe_why_not = describe_why_role_stays

    def get_queryset(self) -> Any:
        # Those of single labs and organisations end on their own pages.
        rows = Membership.objects.filter(city=self.city, scope_type=Scope.CITY)
        return rows.select_related("user", "city", "acting_for")

    @property
    def is_own(self) -> bool:
        """Does the person end their own role?"""
        return self.object.user_id == self.request.user.pk

    def get_told(self) -> str:
        own = str(_("You get an email with your reason. It stays in the history."))
        told = own if self.is_own else super().get_told()
        principal = self.object.acting_for
        if principal is None or principal == self.actor:
            return told
        name = names_of({principal.pk}).get(principal.pk) or principal.email
        also = gettext("%(name)s, in whose place this role is held, reads the reason too.") % {"name": name}
        return f"{told} {also}"

    def get_question(self) -> str:
        role = self.object.get_role_display()
        if self.is_own:
            return _("End your own role, %(role)s?") % {"role": role}
        who = names_of({self.object.user_id}).get(self.object.user_id) or self.object.user.email
        return _("End the role of %(who)s, %(role)s?") % {"who": who, "role": role}

    def get_text(self) -> str:
        if self.is_own:
            return str(_("You can no longer do what this role allows. What you have done stays."))
        if self.object.acting_for_id:
            text = _(
                "The person can no longer do what this role allows. What was done stays. You can invite them again."
            )
            return str(text)
        return str(
            _(
                "The person can no longer do what this role allows. What was done stays. You can give the role back later."
            )
        )

    def list_effects(self) -> list[str]:
        """What changes for others; the roles that the person keeps: those in single labs and organisations do not end too."""
        kept = Membership.objects.current().filter(city=self.city, user=self.object.user_id).exclude(pk=self.object.pk)
        counted = kept.exclude(role=Role.RESIDENT).order_by("role", "scope_type").values("role", "scope_type")
        text = gettext("The person keeps the role %(role)s %(where)s. End it there too if it should end.")
        rows = [(row, row["n"]) for row in counted.annotate(n=Count("pk"))]
        stays = [text % {"role": Role(row["role"]).label, "where": scope_text(row["scope_type"], n)} for row, n in rows]
        deputies = [row.user for row in find_deputies(self.object)]
        names = names_of({user.pk for user in deputies})
        ends = gettext("%(name)s stands in for this person: that ends too, and they read your reason.")
        also = [ends % {"name": names.get(user.pk) or user.email} for user in deputies]
        return [*also, *list_role_notes(self.object, self.actor), *stays]

    def cancel_url(self) -> str:
        return self.city_url("roles")

    def target_url(self) -> str:
        if self.object.user_id == self.request.user.pk:
            return self.city_url("city")
        return self.city_url("roles")


class GiveRoleBack(ActionView):
    """A role that has ended is the person's again."""

    permission = "cities.give_back_membership"
    model = Membership
    success_message = _("The role is given back, without a last day. We have told the person.")

    def get_queryset(self) -> Any:
        # Whether it has ended says the action; who still holds it is told so.
        return Membership.objects.filter(city=self.city, scope_type=Scope.CITY).select_related("user", "city")

    def act(self) -> None:
        give_role_back(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("roles")


class WithdrawInvitation(Confirm):
    """The invitation's link leads nowhere any more."""

    permission = "cities.withdraw_invitation"
    model = Invitation
    ends = (verbs.INVITATION_WITHDRAWN,)
    label = _("Withdraw the invitation")
    success_message = _("The invitation is withdrawn.")

    def get_question(self) -> str:
        return _("Withdraw the invitation of %(who)s?") % {"who": self.object.display_name}

    def get_text(self) -> str:
        return gettext("The link in the email then leads nowhere. You can invite the person again.")

    def act(self) -> None:
        withdraw_invitation(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("roles")
