"""What is read of a school that says who is a child's parent or guardian. None of these mails holds a child's name."""

from django.utils.translation import gettext as _

from consents.models import GuardianLink
from consents.texts.mails import describe_contact
from educities.activity.texts.mail_kinds import Letter, Mail, compose_sentence, fit_subject


def _find_adult(letter: Letter) -> str:
    """The name of the adult whom the school named; "" of one who has not answered, whom nobody but the school knows."""
    link = GuardianLink.objects.select_related("guardian").filter(pk=letter.target_id or None).first()
    is_known = link is not None and link.state == GuardianLink.State.CONFIRMED and link.guardian is not None
    return link.guardian.display_name if link and link.guardian and is_known else ""


def guardian_vouched(letter: Letter) -> Mail:
    """To the other parents and guardians, who are not named to one another: which school did, and what that changes."""
    adult = _find_adult(letter)
    text = _("In %(city)s, %(school)s named a further parent or guardian of a child for whom you answer.")
    lead = compose_sentence(text, city=letter.city_name, school=letter.word("school"))
    answered = _("This adult has answered before, so what the child may do does not change.")
    asked = _("We ask this adult too. Until they answer, nothing changes; after that, one no counts more than a yes.")
    return Mail(
        subject=fit_subject(_("A school confirmed a parent or guardian of your child")),
        preview=_("What that changes, and whom to tell if it is wrong."),
        heading=_("A school confirmed a parent or guardian of your child"),
        lead=lead,
        body=(
            answered if adult else asked,
            _("The school tells you whom it named. If that is wrong, tell the city’s education office."),
        ),
        button=(_("See my answers"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def ward_vouched(letter: Letter) -> Mail:
    """To the child: whom its school named, that nothing is allowed by it alone, and where to ask."""
    adult = _find_adult(letter)
    named = _("In %(city)s, %(school)s told us that your parent or guardian is %(name)s.")
    nameless = _("In %(city)s, %(school)s told us the address of an adult who is your parent or guardian.")
    lead = compose_sentence(
        named if adult else nameless, city=letter.city_name, school=letter.word("school"), name=adult
    )
    answered = _("This adult has answered us already. What you may do here stays as it was.")
    asked = _("We ask this adult. Until they answer, what you may do here stays as it is.")
    return Mail(
        subject=_("Your school told us who is your parent or guardian"),
        preview=_("You need not do anything if it is right."),
        heading=_("Your school told us who is your parent or guardian"),
        lead=lead,
        body=(answered if adult else asked, _("You need not do anything if it is right.")),
        button=(_("See who is responsible for me"), letter.url),
        other=describe_contact(letter),
        why=_("You get this email because it is about your own account."),
    )
