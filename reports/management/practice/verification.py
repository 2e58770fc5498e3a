"""Whom the team has met, a list of residents with invented numbers, a sign-in of the city that waits to be tested, and a
question for those who live there alone."""

from challenges import actions
from labs.models import Lab
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from stakeholders.actions.city_sign_in import set_up_sign_in
from stakeholders.actions.verification import show_residency, upload_residents, vouch_for
from stakeholders.models import Level

# The first numbers are shown by people of the practice city; whoever tries it may type one of the others.
FIRST, COUNT = 410_001, 300
ASKS = {"en": "Resident card number", "he": "מספר כרטיס תושב", "ar": "رقم بطاقة الساكن"}
# No server has such an address (RFC 2606): the director sees what a sign-in asks for, and its test ends in a sentence.
ISSUER = "https://login.city.example"
KEEPER = {"en": "the municipality", "he": "העירייה", "ar": "البلدية"}
QUESTION = {
    "en": "Which street should become car-free on Fridays first?",
    "he": "איזה רחוב ייסגר ראשון לתנועה בימי שישי?",
    "ar": "أي شارع يُغلق أولًا أمام السيارات أيام الجمعة؟",
}
INTRO = {
    "en": "The city closes one street. Only people who live here decide which.",
    "he": "העיר תסגור רחוב אחד לתנועה. רק מי שגר או גרה כאן מחליטים איזה.",
    "ar": "ستغلق المدينة شارعًا واحدًا أمام السيارات. سكان المدينة وحدهم يقررون أي شارع.",
}
IDEA = "רחוב הגפן, ליד בית הספר: שם הילדים כבר משחקים על המדרכה."


def create_verifications(cast: Cast, town: PracticePeople) -> None:
    """Four people are vouched for, two are on the list, and one of these has an idea for those on it."""
    for profile in (town.resident, *town.speakers[:3]):
        vouch_for(profile, actor=cast.facilitator, quietly=True)
    numbers = [[str(number)] for number in range(FIRST, FIRST + COUNT)]
    upload_residents(numbers, asks=ASKS, asks_also={}, actor=cast.director)
    for number, profile in zip(numbers, town.speakers[:2], strict=False):
        if profile.user is not None:
            show_residency(profile, number, actor=profile.user)
    there = {
        "authorization_endpoint": f"{ISSUER}/in",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/keys",
    }
    set_up_sign_in(
        actor=cast.director,
        name=KEEPER,
        issuer=ISSUER,
        client_id="education-cities",
        client_secret="made up",  # noqa: S106
        endpoints={"issuer": ISSUER, **there},
    )
    lab = Lab.objects.filter(state=Lab.State.LAUNCHED).order_by("pk").first()
    words = {"question": QUESTION, "intro": INTRO}
    challenge = actions.frame_challenge(actor=cast.facilitator, lab=lab, least_verification=Level.RESIDENT, **words)
    actions.open_challenge(challenge, actor=cast.facilitator)
    author = town.speakers[0]
    actions.write_idea(challenge, author=author, actor=author.user, text=IDEA, language="he")
