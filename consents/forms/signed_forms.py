"""What is typed off a signed form: who signed, when, and each yes of the adult and of the child."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from consents.actions import Signature
from consents.imports.scans import read_scan
from consents.models import GuardianLink
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS, PURPOSE_NAMES
from educities.kit.dates import DayField
from educities.kit.errors import DomainError
from educities.kit.fields import AddressField, NameField
from stakeholders.forms.organisation_select import SchoolField
from stakeholders.models import Profile

Proof = GuardianLink.Proof
PROOFS = [(Proof.PAPER.value, _("The form is in front of me")), (Proof.SCHOOL.value, _("A school has it on file"))]


class PurposesField(forms.MultipleChoiceField):
    """Some of the six purposes, each by its name."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(purpose, PURPOSE_NAMES[purpose]) for purpose in ASKED_OF_GUARDIANS]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple(), required=False, **kwargs)


class SignedFormForm(forms.Form):
    """Nothing is ticked before somebody has read it on the form; a form without any yes is a no, which is said by itself."""

    # What stands side by side on the paper stands so here: who signed, and the lists of answers; what is in none was left blank.
    LAYOUT = (
        (
            "",
            (
                *(("proof", "signer"), ("school", "vouched_by"), ("signed_on", "relation"), ("name", "email")),
                *(("adult_yes", "adult_refuses", "child_yes", "child_no"), ("adult_no", "scan")),
            ),
        ),
    )

    proof = forms.ChoiceField(label=_("How do you know the answer?"), choices=PROOFS, widget=forms.RadioSelect())
    school = SchoolField(
        label=_("Which school"), required=False, empty_label="—", help_text=_("If a school has the form on file.")
    )
    vouched_by = NameField(
        label=_("Who at the school has confirmed it"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    signed_on = DayField(label=_("Day on the form"))
    signer = forms.ChoiceField(label=_("Who signed"), widget=forms.RadioSelect())
    name = NameField(
        label=_("Name of another adult"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    relation = forms.ChoiceField(label=_("Relation to the child"), choices=GuardianLink.Relation.choices)
    email = AddressField(
        label=_("Email address of the adult"),
        required=False,
        help_text=_("If there is one, we write what was entered, so that the adult can correct it."),
    )
    adult_yes = PurposesField(label=_("The adult says yes to"))
    adult_refuses = PurposesField(label=_("The adult says no to"))
    adult_no = forms.BooleanField(
        label=_("The adult says no to everything"),
        required=False,
        help_text=_("The account is closed then, and what the child wrote here is deleted."),
    )
    child_yes = PurposesField(label=_("The child says yes to"))
    child_no = PurposesField(label=_("The child says no to"))
    scan = forms.FileField(
        label=_("Photo or PDF of the form"),
        required=False,
        help_text=_("Only the people who lead this cohort can look at it, and each look is recorded."),
        error_messages={"empty": _("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *args: Any, minor: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = GuardianLink.State
        known = GuardianLink.objects.filter(minor=minor).exclude(state__in=[states.MISTAKEN, states.ENDED])
        self.links = {str(link.pk): link for link in known.select_related("guardian__user", "city").order_by("pk")}
        signer: Any = self.fields["signer"]
        signer.choices = [*((pk, name_guardian(link)) for pk, link in self.links.items()), ("", _("another adult"))]
        signer.required = False
        for needed in ("signer", "adult_yes"):
            self.fields[needed].is_needed = True  # type: ignore[attr-defined]  # in some cases: not "(optional)"
        # Needed by one of the answers above them.
        school: Any = self.fields["school"]
        name: Any = self.fields["name"]
        school.one_of, name.one_of = _("needed if a school has the form"), _("needed for another adult")

    def clean_scan(self) -> Any:
        """The file as it is kept."""
        file = self.cleaned_data["scan"]
        if not isinstance(file, UploadedFile):
            return None
        try:
            return read_scan(file.read())
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("signer") and not data.get("name"):
            self.add_error("name", _("Write the name of the adult who signed."))
        if data.get("proof") == Proof.SCHOOL and not data.get("school"):
            self.add_error("school", _("Choose the school that has the signed form."))
        self._check_answers(data)
        return data

    def _check_answers(self, data: dict[str, Any]) -> None:
        yes = data.get("adult_yes") or []
        if data.get("adult_no") and yes:
            self.add_error("adult_no", _("The adult cannot say yes to something and no to everything."))
        elif not data.get("adult_no") and ACCOUNT not in yes:
            text = _(
                "Everything else needs a yes to “Keeping the details”. Tick it, or that the adult says no to everything."
            )
            self.add_error("adult_yes", text)
        if set(yes) & set(data.get("adult_refuses") or []):
            self.add_error("adult_refuses", _("The adult cannot say yes and no to the same."))
        if set(data.get("child_yes") or []) & set(data.get("child_no") or []):
            self.add_error("child_no", _("The child cannot say yes and no to the same."))

    @property
    def signature(self) -> Signature:
        """Who signed, as the action takes it."""
        data = self.cleaned_data
        link, scan = self.links.get(data["signer"]), data["scan"]
        is_school = data["proof"] == Proof.SCHOOL
        return Signature(
            name=name_guardian(link) if link else data["name"],
            signed_on=data["signed_on"],
            proof=data["proof"],
            link=link,
            email=data["email"],
            relation=data["relation"],
            school=data["school"] if is_school else None,
            vouched_by=data["vouched_by"] if is_school else "",
            scan=scan.data if scan else None,
            scan_type=scan.type if scan else "",
        )

    @property
    def answers(self) -> dict[str, Any]:
        """What the adult and the child say, as the action takes it. What was left blank is not among it."""
        data = self.cleaned_data
        no = ASKED_OF_GUARDIANS if data["adult_no"] else data["adult_refuses"]
        consents = {**dict.fromkeys(no, False), **dict.fromkeys(data["adult_yes"], True)}
        return {"consents": consents, "child_yes": data["child_yes"], "child_no": data["child_no"]}


def name_guardian(link: GuardianLink) -> str:
    """The adult's name, else the address by which the child asked."""
    return str(link.guardian.display_name) if link.guardian else link.guardian_email
