"""Which consents of a cohort's children are there, and which are missing: for those who lead the cohort."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from consents.models import Consent, GuardianLink, SignedForm
from consents.queries import given_on
from consents.values import ASKED_OF_GUARDIANS, PURPOSE_NAMES
from consents.values.form_codes import form_code
from educities.kit.multilingual import in_all_languages
from labs.models import Cohort, CohortMember
from labs.queries.guardian_waits import filter_known_children
from stakeholders.models.people import ERASED_CHILD

# Without these a child takes part in nothing; the others are its own and its guardians' choice.
NEEDED = ("account", "lab")


class ChildLine(NamedTuple):
    """One child: `lacks` names what is needed and does not hold; `answers` each purpose with yes, no or None.

    `has_no`: is a no the last answer to something that is needed?
    """

    seat: CohortMember
    code: str
    lacks: list[Promise]
    answers: list[tuple[Promise, bool | None]]
    guardians: list[GuardianLink]
    scan: int | None
    has_no: bool

    @property
    def is_invited(self) -> bool:
        """Was an address typed, whose reader waits for a guardian and has not said yes yet?"""
        return self.seat.awaits_own_answer

    @property
    def is_closed(self) -> bool:
        """Did the place end with the account, by somebody's no? A yes is entered here all the same."""
        return self.seat.state == CohortMember.State.WITHDRAWN

    @property
    def is_asked(self) -> bool:
        """Does an adult still have a question in their mail?"""
        return any(link.state == GuardianLink.State.INVITED for link in self.guardians)


def list_children(cohort: Cohort) -> list[ChildLine]:
    """The children of the cohort for whom a guardian answers, those who lack something first; four queries for all.

    Who was asked by a typed address is not among them before saying yes: it would tell the age. Who said it in answer to
    the invitation stands without the rest, which is told after the yes (`ChildLine.is_invited`). Whose account was closed by
    a no is there too, without a name (`ChildLine.is_closed`).
    """
    closed = Q(state=CohortMember.State.WITHDRAWN, profile__display_name__in=in_all_languages(ERASED_CHILD).values())
    seats = cohort.members.filter(closed | Q(state__in=CohortMember.HOLDS_PLACE), filter_known_children())
    rows = list(seats.select_related("profile", "cohort"))
    numbers = [seat.profile_id for seat in rows]
    consents: dict[int, dict[str, Consent]] = defaultdict(dict)
    for consent in Consent.objects.filter(subject__in=numbers).order_by("pk"):
        consents[consent.subject_id][consent.purpose] = consent
    links: dict[int, list[GuardianLink]] = defaultdict(list)
    for link in GuardianLink.objects.filter(minor__in=numbers).select_related("guardian").order_by("pk"):
        links[link.minor_id].append(link)
    scans = _find_scans(numbers)
    lines = [
        _build_line(seat, consents[seat.profile_id], links[seat.profile_id], scans.get(seat.profile_id), cohort)
        for seat in rows
    ]
    return sorted(lines, key=lambda line: (not line.lacks, line.seat.shown_name))


def _find_scans(numbers: list[int]) -> dict[int, int]:
    """Profile -> the newest signed form with a scan."""
    forms = SignedForm.objects.filter(link__minor__in=numbers).exclude(scan_type="").order_by("pk")
    return dict(forms.values_list("link__minor_id", "pk"))


def _build_line(
    seat: CohortMember, latest: dict[str, Consent], links: list[GuardianLink], scan: int | None, cohort: Cohort
) -> ChildLine:
    today = cohort.city.today()
    holds = {purpose: purpose in latest and latest[purpose].holds_on(today) for purpose in ASKED_OF_GUARDIANS}
    answers = [(PURPOSE_NAMES[one], holds[one] or _find_no(latest.get(one))) for one in ASKED_OF_GUARDIANS]
    lacks = [PURPOSE_NAMES[purpose] for purpose in NEEDED if not holds[purpose]]
    has_no = any(not holds[purpose] and _find_no(latest.get(purpose)) is False for purpose in NEEDED)
    return ChildLine(seat, form_code(cohort.city_id, seat.profile_id), lacks, answers, links, scan, has_no)


def _find_no(consent: Consent | None) -> bool | None:
    """False for a no; None for a question that is open, was never asked, or whose yes has run out."""
    is_no = consent is not None and consent.state in {Consent.State.REFUSED, Consent.State.WITHDRAWN}
    return False if is_no else None


def list_photographed(cohort: Cohort) -> list[str]:
    """Who may be seen in photos that are published, by name; one query. Nobody else may."""
    today = cohort.city.today()
    agreed = given_on(today).filter(purpose=Consent.Purpose.PHOTO).values("subject_id")
    seats = cohort.members.filter(state__in=CohortMember.HOLDS_PLACE, typed_name="", profile__in=agreed)
    return [seat.shown_name for seat in seats.select_related("profile")]
