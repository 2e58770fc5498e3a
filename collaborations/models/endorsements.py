from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaborations import rules
from collaborations.models.collaborations import Collaboration
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet, SharedFK
from meetings.models import Session
from stakeholders.models import Area, Profile
from stakeholders.models.visibility import Visibility


class EndorsementQuerySet(CityQuerySet):
    def standing(self) -> "EndorsementQuerySet":
        """Those that their giver has not withdrawn, whatever was answered."""
        return self.exclude(state=Endorsement.State.WITHDRAWN)

    def kept(self) -> "EndorsementQuerySet":
        """Those that stand on the page of whom they are about."""
        return self.filter(state=Endorsement.State.KEPT)

    def with_names(self) -> "EndorsementQuerySet":
        """With what a line about each of them needs, in the same query."""
        return self.select_related("city", "area", "giver__user", "receiver__user", "session", "collaboration")


class EndorsementManager(CityManager.from_queryset(EndorsementQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `EndorsementQuerySet`."""


class Endorsement(Stateful, CityModel):
    """A strength that somebody saw in another person, with whom they were at a recorded session or in a collaboration.

    Read by the receiver alone until it is kept. What was not kept is told to nobody, least of all to the giver.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("endorsement", "has not answered yet")
        KEPT = "kept", pgettext_lazy("endorsement", "kept")
        NOT_KEPT = "not_kept", pgettext_lazy("endorsement", "not kept")
        WITHDRAWN = "withdrawn", pgettext_lazy("endorsement", "withdrawn")

    # What was kept can be taken off the page, and what was not can be kept after all. The giver withdraws it whatever was
    # answered: no menu that comes or goes, and no refusal, says what the answer was.
    MOVES: ClassVar = {
        State.PROPOSED: {State.KEPT, State.NOT_KEPT, State.WITHDRAWN},
        State.KEPT: {State.NOT_KEPT, State.WITHDRAWN},
        State.NOT_KEPT: {State.KEPT, State.WITHDRAWN},
    }
    ALREADY: ClassVar = {
        State.KEPT: _("You have kept this already."),
        State.NOT_KEPT: _("This is not on your page."),
        State.WITHDRAWN: _("This was withdrawn."),
    }

    giver = CityFK(Profile, models.PROTECT, related_name="endorsements_given")
    receiver = CityFK(Profile, models.PROTECT, related_name="endorsements", verbose_name=_("person"))
    area = SharedFK(Area, models.PROTECT, related_name="+", verbose_name=_("area of strength"))
    session = CityFK(Session, models.PROTECT, null=True, editable=False, related_name="endorsements")
    collaboration = CityFK(Collaboration, models.PROTECT, null=True, editable=False, related_name="endorsements")
    words = WordsField(_("what you saw"), blank=True)
    given_on = models.DateField(editable=False)
    answered_on = models.DateField(null=True, editable=False)
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.ME, db_default=Visibility.ME
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {"internal": "given_on", "personal": "words answered_on visibility state"}

    objects = EndorsementManager()

    class Meta:
        ordering = ("-given_on", "-id")
        verbose_name = _("endorsement")
        indexes = (
            models.Index(fields=["city", "receiver", "state"], name="endorsements_received"),
            models.Index(fields=["city", "giver"], name="endorsements_given"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="collaborations_endorsement_other",
                violation_error_code="receiver",
                violation_error_message=_("Choose someone else: nobody endorses themselves."),
            ),
            models.CheckConstraint(
                condition=Q(session=None, collaboration__isnull=False) | Q(session__isnull=False, collaboration=None),
                name="collaborations_endorsement_basis",
                violation_error_code="receiver",
                violation_error_message=_("An endorsement needs a session or a collaboration."),
            ),
            models.UniqueConstraint(
                fields=["city", "giver", "receiver", "area", "session", "collaboration"],
                condition=~Q(state="withdrawn"),
                name="collaborations_endorsement_once",
                violation_error_code="area",
                violation_error_message=_("You have already seen this in this person. Choose another area."),
                nulls_distinct=False,
            ),
        )
        rules_permissions: ClassVar = {
            # Asked about a session or a collaboration: were they part of it?
            "give": rules.was_there,
            "answer": rules.is_receiver,
            "withdraw": rules.is_giver,
        }

    def __str__(self) -> str:
        return str(self.area)

    def get_absolute_url(self) -> str:
        return cached_reverse("endorsements", self.city.slug)

    @property
    def basis(self) -> Session | Collaboration:
        """What the two did together."""
        return self.session or self.collaboration  # type: ignore[return-value]  # one of them stands, says a constraint

    @property
    def may_keep(self) -> bool:
        """Is it for the receiver to keep?"""
        return self.can_move(self.State.KEPT)

    @property
    def may_withdraw(self) -> bool:
        """Can its giver withdraw it? The same before an answer and after each."""
        return self.can_move(self.State.WITHDRAWN)
