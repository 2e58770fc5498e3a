"""How the city knows that a person is who they say: by mail, by somebody who met them, by its list or its sign-in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from stakeholders import rules
from stakeholders.models.people import Profile


class Level(models.IntegerChoices):
    """What an act may ask for. Each level holds those below it."""

    MAIL = 0, _("email confirmed")
    PERSON = 1, _("met in person")
    RESIDENT = 2, _("known as a resident of the city")


class Verification(Stateful, CityModel):
    """A person is verified at one level, with who has said so and when; it can be taken back with a reason.

    That the mail is confirmed needs no row: nobody has an account without it.
    """

    class Basis(models.TextChoices):
        KNOWN = "known", _("they know the person")
        DOCUMENT = "document", _("they saw a document with a photo")
        FORM = "form", _("a parent’s or guardian’s signed form")
        LIST = "list", _("the details are on the city’s list")
        SIGN_IN = "sign_in", _("they signed in with the city")

    class State(models.TextChoices):
        HOLDS = "holds", pgettext_lazy("verification", "valid")
        TAKEN_BACK = "taken_back", pgettext_lazy("verification", "withdrawn")

    MOVES: ClassVar = {State.HOLDS: {State.TAKEN_BACK}}
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {State.TAKEN_BACK: _("This verification has already been withdrawn.")}

    profile = CityFK(Profile, models.CASCADE, related_name="verifications")
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.label) for one in Level if one != Level.MAIL])
    basis = models.CharField(_("how they know"), max_length=10, choices=Basis.choices)
    # Nobody where the person showed it with the city's list or sign-in.
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # In whose name, where a representative vouches for the organisation's own people.
    organisation = CityFK("stakeholders.Organisation", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    # Of the entry of the list, or of the account at the city's sign-in, that was shown: no second account shows the same.
    proof_hash = models.CharField(max_length=64, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.HOLDS)

    DATA: ClassVar = {
        "personal": "level basis given_at taken_back_at taken_back_because state",
        "secret": "proof_hash",
    }

    class Meta:
        ordering = ("-level", "-id")
        verbose_name = _("verification")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "profile", "level"],
                name="stakeholders_verified_once",
                violation_error_code="profile",
                violation_error_message=_("This person is verified already."),
                condition=Q(state="holds"),
            ),
            models.UniqueConstraint(
                fields=["city", "proof_hash"],
                name="stakeholders_resident_once",
                violation_error_code="proof_hash",
                violation_error_message=_("Another account has shown these details already."),
                condition=Q(state="holds") & ~Q(proof_hash=""),
            ),
            models.CheckConstraint(
                condition=Q(level=Level.RESIDENT, basis__in=["list", "sign_in"], given_by=None)
                | Q(level=Level.PERSON, given_by__isnull=False) & ~Q(basis__in=["list", "sign_in"]),
                name="stakeholders_verified_by",
                violation_error_code="basis",
                violation_error_message=_("Say who has met the person, or that the list or the sign-in says so."),
            ),
        )
        rules_permissions: ClassVar = {"take_back": rules.is_director | rules.has_vouched}

    def __str__(self) -> str:
        return f"verification {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.city.slug, self.profile_id])


class ResidentList(CityModel):
    """What the city's list of residents asks of whoever says that they are on it. One for each city."""

    asks = WordsField(_("what the person types"))
    asks_also = WordsField(_("and besides"), blank=True)
    rows_count = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"public": "asks asks_also", "internal": "rows_count uploaded_at"}

    class Meta:
        verbose_name = _("list of residents")
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="stakeholders_one_resident_list",
                violation_error_code="asks",
                violation_error_message=_("The city has a list already."),
            ),
        )
        # Asked about the city.
        rules_permissions: ClassVar = {"add": rules.is_director}

    def __str__(self) -> str:
        return translate_plain(self.asks)

    def get_absolute_url(self) -> str:
        return reverse("resident_list", args=[self.city.slug])


class ResidentEntry(CityModel):
    """A line of the list, as a keyed hash: it can be compared with what a person types, and read by nobody."""

    entry_hash = models.CharField(max_length=64)

    DATA: ClassVar = {"secret": "entry_hash"}

    class Meta:
        verbose_name = _("line of the list of residents")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "entry_hash"],
                name="stakeholders_resident_entry",
                violation_error_code="entry_hash",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"resident {self.pk}"
