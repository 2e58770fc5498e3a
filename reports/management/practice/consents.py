"""Children without a mailbox whose guardians signed on paper, one whose form is missing, and a consent about to end."""

from datetime import timedelta
from typing import Any

from cities.models import City
from consents.actions import Signature, answer_own_consents, enter_signed_form, update_consents
from consents.models import Consent
from consents.values import ASKED_OF_GUARDIANS
from labs.actions.children import add_child
from labs.models import Cohort
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from reports.management.practice.trips import create_trip

# Name, years, who signed ("" where the form is still missing), and whether a school has it on file.
CHILDREN = (("نور", 12, "أمل خليل", False), ("מאיה", 13, "דנה לוי", True), ("Sami", 11, "", False))
ENDS_IN = timedelta(days=20)


def create_consents(city: City, cast: Cast, town: PracticePeople) -> None:
    """The first cohort has three children, two of them with a signed form; Lior's mother is asked whether her yes goes on."""
    cohort = Cohort.objects.filter(state=Cohort.State.RUNNING, stage=1).order_by("pk").first()
    school, today = town.organisations[0], city.today()
    for name, years, signer, is_on_file in CHILDREN if cohort else ():
        born = {"year": today.year - years - 1, "month": today.month}
        seat = add_child(cohort, actor=cast.facilitator, display_name=name, organisation=school, **born)
        if signer:
            on_file = {"proof": "school", "school": school, "vouched_by": "רונית כהן"}
            about: dict[str, Any] = on_file if is_on_file else {}
            yes = {purpose: purpose != "photo" for purpose in ASKED_OF_GUARDIANS}
            signature = Signature(signer, today - timedelta(days=3), **about)
            enter_signed_form(seat.profile, signature, actor=cast.facilitator, consents=yes, child_yes=["lab"])
    for number, profile in enumerate(town.speakers[:6]):
        if profile.user is not None:
            answer_own_consents(profile, {"photo": number % 3 != 2, "sharing": True}, actor=profile.user)
    Consent.objects.filter(subject=town.child).update(valid_until=today + ENDS_IN)
    update_consents(city)
    create_trip(city, cast, town)
