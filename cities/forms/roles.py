"""The shape of what people type about roles: who, as what, from when until when."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cities.actions.terms import Term
from cities.models import City, Membership, Role, Scope
from educities.activity.queries.person_names import names_of
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.fields import AddressField, NameField, NoteField
from educities.kit.forms import CityModelForm, get_field

# Roles in which somebody may stand in for another.
DEPUTISED = (Role.DIRECTOR, Role.FACILITATOR)
IN_PLACE_OF = "in-place-of-"


class InviteForm(forms.Form):
    """Who is invited, as what."""

    display_name = NameField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    email = AddressField(label=_("Email address"))
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    note = NoteField(
        label=_("A few words from you"),
        help_text=_("They stand in the email, with your name. Write them in the language of the invitation."),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody is given a role that nobody chose.
        choose = [("", _("Choose a role"))] if len(roles) > 1 else []
        get_field(self, "role", forms.ChoiceField).choices = [*choose, *((r, Role(r).label) for r in roles)]
        if len(roles) == 1:
            self.fields["role"].widget = forms.HiddenInput()
            self.fields["role"].initial = roles[0]


def list_deputised(city: City) -> list[Membership]:
    """The roles of the whole city in which somebody may stand in for another: they are held without a last day."""
    rows = city.memberships.current().lasting().filter(scope_type=Scope.CITY, role__in=DEPUTISED)
    return list(rows.select_related("user").order_by("role", "pk"))


class InviteForTermForm(InviteForm):
    """Who is invited by a director: as what, or in whose place, and from when until when."""

    LAYOUT: ClassVar = (
        ("", ("display_name", "email", "role", "language", "note")),
        (_("Only for a while"), (("starts_on", "ends_on"),)),
    )

    starts_on = DayField(label=_("From"), required=False, help_text=_("Empty: as soon as the person accepts."))
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Empty: no end."),
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {f"{IN_PLACE_OF}{one.pk}": one for one in list_deputised(city) if one.role in kwargs["roles"]}
        names = names_of({one.user_id for one in self.held.values()})
        text = _("%(role)s, in place of %(name)s")
        role = get_field(self, "role", forms.ChoiceField)
        role.choices = [
            *role.choices,
            *(
                (key, text % {"role": one.get_role_display(), "name": names.get(one.user_id) or one.user.email})
                for key, one in self.held.items()
            ),
        ]
        ends_on: Any = self.fields["ends_on"]
        ends_on.one_of = _("needed to stand in for someone") if self.held else ""
        role.help_text = _(
            "Who stands in for someone may do the same until the last day. The history shows both names."
        )

    def clean(self) -> dict[str, Any]:
        """As above; who stands in for somebody does so until a day."""
        data = super().clean() or self.cleaned_data
        if data.get("role") in self.held and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Who stands in for someone does so until a day. Choose it."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What is invited: the person, the role and its term."""
        data = dict(self.cleaned_data)
        held = self.held.get(data["role"])
        term = Term(data.pop("starts_on"), data.pop("ends_on"), held.user if held else None)
        return {**data, "role": held.role if held else data["role"], "term": term}


class RoleDaysForm(ConcurrentEditForm, CityModelForm):
    """From when until when a role is held."""

    LAYOUT: ClassVar = (("", (("starts_on", "ends_on"),)),)

    class Meta:
        model = Membership
        fields: ClassVar = ["starts_on", "ends_on"]
        field_classes: ClassVar = {"starts_on": DayField, "ends_on": DayField}
        labels: ClassVar = {"starts_on": _("First day"), "ends_on": _("Last day")}
        help_texts: ClassVar = {"ends_on": _("Empty: no end.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.acting_for_id:
            # Who stands in for somebody does so until a day: the box is not optional, and says so.
            self.fields["ends_on"].required = True
            self.fields["ends_on"].help_text = _("Who stands in for someone does so until a day.")
