"""A grown-up answers for a minor; one purpose after the other is agreed to or not."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consents.values.forgotten_addresses import is_kept
from educities.accounts.models import User
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel


class GuardianLink(Stateful, CityModel):
    """A grown-up answers for a minor in this city."""

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("guardian link", "not answered yet")
        CONFIRMED = "confirmed", pgettext_lazy("guardian link", "confirmed")
        REFUSED = "refused", pgettext_lazy("guardian link", "refused")
        EXPIRED = "expired", pgettext_lazy("guardian link", "expired")
        ENDED = "ended", pgettext_lazy("guardian link", "ended")
        MISTAKEN = "mistaken", pgettext_lazy("guardian link", "address of someone else")
        WITHDRAWN = "withdrawn", pgettext_lazy("guardian link", "withdrawn")

    class Proof(models.TextChoices):
        WEB = "web", _("on the web")
        PAPER = "paper", _("on paper")
        SCHOOL = "school", _("through the school")

    class Relation(models.TextChoices):
        PARENT = "parent", _("parent")
        GUARDIAN = "guardian", _("guardian")

    # A no is no end: whoever said it may change their mind, by the link of the same mail. Nobody else can: asking the
    # address again writes no mail. A question that nobody answered in time, or that the child took back, may be
    # asked anew. Whoever does not know the child is never asked again, and may themselves say that this was a mistake.
    MOVES: ClassVar = {
        State.INVITED: {State.CONFIRMED, State.REFUSED, State.EXPIRED, State.MISTAKEN, State.WITHDRAWN},
        State.REFUSED: {State.CONFIRMED},
        State.EXPIRED: {State.INVITED},
        State.WITHDRAWN: {State.INVITED},
        State.MISTAKEN: {State.INVITED},
        State.CONFIRMED: {State.ENDED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.WITHDRAWN: _("You have already withdrawn this question."),
        State.CONFIRMED: _("This question has already been answered."),
        State.REFUSED: _("This question has already been answered."),
        State.EXPIRED: _("Nobody answered this question in time, so it has ended."),
        State.MISTAKEN: _("The person who reads this address does not know the child. This question has ended."),
        State.ENDED: _("Nobody needs to answer for this person any more."),
    }

    guardian = CityFK("stakeholders.Profile", models.CASCADE, null=True, related_name="wards")
    minor = CityFK("stakeholders.Profile", models.CASCADE, related_name="guardians")
    # Empty for a grown-up who has answered on paper and has none.
    guardian_email = models.EmailField(_("guardian's email address"), blank=True)
    guardian_is_adult = models.BooleanField(default=True)
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.PARENT)
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.WEB)
    token_hash = models.CharField(max_length=64, blank=True)
    # Those of the mails before the last one, divided by blanks: they open nothing, and lead to the newer mail.
    earlier_hashes = models.TextField(blank=True, default="", db_default="")
    # In which the mails to an address without an account are written: the child has said which.
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    # Purpose -> yes or no, as this grown-up said last: one no outweighs the yes of another.
    answers: Any = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)

    DATA: ClassVar = {
        "child": "guardian minor guardian_email guardian_is_adult relation proof language invited_at"
        " expires_at answers answered_at state",
        "secret": "token_hash earlier_hashes",
    }

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(guardian=F("minor")),
                name="consents_guardian_other",
                violation_error_code="guardian",
                violation_error_message=_("You cannot be your own guardian."),
            ),
            models.CheckConstraint(
                condition=Q(guardian_is_adult=True),
                name="consents_guardian_adult",
                violation_error_code="guardian_is_adult",
                violation_error_message=_("A guardian must be 18 or over."),
            ),
            models.UniqueConstraint(
                fields=["city", "minor", "guardian_email"],
                name="consents_guardian_once",
                violation_error_code="guardian_email",
                violation_error_message=_("You have already asked this adult."),
                condition=~Q(guardian_email=""),
            ),
            models.CheckConstraint(
                condition=~Q(guardian_email="") | Q(guardian__isnull=False),
                name="consents_guardian_reached",
                violation_error_code="guardian_email",
                violation_error_message=_("Give an email address, or enter a signed form."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(guardian__isnull=False),
                name="consents_guardian_known",
                violation_error_code="guardian",
                violation_error_message=_("Say who the guardian is."),
            ),
        )

    def __str__(self) -> str:
        return f"guardian link {self.pk}"

    @property
    def account(self) -> User | None:
        """The grown-up's account; None before they have answered."""
        return self.guardian.user if self.guardian else None

    @property
    def address_mark(self) -> str:
        """A mark of the address at which the grown-up is written to now; a secret that was sent to another one has another."""
        address = self.account.email if self.account else self.guardian_email
        return salted_hmac("consents.address_mark", address.lower(), algorithm="sha256").hexdigest()[:16]

    @property
    def was_entered(self) -> bool:
        """Did somebody else enter the answer, of a grown-up who has no account here?"""
        return self.state == self.State.CONFIRMED and self.guardian is not None and self.guardian.user_id is None

    @property
    def has_address(self) -> bool:
        """Is the address kept? Not of who signed on paper, was erased, or never answered and was forgotten."""
        return is_kept(self.guardian_email)

    def says_no_to(self, purpose: str) -> bool:
        """Does this grown-up's no to the purpose stand? Who refused the question refused every purpose."""
        refused = self.state == self.State.REFUSED
        return refused or (self.state == self.State.CONFIRMED and self.answers.get(purpose) is False)

    def get_absolute_url(self) -> str:
        """The grown-up's page about this child."""
        return reverse("ward", args=[self.city.slug, self.pk])


