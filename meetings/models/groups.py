from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from educities.kit.errors import DomainError
from educities.tenancy.models import CityManager, CityModel
from meetings import rules
from meetings.values import GROUP_KINDS, GroupKind, Owner
from stakeholders.models import Profile


class GroupManager(CityManager):
    """Groups of the scope's city, each with its owner: nobody asks of a group without asking the owner."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*(kind.key for kind in GROUP_KINDS))


class Group(CityModel):
    """People who meet: those of a cohort. Who they are and who leads them says the app that owns the group.

    It is made with its owner, in one transaction; `kind` is the key of the owner's `GroupKind`.
    """

    kind = models.CharField(max_length=20, editable=False)

    DATA: ClassVar = {"internal": "kind"}

    objects = GroupManager()

    class Meta:
        rules_permissions: ClassVar = {
            "see_sessions_of": rules.is_staff_of_city | rules.goes_along,
            "plan_session_of": rules.leads,
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def definition(self) -> GroupKind:
        """What the owner's app says of such groups."""
        return GROUP_KINDS[self.kind]

    @property
    def owner(self) -> Owner:
        """The row that the group belongs to."""
        return getattr(self, self.kind)

    @property
    def seats(self) -> Any:
        """Every seat in the group, also those given up; see `SeatQuerySet`."""
        return self.definition.seats().filter(group_id=self.pk)

    def find_join_address(self, profile: Profile | None) -> str:
        """Where the person takes the place that was offered; "" for whoever has taken it, and for whoever has none."""
        if profile is None:
            return ""
        own = self.seats.filter(profile=profile)
        seat = None if own.active().exists() else own.asked().first()
        return reverse(self.definition.join_url, args=[self.city.slug, seat.pk]) if seat else ""

    @property
    def members(self) -> str:
        """How a sentence says who belongs to it."""
        return str(self.definition.members)

    @property
    def is_working(self) -> bool:
        """Can be met with now."""
        return not self.why_not_working

    @property
    def why_not_working(self) -> str:
        """Why nothing can be planned or held with the group now, in the owner's words; "" when it can."""
        try:
            self.check_working()
        except DomainError as error:
            return str(error)
        return ""

    def check_working(self) -> None:
        """Raises DomainError, in the owner's words, when nothing can be planned or held with the group now."""
        self.definition.check_working(self.owner)

    @property
    def sessions_url(self) -> str:
        """Where its sessions are listed."""
        return reverse(self.definition.sessions_url, args=[self.city.slug, self.owner.pk])

    @property
    def new_session_url(self) -> str:
        """Where one more is planned."""
        return reverse(self.definition.new_session_url, args=[self.city.slug, self.owner.pk])
