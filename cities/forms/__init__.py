"""The shape of what people type about cities and roles."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.encoding import punycode
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from cities.models import City, CityCalendarDay, CityDomain, PrivacyNotice
from cities.models.city import check_slug
from cities.queries import city_today
from cities.values import COUNTRIES
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField, TimeBox
from educities.kit.fields import AddressField, LineField, NameField, PlainCodeField, SearchTextField
from educities.kit.forms import CityModelForm, CleanModelForm, WordsFormField


class CitySlugField(PlainCodeField):
    """The city's part of a web address: capitals are read as small letters, and one sentence says what is allowed."""

    default_validators: ClassVar = [check_slug]

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).lower()


def check_country(value: str) -> None:
    """The code of a country, ISO 3166-1."""
    if value not in COUNTRIES:
        raise forms.ValidationError(_("No country has this code. Write two letters, for example IL."))


class CountryField(LineField):
    """Two letters, however they were typed."""

    default_validators: ClassVar = [check_country]

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).upper()


class HostField(LineField):
    """A domain, also where the whole address was pasted; one in other letters as browsers send it (`xn--…`)."""

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value)).lower()
        host = text.removeprefix("https://").removeprefix("http://").removesuffix("/")
        try:
            return punycode(host)
        except UnicodeError:
            return host


class CityForm(CleanModelForm):
    """A new city, by the platform's staff."""

    language = forms.ChoiceField(
        label=_("First language of the city"),
        choices=settings.LANGUAGES,
        help_text=_("Readers whose browser asks for none of our languages see the city in this one."),
    )
    field_order = ("slug", "name", "language")

    class Meta:
        model = City
        fields = ("slug", "name", "kind", "country", "registry_code", "time_zone", "population")
        field_classes: ClassVar = {"slug": CitySlugField, "country": CountryField}
        error_messages = {"slug": {"unique": _("Another city uses this web address. Choose a different one.")}}


class SettingsForm(ConcurrentEditForm, CityModelForm):
    """What the director says of the city."""

    story = WordsFormField(label=_("story"), required=False, rows=5, help_text=_("What is unique about your city."))
    language = CityForm.base_fields["language"]
    field_order = ("name", "language", "story")

    class Meta:
        model = City
        fields: ClassVar = ["name", "story", "population"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": kwargs["instance"].language, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.named_before = dict(self.instance.name)

    def clean(self) -> dict[str, Any]:
        """As above; a name in the first language stays, for mails are written in it. An operator may have left it open."""
        data = super().clean()
        name, language = data.get("name"), data.get("language", "")
        if name and language in self.named_before and not name.get(language):
            text = _("Write the name in the city’s first language too: %(language)s.")
            self.add_error("name", text % {"language": get_language_info(language)["name_translated"]})
        return data


class ColourSelect(forms.RadioSelect):
    """Each choice is drawn in its own colour."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-colour"] = str(option["value"])
        return option


class LookForm(ConcurrentEditForm, CityModelForm):
    """How the city's pages look."""

    class Meta:
        model = City
        fields: ClassVar = ["colour"]
        widgets: ClassVar = {"colour": ColourSelect}


class MinorsForm(ConcurrentEditForm, CityModelForm):
    """From which age nobody else has to agree."""

    class Meta:
        model = City
        fields: ClassVar = ["account_age"]


class QuietHoursForm(ConcurrentEditForm, CityModelForm):
    """When the city does not write to people."""

    LAYOUT = (("", (("quiet_from", "quiet_until"), "keeps_sabbath")),)

    class Meta:
        model = City
        fields: ClassVar = ["quiet_from", "quiet_until", "keeps_sabbath"]
        widgets: ClassVar = {"quiet_from": TimeBox, "quiet_until": TimeBox}


class MailForm(ConcurrentEditForm, CityModelForm):
    """Where people write to the city, and replies to its emails are read."""

    contact_email = AddressField(
        label=_("Email address of the city’s education office"),
        help_text=_(
            "It is shown on the contact page, and replies to the city’s emails go to it. Without it nobody reads them."
        ),
        required=False,
    )

    class Meta:
        model = City
        fields: ClassVar = ["contact_email"]


class NoticeForm(ConcurrentEditForm, CityModelForm):
    """Who is responsible for people's data, in the city's own words."""

    READS_UNSAVED = True
    responsible = WordsFormField(
        label=_("Who is responsible for people’s data"),
        help_text=_("The municipality by its full name, the unit in charge, and the postal address."),
        rows=3,
        required=False,
    )
    contact = WordsFormField(
        label=_("Whom people ask about their data"),
        help_text=_(
            "A name or a unit, email address and phone. If there is a privacy protection officer, also that person."
        ),
        rows=3,
        required=False,
    )
    grounds = WordsFormField(
        label=_("Why data are kept, and by which right"),
        help_text=_("Each purpose with its legal ground, in words that residents understand."),
        rows=6,
        required=False,
    )
    processors = WordsFormField(
        label=_("Where the data are, and who works with them"),
        help_text=_("Who runs the platform, its servers, its emails and its backups: each with name and country."),
        rows=6,
        required=False,
    )

    class Meta:
        model = PrivacyNotice
        fields: ClassVar = ["responsible", "contact", "grounds", "processors"]


class CalendarDayForm(CityModelForm):
    """A day on which the city does not write."""

    class Meta:
        model = CityCalendarDay
        fields = ("date", "kind", "name")
        field_classes = {"date": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind, label) for kind, label in kinds.choices if kind in {"", *CityCalendarDay.WITHOUT_MAIL}]

    def clean_date(self) -> date:
        """Nobody is written to, or not, on a day that has passed."""
        day: date = self.cleaned_data["date"]
        if day < city_today():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day


