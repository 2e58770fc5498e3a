from copy import deepcopy
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.lists import MOST_NOW
from educities.kit.multilingual import join_localised
from educities.kit.thing_parts import ThingPart, ThingPartsMixin
from educities.kit.views import ActionView, FormPage, Page, RowPage, UndoView
from stakeholders import actions, verbs
from stakeholders.forms.organisation_select import OrganisationField, OrganisationsField, SchoolField
from stakeholders.forms.organisations import OrganisationFilter, OrganisationForm
from stakeholders.models import Organisation
from stakeholders.queries import PAGE, KeysetRows
from stakeholders.queries.sector_counts import sector_counts
from stakeholders.queries.visibility import is_named_to
from stakeholders.rules import represented_until_archived
from stakeholders.values.page_links import ORGANISATION_LINKS, list_links
from stakeholders.views.lists import KeysetPage


class OrganisationsPage(KeysetPage):
    template_name = "stakeholders/organisations.html"
    permission = "stakeholders.list_organisation"
    filter_class = OrganisationFilter
    column = "search"

    def rows(self) -> Any:
        return Organisation.objects.defer("about")

    @property
    def is_waiting(self) -> bool:
        """Are those asked for that wait to be verified?"""
        return self.request.GET.get("state") == Organisation.State.PROPOSED

    @property
    def is_by_name(self) -> bool:
        """What has waited longest stands first."""
        return not self.is_waiting

    @property
    def size(self) -> int:
        """What waits is shown whole."""
        return MOST_NOW if self.is_waiting else PAGE

    def more(self, found: KeysetRows) -> dict[str, Any]:
        first = not self.filter.is_used and found.before is None
        return {
            "sectors": sector_counts() if first else None,
            "waiting": self.is_waiting,
            "proposed": self.count_proposed() if first else 0,
        }

    def count_proposed(self) -> int:
        """How many wait to be verified, for whoever verifies them."""
        may_verify = self.actor.has_perm("stakeholders.verify_organisation", self.city)
        return Organisation.objects.waiting().count() if may_verify else 0


class FindOrganisations(Page):
    """What a form's search shows while a person types: those of this name, and what is chosen already."""

    template_name = "kit/widgets/_found.html"
    permission = "stakeholders.list_organisation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        one = SchoolField if asked.get("schools") else OrganisationField
        widget = deepcopy((OrganisationsField if asked.get("many") else one)(required=False)).widget
        return widget.found(name, widget.value_from_datadict(asked, {}, name))


def organisation_crumbs(organisation: Organisation) -> list[tuple[str, str]]:
    """The way up from a page below an organisation's own."""
    return [(organisation.get_absolute_url(), str(organisation))]


class OrganisationPage(ThingPartsMixin, RowPage):
    template_name = "stakeholders/organisation.html"
    permission = "stakeholders.view_organisation"
    model = Organisation
    tabs_label = _("Pages of the organisation")

    def list_parts(self) -> list[ThingPart]:
        parts = [
            ThingPart("", gettext("About")),
            ThingPart("commitments", gettext("Commitments")),
            ThingPart("sites", gettext("Sites")),
        ]
        if self.request.user.has_perm("stakeholders.verify_organisation", self.object):
            parts.append(ThingPart("history", gettext("History")))
        return parts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.representations.select_related("profile__user")
        standing = [row for row in rows if not row.has_ended]
        user, row = self.request.user, self.object
        # Who was asked and has not said an age yet is named to the team alone; so is who is under 18 elsewhere.
        named = [one for one in standing if is_named_to(user, one.profile)]
        return super().get_context_data(
            reads_why=user.has_perm("stakeholders.claim_for_organisation", row)
            or represented_until_archived(user, row),
            # Read where their part is shown.
            commitments=self.object.commitments.all(),
            sites=self.object.sites.order_by("-state", "kind", "pk"),
            representations=named,
            unnamed=len(standing) - len(named),
            claims=self.object.claims.select_related("area").order_by("-kind", "pk"),
            page_links=list_links(ORGANISATION_LINKS, user, self.city, row.pk) if row.is_at_work else [],
            **kwargs,
        )