class Consent(Stateful, CityModel):
    """One purpose agreed to, in words of one version, by one person, on one day; it can be taken back any day."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("account")
        LAB = "lab", _("taking part")
        PHOTO = "photo", _("photographs")
        PUBLICATION = "publication", _("publication")
        SHARING = "sharing", _("sharing with other cities")
        RESEARCH = "research", _("research")

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("consent", "asked")
        GIVEN = "given", pgettext_lazy("consent", "given")
        REFUSED = "refused", pgettext_lazy("consent", "refused")
        EXPIRED = "expired", pgettext_lazy("consent", "expired")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")

    MOVES: ClassVar = {
        State.REQUESTED: {State.GIVEN, State.REFUSED, State.EXPIRED},
        State.GIVEN: {State.WITHDRAWN, State.EXPIRED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.WITHDRAWN: _("This consent has already been withdrawn."),
        State.GIVEN: _("This consent has already been given."),
        State.REFUSED: _("The answer to this question was already no."),
        State.EXPIRED: _("Nobody answered this question in time, so it has ended."),
    }

    subject = CityFK("stakeholders.Profile", models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    given_by = CityFK("stakeholders.Profile", models.PROTECT, null=True, related_name="+")
    assent_of_child = models.BooleanField(null=True)
    channel = models.CharField(max_length=10, default="web")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)

    DATA: ClassVar = {
        "personal": "purpose text_version language channel asked_at answered_at withdrawn_at valid_until state",
        "child": "subject given_by assent_of_child",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "subject", "purpose"],
                name="consents_consent_live",
                violation_error_code="purpose",
                violation_error_message=_("This consent was asked for already."),
                condition=Q(state__in=["requested", "given"]),
            ),
        )
        # What has come to its last day is looked for each minute.
        indexes = (models.Index(fields=["city", "valid_until"], name="consents_last_day", condition=Q(state="given")),)

    def __str__(self) -> str:
        return f"consent {self.pk}"

    def holds_on(self, day: date) -> bool:
        """Is it a yes on that day?"""
        return self.state == self.State.GIVEN and (self.valid_until is None or self.valid_until >= day)

    @property
    def has_run_out(self) -> bool:
        """Was it a yes whose time is over? A question that nobody answered never had a last day."""
        return self.state == self.State.EXPIRED and self.valid_until is not None


class SignedForm(CityModel):
    """A guardian's answer that somebody else entered: from paper, or because a school has the signed form on file."""

    # The longest edge of a page that was photographed, and the most that is kept of one.
    MOST_BYTES = 4 * 1024 * 1024

    link = CityFK(GuardianLink, models.CASCADE, related_name="signed_forms")
    proof = models.CharField(_("how the form was signed"), max_length=10, choices=GuardianLink.Proof.choices)
    signed_on = models.DateField(_("day on the form"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    # Of a form that a school has on file: which one, and who there has said so.
    school = CityFK("stakeholders.Organisation", models.PROTECT, null=True, related_name="+")
    vouched_by = models.CharField(_("who at the school has confirmed it"), max_length=80, blank=True)
    answers: Any = models.JSONField(default=dict)
    scan = models.BinaryField(null=True)
    scan_type = models.CharField(max_length=20, blank=True)

    DATA: ClassVar = {"child": "link proof signed_on vouched_by answers scan scan_type entered_at"}

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(proof__in=["paper", "school"]),
                name="consents_signed_form_proof",
                violation_error_code="proof",
                violation_error_message=_("Choose how the form was signed."),
            ),
            models.CheckConstraint(
                condition=~Q(proof="school") | Q(school__isnull=False),
                name="consents_signed_form_school",
                violation_error_code="school",
                violation_error_message=_("Choose the school that has the signed form."),
            ),
            models.CheckConstraint(
                condition=Q(scan__isnull=True) | ~Q(scan_type=""),
                name="consents_signed_form_scan",
                violation_error_code="scan",
                violation_error_message=_("Choose a photo or a PDF."),
            ),
        )

    def __str__(self) -> str:
        return f"signed form {self.pk}"
