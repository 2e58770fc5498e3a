"""What pasted people become in a cohort: found by their addresses and names, in three queries for any number of them."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.accounts.queries import list_refused_accounts, owns_address
from labs.models import Cohort, CohortMember
from stakeholders.models import Profile
from stakeholders.models.people import AgeBand
from stakeholders.queries.people_listed import find_namesakes, fold_name

SEATED, TWICE, KNOWN, NEW, ALONE, CLOSED = "seated", "twice", "known", "new", "alone", "closed"
NAMESAKE = "namesake"
OUTCOMES = {
    SEATED: _("has a place in this cohort already"),
    TWICE: _("stands in the list above already"),
    KNOWN: _("is in the city already, and keeps their own name"),
    NEW: _("is new, and gets an account with this address"),
    ALONE: _("is new, without an account"),
    NAMESAKE: _("has the name of someone in the city: say below who it is"),
    # Closed, or of whom another city knows as under 18: which of the two is nobody's business here.
    CLOSED: _("cannot be added by others"),
}
# Nothing is added by these lines.
UNCHANGED = {SEATED, TWICE, CLOSED}


class SeatedPeople:
    """Who has a place in the cohort, and which grown-ups of the city own one of these addresses or bear these names.

    `names`: whose namesakes are looked for.
    """

    def __init__(self, cohort: Cohort, emails: Iterable[str], names: Iterable[str] = ()) -> None:
        asked = set(filter(None, emails))
        seats = cohort.members.filter(state__in=CohortMember.HOLDS_PLACE).select_related("profile__user")
        people = [seat.profile for seat in seats]
        self.emails = {person.user.email.lower() for person in people if person.user is not None}
        self.names = {fold_name(seat.shown_name) for seat in seats}
        self.namesakes = find_namesakes(names)
        self.known: set[str] = set()
        self.closed: set[str] = set()
        seated = {person.user_id for person in people}
        owners: dict[int, str] = {}
        for user, main, further, band in self._list_owners(asked) if asked else ():
            owners[user] = band
            addresses = {address.lower() for address in (main, further) if address} & asked
            if user in seated:
                self.emails |= addresses
            elif band == AgeBand.ADULT:
                self.known |= addresses
        for user, address, is_open in list_refused_accounts(asked) if asked else ():
            # A child of this very city may be added: it says yes by itself, once its account is open.
            is_child = owners.get(user, AgeBand.ADULT) != AgeBand.ADULT
            if user not in seated and not is_child and not (is_open and user in owners):
                self.closed |= {address.lower()} & asked

    @staticmethod
    def _list_owners(asked: set[str]) -> Iterable[tuple[int, str, str | None, str]]:
        """(account, its main address, one of the asked that it has proven, age band) of the city's people."""
        is_owner, further = owns_address(asked, user="user")
        return Profile.objects.filter(is_owner).values_list("user_id", "user__email", further, "age_band")

    def outcome_of(self, name: str, email: str, above: set[str]) -> str:
        """What a line becomes; `above`: the addresses and names of the lines before."""
        key = email or fold_name(name)
        if key in above:
            return TWICE
        if email in self.emails if email else key in self.names:
            return SEATED
        if email in self.closed:
            return CLOSED
        if email in self.known:
            return KNOWN
        if self.list_namesakes(name, email):
            return NAMESAKE
        return NEW if email else ALONE

    def list_namesakes(self, name: str, email: str) -> list[Profile]:
        """Who may be meant by the name; beside a new address it is nobody who has another one."""
        people = self.namesakes.get(fold_name(name), [])
        return [person for person in people if not email or person.user_id is None]


def find_people_of_lab(cohort: Cohort, people: Iterable[Profile]) -> set[int]:
    """The numbers of those who have a seat in the cohort's lab, or have or had a place in one of its cohorts."""
    in_lab = Q(lab_seats__lab=cohort.lab_id) | Q(cohort_seats__cohort__lab=cohort.lab_id)
    asked = [person.pk for person in people]
    return set(Profile.objects.filter(in_lab, pk__in=asked).values_list("pk", flat=True)) if asked else set()
