"""The city knows who a person is: somebody vouches, or the person shows that they are on the city's list."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit, forget_try
from educities.kit.rows import lock_row, refusing
from educities.tenancy.scope import require_city_id
from stakeholders import verbs
from stakeholders.actions.adulthood import AGE_UNSAID
from stakeholders.actions.shown import update_readers
from stakeholders.imports.residents import MOST_LINES
from stakeholders.models import Level, Organisation, Profile, ResidentEntry, ResidentList, Verification
from stakeholders.queries.verification import find_resident_list
from stakeholders.rules import is_account
from stakeholders.values.residents import hash_resident, list_hashes, normalise_detail

State, Basis = Verification.State, Verification.Basis
DAY_SECONDS = 86_400
# Wrong details of one person a day, and of all people of a city an hour: new accounts are cheap.
MOST_TRIES, MOST_OF_CITY = 6, 60
CHUNK = 5_000


def describe_why_not_met(profile: Profile) -> str:
    """Why nobody can say now that they have met this person, in a sentence; "" when they can."""
    return str(AGE_UNSAID) if profile.is_age_unsaid else ""


@transaction.atomic
def vouch_for(
    profile: Profile,
    *,
    actor: User,
    basis: str = Basis.KNOWN,
    organisation: Organisation | None = None,
    quietly: bool = False,
) -> Verification:
    """The person counts as met, with who has said so; they hear of it, unless `quietly`. Twice is once.

    Raises DomainError for oneself, for whoever has left, and for whom others typed in and who has said no age yet.
    """
    profile = lock_row(profile)
    if is_account(actor, profile.user_id):
        text = _("Nobody vouches for themselves. Ask someone else of the team.")
        raise DomainError(text, code="stakeholders.vouches_for_self")
    if profile.left_at is not None or profile.merged_into_id is not None:
        raise DomainError(_("This person is no longer here."), code="stakeholders.person_left")
    if refusal := describe_why_not_met(profile):
        raise DomainError(refusal, code="stakeholders.age_not_said")
    held = Verification.objects.filter(profile=profile, level=Level.PERSON, state=State.HOLDS).first()
    if held is not None:
        return held
    said = {"basis": basis, "given_by": actor, "organisation": organisation}
    with update_readers(profile, actor):
        made = Verification.objects.create(profile=profile, level=Level.PERSON, **said)
    told = [] if quietly else [profile.user]
    record(verbs.PERSON_VERIFIED, profile, actor=actor, notify=told, basis=str(basis))
    return made


@transaction.atomic
def take_verification_back(verification: Verification, *, actor: User, reason: str) -> None:
    """The person counts as verified no more, and reads why. What they did meanwhile stays."""
    with update_readers(verification.profile, actor):
        verification.move(State.TAKEN_BACK, taken_back_at=timezone.now(), taken_back_because=reason, proof_hash="")
    profile = verification.profile
    record(verbs.VERIFICATION_TAKEN_BACK, profile, actor=actor, notify=[profile.user], reason=reason)


def show_residency(profile: Profile, details: Sequence[str], *, actor: User) -> Verification:
    """The person is on the city's list, by what they typed; the list says of nobody else whether they are on it.

    Raises DomainError for details that are not there or that another account has shown, and after six tries a day.
    """
    if held := _find_residency(profile):
        return held
    _refuse_withdrawn(profile)
    city, account = str(require_city_id()), f"{require_city_id()}:{actor.pk}"
    # By the account: of a wrong try nothing stays, nor a profile that it made.
    check_limit("resident", account, most=MOST_TRIES, seconds=DAY_SECONDS)
    check_limit("residents-of-city", city, most=MOST_OF_CITY, seconds=3600)
    found = ResidentEntry.objects.filter(entry_hash__in=list_hashes(require_city_id(), details)).first()
    if found is None:
        text = _(
            "The list has no such line. Check what you typed, or ask the city’s team. You can try six times a day."
        )
        raise DomainError(text, code="stakeholders.not_on_list")
    made = _keep_residency(profile, found.entry_hash, actor)
    # A hall full of people who are on the list locks nobody out.
    forget_try("resident", account)
    forget_try("residents-of-city", city)
    return made


def _refuse_withdrawn(profile: Profile) -> None:
    """Raises DomainError where the team has withdrawn what this very list gave."""
    kept = find_resident_list()
    since = {"taken_back_at__gte": kept.uploaded_at} if kept else {}
    withdrawn = Verification.objects.filter(profile=profile, level=Level.RESIDENT, state=State.TAKEN_BACK, **since)
    if (last := withdrawn.order_by("-taken_back_at").first()) is not None:
        text = _(
            "The city’s team has withdrawn this: “%(reason)s”. Ask them; with the city’s next list you can try again."
        )
        raise DomainError(text % {"reason": last.taken_back_because}, code="stakeholders.residency_withdrawn")


def _find_residency(profile: Profile) -> Verification | None:
    return Verification.objects.filter(profile=profile, level=Level.RESIDENT, state=State.HOLDS).first()


@transaction.atomic
def _keep_residency(profile: Profile, proof: str, actor: User) -> Verification:
    text = _("Another account has shown these details already. If they are yours, ask the city’s team.")
    profile = lock_row(profile)
    # The same details sent twice at once: the second finds what the first has written.
    if held := _find_residency(profile):
        return held
    said = {"basis": Basis.LIST, "proof_hash": proof}
    with (
        update_readers(profile, actor),
        refusing("stakeholders_resident_once", text=text, code="stakeholders.resident_twice"),
    ):
        made = Verification.objects.create(profile=profile, level=Level.RESIDENT, **said)
    record(verbs.RESIDENCY_SHOWN, profile, actor=actor)
    return made


@transaction.atomic
def upload_residents(
    rows: Iterable[Sequence[str]], *, asks: dict[str, str], asks_also: dict[str, str], actor: User
) -> ResidentList:
    """The city's list is this one, a keyed hash for each line; what stood in the file is nowhere.

    Who showed it with an earlier list stays verified. Raises DomainError where no line holds what is asked.
    """
    city_id, columns = require_city_id(), 2 if asks_also else 1
    lines = [list(row[:columns]) for row in rows]
    if len(lines) > MOST_LINES:
        text = _("A list may have at most 200,000 lines. Leave out children and those who have moved away.")
        raise DomainError(text, code="stakeholders.too_many_residents", field="file")
    hashes = {
        hash_resident(city_id, line) for line in lines if len(line) == columns and all(map(normalise_detail, line))
    }
    if not hashes:
        text = _(
            "No line of the file holds what you ask for. Put it into the first column, and the second into the next."
        )
        raise DomainError(text, code="stakeholders.no_residents", field="file")
    kept = find_resident_list() or ResidentList()
    kept.asks, kept.asks_also, kept.rows_count, kept.uploaded_by = asks, asks_also, len(hashes), actor
    kept.save()
    ResidentEntry.objects.all().delete()
    ResidentEntry.objects.bulk_create((ResidentEntry(entry_hash=one) for one in sorted(hashes)), batch_size=CHUNK)
    record(verbs.RESIDENTS_UPLOADED, kept, actor=actor, count=len(hashes))
    return kept
