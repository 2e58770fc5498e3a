"""The consents of a cohort's children: what is missing, signed forms entered, printed, looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.queries.privacy import find_notice
from consents.actions import record_scan_read
from consents.models import SignedForm
from consents.texts import VERSION, find_texts
from consents.values import ASKED_OF_GUARDIANS
from consents.values.form_codes import form_code
from educities.kit.views import ActionView, RowPage
from labs.actions.children import add_child
from labs.forms.children import ChildForm
from labs.models import Cohort, CohortMember
from labs.queries.consents import list_children, list_photographed
from labs.queries.guardian_waits import filter_known_children
from labs.views.members import TAKES_MEMBERS, EnrolPage
from labs.views.parts import BelowCohort

MEMBERS = gettext_lazy("Members")


class CohortConsents(BelowCohort, RowPage):
    """Who of the children lacks what, with the way to a signed form."""

    permission = "labs.enrol_cohort"
    model = Cohort
    part = "cohort_members"
    part_label = MEMBERS
    template_name = "labs/consents.html"

    def get_queryset(self) -> Any:
        return Cohort.objects.select_related("lab__city", "city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = list_children(self.object)
        children = [line for line in lines if not line.is_invited and not line.is_closed]
        complete = sum(not line.lacks for line in children)
        text = ngettext("%(n)s of %(all)s is complete.", "%(n)s of %(all)s are complete.", complete)
        return super().get_context_data(
            children=children,
            invited=[line for line in lines if line.is_invited and line.lacks],
            closed=[line for line in lines if line.is_closed],
            sum_line=text % {"n": complete, "all": len(children)} if children else "",
            photographed=list_photographed(self.object),
            takes_members=self.object.state in TAKES_MEMBERS,
            changes_language=False,
            **kwargs,
        )


class NewChild(EnrolPage):
    """A child without a mailbox: a name and a month, and a place that waits for the guardian."""

    form_class = ChildForm
    template_name = "labs/child_form.html"

    def act(self, form: ChildForm) -> str:
        seat = add_child(self.object, actor=self.actor, **form.cleaned_data)
        name = seat.profile.display_name
        self.success_message = _("%(name)s has a place. It waits for the answer of a guardian.") % {"name": name}
        return self.city_url("new_child" if "another" in self.request.POST else "cohort_consents", self.object.pk)


class OfChild(BelowCohort):
    """A page about one child of a cohort: the row is its seat."""

    permission = "labs.enrol_cohort"
    model = CohortMember
    part = "cohort_consents"
    part_label = gettext_lazy("Consents")

    def get_queryset(self) -> Any:
        return CohortMember.objects.select_related("cohort__lab__city", "cohort__city", "profile__city", "city")

    def permission_object(self) -> Any:
        return self.object.cohort

    def get_blocker(self) -> str:
        """A guardian answers for those alone who need one."""
        is_known = CohortMember.objects.filter(filter_known_children(), pk=self.object.pk).exists()
        return "" if is_known else _("Nobody needs to answer for this person.")


class PrintedForm(OfChild, RowPage):
    """To print: each use in a few sentences, for the adult and for the child. The name stands there only where chosen."""

    template_name = "labs/printed_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = find_texts(has_mailbox=self.object.profile.user_id is not None)
        return super().get_context_data(
            questions=[texts[purpose] for purpose in ASKED_OF_GUARDIANS],
            code=form_code(self.object.city_id, self.object.profile_id),
            version=VERSION,
            notice=find_notice(),
            with_name="name" in self.request.GET,
            blocker=self.get_blocker(),
            changes_language=False,
            **kwargs,
        )


class ShowScan(OfChild, ActionView):
    """The scan of a signed form; each look is recorded, so it is a button and no link."""

    def success_url(self) -> str:
        return self.city_url("cohort_consents", self.cohort.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = SignedForm.objects.filter(link__minor=self.object.profile_id).exclude(scan_type="")
        form = forms.select_related("link__city").first()
        if self.get_blocker() or form is None or form.scan is None:
            return redirect(self.success_url())
        record_scan_read(form, actor=self.actor)
        ending = "pdf" if form.scan_type == "application/pdf" else "webp"
        kind = "attachment" if ending == "pdf" else "inline"
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'{kind}; filename="form.{ending}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(bytes(form.scan), content_type=form.scan_type, headers=headers)
