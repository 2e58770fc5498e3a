"""“What the city knows”: the page of a person, of a guardian about a child, and the file with everything."""

from typing import Any, ClassVar, NamedTuple

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.actions.personal_data import check_reader, take_data_file
from consents.forms.data_file import DataFileForm
from consents.models import Consent, GuardianLink
from consents.queries import latest_consents, wards_of
from consents.texts import TEXTS
from consents.texts.personal_data import describe_subject, list_kept_titles, show_groups
from consents.values.personal_data import DATA_FORMATS
from educities.kit.errors import DomainError
from educities.kit.views import FormPage, Page, Permitted
from stakeholders.models import Profile
from stakeholders.queries import find_profile

# A file that was asked for is fetched at once; the address is worth nothing afterwards, and to nobody else.
SALT, FETCHED_WITHIN_SECONDS = "consents.data_file", 120
OPEN_CONSENT = {Consent.State.GIVEN, Consent.State.REQUESTED}


class ConsentLine(NamedTuple):
    """One purpose at a glance: what holds, since when, and the page on which it is taken back."""

    name: Any
    consent: Consent
    url: str


def list_consent_lines(profile: Profile, ward_url: str = "") -> list[ConsentLine]:
    """The latest answer to each purpose. A guardian takes back on the page about the child."""
    rows = latest_consents(profile)
    return [
        ConsentLine(
            TEXTS[purpose].name if purpose in TEXTS else row.get_purpose_display(), row, _find_way_back(row, ward_url)
        )
        for purpose, row in rows.items()
    ]


def _find_way_back(row: Consent, ward_url: str) -> str:
    if row.state not in OPEN_CONSENT:
        return ""
    return ward_url or reverse("take_consent_back", args=[row.city.slug, row.pk])


def data_context(profile: Profile, reader: Any) -> dict[str, Any]:
    """The sections that the reader sees, what is in none of them, and what the child keeps to itself."""
    subject = describe_subject(profile, reader)
    groups, empty = show_groups(subject)
    return {"profile": profile, "groups": groups, "empty": empty, "kept": list_kept_titles(subject)}


class MyData(Page):
    """Everything that the city has of whoever is signed in."""

    signed_in = True
    asks_age_first = False
    template_name = "consents/my_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = find_profile(self.request.user)
        if profile is None:
            return super().get_context_data(profile=None, **kwargs)
        return super().get_context_data(
            **data_context(profile, self.request.user),
            consents=list_consent_lines(profile),
            wards=[link for link in wards_of(profile) if link.state == GuardianLink.State.CONFIRMED],
            file_url=self.city_url("take_data_file"),
            **kwargs,
        )


class _OfWard(Permitted):
    """About a child, for the grown-up who answers for it now; for everybody else there is no such page."""

    signed_in = True
    model = GuardianLink

    def get_queryset(self) -> Any:
        return GuardianLink.objects.filter(
            guardian__user=self.request.user.pk, state=GuardianLink.State.CONFIRMED
        ).select_related("minor__user", "city")

    def get_ward_crumbs(self) -> list[tuple[str, str]]:
        """The way up: the grown-up's page about the child."""
        return [(self.object.get_absolute_url(), self.object.minor.display_name)]


class WardData(_OfWard, Page):
    """What the city has of a child, without what the child keeps to itself."""

    template_name = "consents/my_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        minor = self.object.minor
        return super().get_context_data(
            **data_context(minor, self.request.user),
            is_ward=True,
            consents=list_consent_lines(minor, self.object.get_absolute_url()),
            crumbs=self.get_ward_crumbs(),
            file_url=self.city_url("take_ward_file", self.object.pk),
            **kwargs,
        )


class TakeDataFile(FormPage):
    """Which kind of file. Whoever takes it shows once more who they are; that it was taken is recorded."""

    signed_in = True
    asks_age_first = False
    needs_proof: ClassVar[bool] = True
    template_name = "consents/take_data_file.html"
    form_class = DataFileForm

    def find_subject(self) -> Profile:
        """About whom the file is. Raises Http404 where the reader has no part in the city."""
        profile = find_profile(self.request.user)
        if profile is None:
            raise Http404
        return profile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find_subject()
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"format": "pdf"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"crumbs": [(self.page_url, _("What the city knows"))], "cancel": self.page_url}
        return super().get_context_data(**{**context, **kwargs})

    @property
    def page_url(self) -> str:
        """The page whose contents the file has."""
        return self.city_url("my_data")

    def act(self, form: DataFileForm) -> str:
        profile, kind = self.find_subject(), form.cleaned_data["format"]
        take_data_file(profile, actor=self.actor, format=kind)
        key = signing.dumps([self.actor.pk, profile.pk, kind], salt=SALT)
        return f"{self.city_url('open_data_file')}?key={key}"


class TakeWardFile(_OfWard, TakeDataFile):
    """The same about a child."""

    def find_subject(self) -> Profile:
        minor: Profile = self.object.minor
        return minor

    @property
    def page_url(self) -> str:
        return self.city_url("ward_data", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*self.get_ward_crumbs(), (self.page_url, _("What the city knows"))]
        return super().get_context_data(crumbs=crumbs, is_ward=True, **kwargs)


class OpenDataFile(Permitted):
    """The file that was asked for a moment ago, for whoever asked; others are led to the page."""

    signed_in = True
    asks_age_first = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            reader, number, kind = signing.loads(request.GET.get("key", ""), salt=SALT, max_age=FETCHED_WITHIN_SECONDS)
        except signing.BadSignature:
            return redirect("my_data", self.city.slug)
        profile = Profile.objects.select_related("user", "city").filter(pk=number).first()
        if reader != self.actor.pk or profile is None:
            return redirect("my_data", self.city.slug)
        try:
            check_reader(profile, self.actor)
        except DomainError as error:
            raise Http404 from error
        return self.send_file(profile, kind)

    def send_file(self, profile: Profile, kind: str) -> HttpResponse:
        """Everything in one file, kept nowhere."""
        found = DATA_FORMATS[kind]
        name = f"{self.city.slug}-{profile.pk}-{self.city.today():%Y-%m-%d}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        contents = found.render(describe_subject(profile, self.actor))
        return HttpResponse(contents, content_type=found.content_type, headers=headers)
