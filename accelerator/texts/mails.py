"""What the mails about the accelerator say."""

from dataclasses import replace

from django.utils.translation import gettext as _

from accelerator.models import Enrolment
from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, MailKind, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain


def ask_head(letter: Letter) -> Mail:
    """To the head of a school: who asks, what it means for the school, and where to answer."""
    row = _find_row(letter)
    name, school = (row.profile.display_name, translate_plain(row.organisation.name)) if row else ("", "")
    return Mail(
        subject=fit_subject(_("A teacher asks for your yes: %(title)s"), title=name),
        preview=_("Two years of training by the city. You answer on one page, without an account."),
        heading=compose_sentence(_("May %(name)s take part in the teacher accelerator?"), name=name),
        lead=compose_sentence(
            _("%(name)s teaches at %(school)s and has applied for the teacher accelerator of %(city)s."),
            name=name,
            school=school,
            city=letter.city_name,
        ),
        body=[
            _("It is two years of training beside the work at school: four terms of 30 hours."),
            _("We need your yes, how many hours a week you release from teaching, and who teaches then."),
        ],
        facts=_list_facts(row),
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because %(name)s named you as head of school. If you are not, ignore it."), name=name
        ),
        greets=False,
    )


def _find_row(letter: Letter) -> Enrolment | None:
    found: Enrolment | None = Enrolment.objects.with_names().filter(pk=letter.target_id or None).first()
    return found


def _list_facts(row: Enrolment | None) -> list[Fact]:
    if row is None:
        return []
    intake = row.accelerator.intake
    return [
        (_("Intake"), str(row.accelerator)),
        (_("First day"), long_day(intake.starts_on)),
        (_("Last day"), long_day(intake.ends_on)),
    ]


def name_intake(kind: MailKind) -> MailKind:
    """The same mails with the intake, its days and the school among their facts."""

    def write_words(letter: Letter) -> Mail:
        row = _find_row(letter)
        school = [(_("School"), str(row.organisation))] if row is not None else []
        return replace(kind.words(letter), facts=[*_list_facts(row), *school])

    return replace(kind, words=write_words)


def name_teacher(kind: MailKind) -> MailKind:
    """The same mails with the teacher's name among their facts: no name stands in a subject, which a week's mail repeats."""

    def write_words(letter: Letter) -> Mail:
        name = compose_sentence("%(words)s", words=letter.word("name"))
        return replace(kind.words(letter), facts=[(_("Teacher"), name)])

    return replace(kind, words=write_words)