class ProposeOrganisation(FormPage):
    """A director adds an organisation and verifies it on the page behind; everybody else proposes one."""

    template_name = "stakeholders/organisation_form.html"
    permission = "stakeholders.add_organisation"
    form_class = OrganisationForm
    success_message: Any = _("The organisation was proposed. A director verifies it.")

    def act(self, form: OrganisationForm) -> Any:
        organisation = actions.propose_organisation(actor=self.actor, **form.values)
        if self.actor.has_perm("stakeholders.verify_organisation", organisation):
            self.success_message = _("The organisation is added. Verify it, and it counts for its sector.")
        if self.request.user.has_perm("stakeholders.view_organisation", organisation):
            return organisation
        return self.city

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Organisation()}


class ChangeOrganisation(ConcurrentEditPage):
    template_name = "stakeholders/organisation_form.html"
    permission = "stakeholders.change_organisation"
    model = Organisation
    form_class = OrganisationForm
    success_message = _("Saved.")
    describe_why_not = actions.describe_why_archived

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=organisation_crumbs(self.object), **kwargs)

    def act(self, form: OrganisationForm) -> Any:
        return actions.change_organisation(self.object, actor=self.actor, **form.values)


class VerifyOrganisation(ActionView):
    permission = "stakeholders.verify_organisation"
    model = Organisation
    undo_name = "undo_verification"

    def act(self) -> None:
        actions.verify_organisation(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return gettext("%(name)s is verified and can take seats in labs.") % {"name": self.object}


class UndoVerification(UndoView):
    permission = "stakeholders.verify_organisation"
    model = Organisation

    def act(self) -> None:
        actions.undo_verification(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return gettext("Undone. %(name)s waits to be verified again.") % {"name": self.object}


class VerifyChosen(ActionView):
    """Those ticked in the list, or all that the page showed; no more than stand on one."""

    permission = "stakeholders.verify_organisation"

    def act(self) -> None:
        asked = self.request.POST.getlist("shown" if "all" in self.request.POST else "chosen")
        chosen = [int(pk) for pk in asked[:MOST_NOW] if pk.isdecimal() and len(pk) < 19]
        count = actions.verify_organisations(Organisation.objects.filter(pk__in=chosen), actor=self.actor)
        self.success_message = verified_in_words(count)

    def success_url(self) -> str:
        return self.city_url("organisations")


def verified_in_words(count: int) -> str:
    """How many were verified at once."""
    return ngettext("%(n)s organisation is verified.", "%(n)s organisations are verified.", count) % {"n": count}


class RejectOrganisation(EndPage):
    model = Organisation
    permission = "stakeholders.reject_organisation"
    ends = (verbs.ORGANISATION_REJECTED,)
    ends_as = Organisation.State.REJECTED
    step = staticmethod(actions.reject_organisation)
    label = _("Reject")
    told = _("The person who proposed it reads the reason. It stays in the history.")
    success_message = _("The organisation was not accepted.")

    def get_told(self) -> str:
        if actions.list_proposers(self.object, self.actor):
            return super().get_told()
        return gettext("Nobody gets an email about it. The reason stays in the history.")

    def get_question(self) -> str:
        return gettext("Reject the organisation “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("It leaves the lists. You can restore it later.")


class ArchiveOrganisation(EndPage):
    model = Organisation
    permission = "stakeholders.archive_organisation"
    ends = (verbs.ORGANISATION_ARCHIVED,)
    ends_as = Organisation.State.ARCHIVED
    step = staticmethod(actions.archive_organisation)
    label = _("Archive it")
    told = _("Its representatives, the directors and those who work with it read the reason.")
    success_message = _("The organisation is archived. It is no longer listed.")

    def get_question(self) -> str:
        return gettext("Archive the organisation “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("It leaves the lists, and nobody represents it any more. You can restore it later.")

    def get_blocker(self) -> str:
        return super().get_blocker() or " ".join(actions.list_archive_blockers(self.object))

    def list_effects(self) -> list[str]:
        return list(actions.list_archive_effects(self.object))


class RestoreOrganisation(ActionView):
    """An archived or rejected organisation is back."""

    permission = "stakeholders.archive_organisation"
    model = Organisation

    def act(self) -> None:
        actions.restore_organisation(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        """What of it is as it was: who speaks for it again; of one that had been rejected, what it waits for."""
        if self.object.state == Organisation.State.PROPOSED:
            return gettext("The organisation is back. It waits to be verified again.")
        rows = self.object.representations.current().select_related("profile")
        if not rows:
            return gettext("The organisation is back. Nobody represents it now.")
        names = join_localised([row.profile.display_name for row in rows])
        return gettext("The organisation is back. It is represented again by: %(names)s.") % {"names": names}
