from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.fields import AddressField, LaterBox, LineField, NameField, SearchTextField
from educities.kit.forms import CityModelForm, WordsFormField, get_field
from stakeholders.models import Field, Organisation, Representation, Sector
from stakeholders.models.organisations import OrganisationQuerySet
from stakeholders.queries import same_name

ANY = [("", _("all"))]


# Without a state the list leaves out what was archived or not accepted.
AT_HAND = [("", _("current ones"))]
# Those of which the balance of the four sectors is made.
AT_WORK = [("at_work", _("verified, active or inactive"))]


class OrganisationFilter(forms.Form):
    """Narrows the list; nothing given shows those that are at work or proposed."""

    q = SearchTextField(label=_("Name or registry number"), max_length=100)
    sector = forms.ChoiceField(label=_("Sector"), choices=[*ANY, *Sector.choices], required=False)
    field = forms.ChoiceField(label=_("Field"), choices=[*ANY, *Field.choices], required=False)
    state = forms.ChoiceField(
        label=_("Status"), choices=[*AT_HAND, *AT_WORK, *Organisation.State.choices], required=False
    )

    def narrow(self, rows: OrganisationQuerySet) -> OrganisationQuerySet:
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        exact = {name: said[name] for name in ("sector", "field", "state") if said.get(name)}
        if exact.get("state") == AT_WORK[0][0]:
            del exact["state"]
            rows = rows.at_work()
        elif "state" not in exact:
            rows = rows.known()
        return rows.filter(**exact).named(said.get("q", ""))

    @property
    def is_used(self) -> bool:
        return self.is_bound and any(self.data.get(name) for name in self.fields)


class OrganisationForm(ConcurrentEditForm, CityModelForm):
    ASKED = frozenset({"city", "state"})
    LAYOUT: ClassVar = (
        ("", ("name", "sure", ("sector", "field"), "about")),
        (_("Contact"), (("email", "phone"), "website", "contact", "address", "registry_no")),
    )

    about = WordsFormField(label=_("About"), rows=4, required=False)
    sure = LaterBox(label=_("It is a different organisation of the same name"), required=False)

    class Meta:
        model = Organisation
        fields: ClassVar = [
            "name",
            "sector",
            "field",
            "registry_no",
            "about",
            "email",
            "phone",
            "website",
            "contact",
            "address",
        ]
        widgets: ClassVar = {
            "registry_no": forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
            "email": forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"dir": "ltr", "type": "tel", "autocomplete": "off"}),
            "website": forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            "contact": forms.TextInput(attrs={"dir": "auto"}),
            "address": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Write the organisation’s name.")
        if not self.is_bound or ("sure" not in self.data and not self._found()):
            del self.fields["sure"]

    def _found(self) -> Organisation | None:
        given = self.fields["name"].widget.value_from_datadict(self.data, self.files, self.add_prefix("name"))
        words = get_field(self, "name", WordsFormField).compress([str(text or "").strip() for text in given])
        return same_name(words, but=self.instance.pk) if words else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        other = same_name(cleaned["name"], but=self.instance.pk) if cleaned.get("name") else None
        if other and not cleaned.get("sure"):
            text = _("The city has an organisation of this name: %(name)s. Tick below if it is a different one.")
            self.add_error("name", forms.ValidationError(text, params={"name": str(other)}))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RepresentativeForm(forms.Form):
    display_name = NameField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = AddressField(label=_("Email address"))
    title = LineField(
        label=_("What they do there"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty when it has no end."),
    )
    language = forms.ChoiceField(label=_("Language of the email"), choices=settings.LANGUAGES)
    may_commit = forms.BooleanField(label=_("May make commitments for it"), required=False)
    may_manage = forms.BooleanField(label=_("May manage its page"), required=False)

    def clean_ends_on(self) -> date | None:
        """The day after the last: on the day that a representation `ends_on` it no longer stands."""
        last: date | None = self.cleaned_data["ends_on"]
        return last and last + timedelta(days=1)


class RepresentationForm(ConcurrentEditForm, CityModelForm):
    """What somebody who represents an organisation is called there and may do, and until when."""

    ASKED = frozenset({"city", "organisation", "profile", "starts_on"})
    LAYOUT: ClassVar = (("", ("title", "last_day", "may_commit", "may_manage")),)

    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty when it has no end."))

    class Meta:
        model = Representation
        fields: ClassVar = ["title", "may_commit", "may_manage"]
        field_classes: ClassVar = {"title": LineField}
        labels: ClassVar = {
            "title": _("What they do there"),
            "may_commit": _("May make commitments for it"),
            "may_manage": _("May manage its page"),
        }
        widgets: ClassVar = {"title": forms.TextInput(attrs={"dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**(kwargs.get("initial") or {}), "last_day": kwargs["instance"].last_day}
        super().__init__(*args, **kwargs)

    def clean_last_day(self) -> date | None:
        """As the action refuses it, at its box."""
        last: date | None = self.cleaned_data["last_day"]
        if last is not None and last < self.instance.city.today() and last != self.instance.last_day:
            raise forms.ValidationError(_("Choose a day that is still to come."), code="ends_in_the_past")
        return last

    @property
    def values(self) -> dict[str, Any]:
        """The lines as the action takes them: on the day that it `ends_on` it no longer stands."""
        last: date | None = self.cleaned_data["last_day"]
        return {
            **{name: self.cleaned_data[name] for name in self.Meta.fields},
            "ends_on": last and last + timedelta(days=1),
        }
