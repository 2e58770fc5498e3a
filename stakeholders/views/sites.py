from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import ActionView, AskedOnce, FormPage
from stakeholders import verbs
from stakeholders.actions import describe_why_archived
from stakeholders.actions import sites as actions
from stakeholders.forms.sites import SiteForm
from stakeholders.models import Organisation, Site
from stakeholders.views.organisations import organisation_crumbs


class AddSite(FormPage):
    template_name = "stakeholders/commitment_form.html"
    permission = "stakeholders.add_site_to_organisation"
    model = Organisation
    form_class = SiteForm
    success_message = _("The site was added.")
    describe_why_not = describe_why_archived
    extra_context = {"title": _("Add a site"), "label": _("Add the site")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Site(organisation=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel = f"{self.object.get_absolute_url()}?part=sites"
        return super().get_context_data(crumbs=organisation_crumbs(self.object), cancel=cancel, **kwargs)

    def act(self, form: SiteForm) -> Any:
        return actions.add_site(self.object, actor=self.actor, **form.values)


class ChangeSite(ConcurrentEditPage):
    template_name = "stakeholders/commitment_form.html"
    permission = "stakeholders.change_site"
    model = Site
    form_class = SiteForm
    success_message = _("Saved.")
    extra_context = {"title": _("Change the site"), "label": _("Save")}

    def get_queryset(self) -> Any:
        return Site.objects.select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel, crumbs = self.object.get_absolute_url(), organisation_crumbs(self.object.organisation)
        return super().get_context_data(crumbs=crumbs, cancel=cancel, **kwargs)

    def act(self, form: SiteForm) -> Any:
        return actions.change_site(self.object, actor=self.actor, **form.values)


class ArchiveSite(AskedOnce):
    permission = "stakeholders.archive_site"
    model = Site
    ends = (verbs.SITE_ARCHIVED,)
    success_message = _("The site is archived.")

    def get_queryset(self) -> Any:
        return Site.objects.select_related("organisation")

    def get_about(self) -> Organisation:
        return self.object.organisation

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Archive this site?"),
            "quote": str(self.object),
            "text": gettext("It is no longer listed. What was done there stays. You can restore it later."),
            "label": gettext("Archive"),
        }

    def act(self) -> None:
        actions.archive_site(self.object, actor=self.actor)


class RestoreSite(ActionView):
    permission = "stakeholders.archive_site"
    model = Site
    success_message = _("The site is back.")

    def get_queryset(self) -> Any:
        return Site.objects.select_related("organisation")

    def act(self) -> None:
        actions.restore_site(self.object, actor=self.actor)
