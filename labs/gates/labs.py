"""The launch gate: the four sectors, the frame, the signed program."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from labs.models import Lab, LabSeat
from programs.models import Program
from stakeholders.models import Organisation, Representation, Sector


def sectors_of(lab: Lab) -> dict[int, int]:
    """How many organisations of each sector speak in the lab: verified or active, by a representative who accepted."""
    today = lab.city.today()
    speaks = Representation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        profile_id=OuterRef("profile_id"),
        organisation_id=OuterRef("organisation_id"),
        accepted_at__isnull=False,
        starts_on__lte=today,
    )
    standing = [Organisation.State.VERIFIED, Organisation.State.ACTIVE]
    seats = LabSeat.objects.filter(lab=lab, role=LabSeat.Role.REPRESENTATIVE, organisation__state__in=standing)
    pairs = set(seats.filter(Exists(speaks)).values_list("sector", "organisation_id"))
    return {sector: sum(one == sector for one, _organisation in pairs) for sector in Sector.values}


def four_sectors(lab: Lab) -> tuple[bool, str]:
    """L1."""
    missing = [str(Sector(number).label) for number, count in sectors_of(lab).items() if not count]
    if not missing:
        return True, ""
    text = ngettext("Missing: %(names)s", "Missing: %(names)s", len(missing))
    return False, text % {"names": ", ".join(missing)}


def framed(lab: Lab) -> tuple[bool, str]:
    """L2: what of the frame is missing, by name."""
    users = lab.seats.filter(role=LabSeat.Role.FACILITATOR, profile__user__isnull=False)
    ids = list(users.values_list("profile__user_id", flat=True))
    # The practice city asks nobody for a second step, so its gate does not either.
    safe = bool(ids) and (lab.city.is_practice or Authenticator.objects.filter(user_id__in=ids).exists())
    parts = {
        _("question"): bool(lab.question),
        _("host"): lab.host_id is not None,
        _("facilitator"): bool(ids),
        _("the facilitator’s second sign-in step"): safe,
        _("date of the first session"): lab.first_session_on is not None,
    }
    missing = [name for name, there in parts.items() if not there]
    return not missing, _("Missing: %(names)s") % {"names": ", ".join(missing)} if missing else ""


def program_signed(lab: Lab) -> tuple[bool, str]:
    """L3."""
    signed = [Program.State.SIGNED, Program.State.ACTIVE, Program.State.SUSPENDED]
    return Program.objects.filter(state__in=signed).exists(), ""


COMPUTED: dict[str, Callable[[Lab], tuple[bool, str]]] = {"L1": four_sectors, "L2": framed, "L3": program_signed}
