"""The launch gate: the four sectors, the frame, the signed program."""

from collections.abc import Callable, Sequence

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from educities.kit.multilingual import join_localised
from labs.models import Lab, LabSeat
from labs.queries.facilitators import active_facilitators
from labs.values import RuleResult, RuleResults
from programs.models import Program
from stakeholders.models import Organisation, Representation, Sector


def list_speaking_seats() -> QuerySet[LabSeat]:
    """Seats whose organisation is verified or active and whose representative has accepted."""
    speaks = Representation.objects.current().filter(
        profile_id=OuterRef("profile_id"), organisation_id=OuterRef("organisation_id")
    )
    seats = LabSeat.objects.filter(role=LabSeat.Role.REPRESENTATIVE, organisation__state__in=Organisation.STANDING)
    return seats.filter(Exists(speaks))


def sectors_of(lab: Lab) -> dict[int, int]:
    """How many organisations of each sector speak in the lab: verified or active, by a representative who accepted."""
    pairs = set(list_speaking_seats().filter(lab=lab).values_list("sector", "organisation_id"))
    return {sector: sum(one == sector for one, _organisation in pairs) for sector in Sector.values}


def find_uncounted_seats(lab: Lab) -> set[int]:
    """The representatives' seats that count for no sector now: the organisation or the representation does not stand."""
    seats = LabSeat.objects.filter(lab=lab, role=LabSeat.Role.REPRESENTATIVE)
    return set(seats.exclude(pk__in=list_speaking_seats().values("pk")).values_list("pk", flat=True))


def four_sectors(lab: Lab) -> RuleResult:
    """L1."""
    missing = [number for number, count in sectors_of(lab).items() if not count]
    if not missing:
        return RuleResult(True, "")
    names = join_localised(str(Sector(number).label) for number in missing)
    return RuleResult(False, _("missing: %(names)s") % {"names": names}, missing=tuple(map(str, missing)))


def check_lab_setup(lab: Lab) -> RuleResult:
    """L2: what of the frame is missing, by name."""
    ids = list(active_facilitators(lab).values_list("profile__user_id", flat=True))
    # The practice city asks nobody for a second step, so its gate does not either.
    factors = Authenticator.objects.filter(user_id__in=ids).exclude(type=Authenticator.Type.RECOVERY_CODES)
    is_secured = not ids or factors.exists()
    is_excused = lab.city.is_practice and not is_secured
    parts = {
        "question": (_("question"), any(lab.question.values())),
        "host": (_("host organisation"), lab.host_id is not None),
        "facilitator": (_("facilitator"), bool(ids)),
        "second_step": (_("the facilitator’s second sign-in step"), is_secured or is_excused),
        "first_session": (_("date of the first session"), lab.first_session_on is not None),
    }
    missing = {part: name for part, (name, there) in parts.items() if not there}
    details = [_("missing: %(names)s") % {"names": join_localised(missing.values())}] if missing else []
    if is_excused:
        details.append(_("a second sign-in step is not asked for in a practice city"))
    return RuleResult(not missing, " · ".join(details), missing=tuple(missing))


def program_signed(lab: Lab) -> RuleResult:
    """L3."""
    return RuleResult(Program.objects.carried().exists(), "")


def of_each(find: Callable[[Lab], RuleResult]) -> Callable[[Sequence[Lab]], RuleResults]:
    """The function of one lab as one of many: the launch gate is asked of one lab at a time."""
    return lambda labs: {lab.pk: find(lab) for lab in labs}