class HostForm(CleanModelForm):
    """A host of the city's own."""

    class Meta:
        model = CityDomain
        fields = ("host",)
        field_classes: ClassVar = {"host": HostField}
        widgets = {"host": forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocapitalize": "none"})}
        help_texts = {
            "host": _(
                "First point the domain’s DNS to this server, and add it to ALLOWED_HOSTS and to the certificate."
            )
        }
        error_messages = {"host": {"unique": _("This web address leads to a city already.")}}


class AcceptForm(forms.Form):
    """The name under which the person appears; and of whom the city does not know it (`asks_age`), that they are grown up."""

    display_name = NameField(
        label=_("Your name, as others see it"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or older"),
        help_text=_(
            "If you are younger, do not accept: tell the person who invited you. You can take part in the city’s challenges; "
            "there a parent or guardian is asked first."
        ),
    )

    def __init__(self, *args: Any, asks_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_age:
            del self.fields["is_adult"]


class CitySearch(forms.Form):
    """Cities by part of a name or address."""

    q = SearchTextField(label=_("Search"))

    def narrow(self, cities: QuerySet[City]) -> QuerySet[City]:
        text = self.cleaned_data["q"].strip()
        if not text:
            return cities
        wanted = Q(slug__icontains=text)
        for code, _name in settings.LANGUAGES:
            wanted |= Q(**{f"name__{code}__icontains": text})
        return cities.filter(wanted)


class SearchForm(forms.Form):
    """The search of a city: words as the lists take them."""

    q = LineField(
        label=_("What are you looking for?"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "data-find": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever opens the page has come to type; whoever reads what was found has not.
        self.fields["q"].widget.attrs["autofocus"] = not self.text

    @property
    def text(self) -> str:
        """What is looked for; "" when nothing is, signs alone, or more than a search takes."""
        text = self.cleaned_data.get("q", "") if self.is_bound and self.is_valid() else ""
        return text if any(sign.isalnum() for sign in text) else ""

    @property
    def has_signs_alone(self) -> bool:
        """Was something written, in which there is nothing to look for?"""
        return self.is_bound and self.is_valid() and bool(self.cleaned_data["q"]) and not self.text
