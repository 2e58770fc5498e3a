"""What the mails about labs and cohorts say."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.activity.texts.mail_dates import day_and_hours, long_day, near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from labs import verbs
from labs.models import Cohort
from meetings.models import Session
from stakeholders.models import Sector

CHANGES: dict[int, Promise] = {
    2: gettext_lazy(
        "What changes for you: together you choose where to act, and travel to learn from others. Note on the way what "
        "surprises you."
    ),
    3: gettext_lazy("What changes for you: from what you brought home you now write the city model, block by block."),
    4: gettext_lazy(
        "What changes for you: the cohort now carries out the model. Take on a task in one of its initiatives."
    ),
}


SESSIONS_AFTER: dict[str, Promise] = {
    verbs.COHORT_SUSPENDED.code: gettext_lazy("No session takes place until the cohort resumes."),
    verbs.COHORT_CANCELLED.code: gettext_lazy("Sessions to come are cancelled."),
    verbs.COHORT_COMPLETED.code: gettext_lazy("Sessions to come are cancelled."),
}


def member_invited(letter: Letter) -> Mail:
    """Who invites, into what, how long it takes, when it begins."""
    cohort, session = _find_cohort(letter), _first_session(letter)
    title = letter.word("title")
    named = _("%(name)s invites you to join the cohort “%(title)s” in %(city)s.")
    nameless = _("You are invited to join the cohort “%(title)s” in %(city)s.")
    begins = near_day(session.starts_at.astimezone(session.city.zone)) if session else ""
    return Mail(
        subject=fit_subject(_("Will you join the cohort “%(title)s”?"), title=title),
        preview=compose_sentence(
            _("An invitation from %(name)s. Read what it is about, and answer."), name=letter.sender
        )
        if letter.sender
        else _("Read what it is about, and answer."),
        heading=compose_sentence(_("Will you join the cohort “%(title)s”?"), title=title),
        lead=letter.lead(named, nameless),
        body=[
            _(
                "A cohort is a group of people from all four sectors of the city. You get to know each other, travel to "
                "learn, write the city’s model and try it out."
            ),
            *_question_text(cohort),
        ],
        facts=[*_session_facts(session, _("Next session")), *_duration_facts(cohort)],
        until=_("Please answer before %(day)s.") % {"day": begins}
        if begins
        else _("Your place is kept until you answer."),
        button=(_("Yes, I will join"), letter.url),
        second=(_("No, thank you"), f"{letter.url}?answer=no"),
        other=letter.replies(_("Not sure yet? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(
            _("You get this email because you are asked to join the cohort “%(title)s”. To answer, you sign in."),
            title=title,
        ),
    )


def member_added(letter: Letter) -> Mail:
    """Welcome: what a member does, and when."""
    session = _first_session(letter)
    return Mail(
        subject=fit_subject(_("You are a member of the cohort “%(title)s”"), title=letter.word("title")),
        preview=_("What comes next, and when you meet."),
        heading=compose_sentence(_("Welcome to the cohort “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has added you to the cohort “%(title)s” in %(city)s."),
            _("You are a member of the cohort “%(title)s” in %(city)s."),
        ),
        body=(_("Before each session you get an invitation, and answer it with one tap."),),
        facts=_session_facts(session, _("Next session")),
        button=(_("Go to the cohort"), letter.url),
        other=letter.replies(_("You do not want to take part? Leave on the cohort’s page, or reply to this email.")),
        why=_cohort_why(letter),
    )


def member_removed(letter: Letter) -> Mail:
    """The place is given up, and why."""
    return Mail(
        subject=fit_subject(_("You are no longer in the cohort “%(title)s”"), title=letter.word("title")),
        preview=_("Your place has ended. The reason is inside."),
        heading=compose_sentence(_("You are no longer a member of “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has ended your place in the cohort “%(title)s” in %(city)s."),
            _("Your place in the cohort “%(title)s” in %(city)s has ended."),
        ),
        body=[
            text
            for text in (letter.reason, _("You get no more invitations to its sessions. Your account remains."))
            if text
        ],
        button=(_("Go to the city’s page"), _city_page(letter)),
        other=letter.replies(_("You see it differently? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(
            _("You get this email because you were a member of the cohort “%(title)s”."), title=letter.word("title")
        ),
    )


def seat_given(letter: Letter) -> Mail:
    """Which seat, and what it asks."""
    sector = letter.data.get("sector")
    seat = str(Sector(sector).label) if sector else _("facilitator")
    task = (
        _("A representative speaks for an organisation of one sector, and helps to decide what the lab works on.")
        if sector
        else _("A facilitator leads the lab’s cohorts: sessions, attendance and the way through the four stages.")
    )
    return Mail(
        subject=fit_subject(_("You have a seat in the lab “%(title)s”"), title=letter.word("title")),
        preview=_("Which seat it is, and what it asks of you."),
        heading=compose_sentence(_("You have a seat in the lab “%(title)s”"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has given you a seat in the lab “%(title)s” in %(city)s."),
            _("You have a seat in the lab “%(title)s” in %(city)s."),
        ),
        body=(task,),
        facts=[(_("Seat"), seat)],
        button=(_("Go to the lab"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you have a seat in the lab “%(title)s”."), title=letter.word("title")
        ),
    )


def lab_launched(letter: Letter) -> Mail:
    """It begins: what comes next."""
    return Mail(
        subject=fit_subject(_("Launched: the lab “%(title)s”"), title=letter.word("title")),
        preview=_("Its cohorts can take members now."),
        heading=compose_sentence(_("The lab “%(title)s” is launched"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has launched the lab “%(title)s” in %(city)s."),
            _("The lab “%(title)s” in %(city)s is launched."),
        ),
        body=(_("From now on its cohorts can take members: groups that go through the four stages together."),),
        button=(_("Go to the lab"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you have a seat in the lab “%(title)s”."), title=letter.word("title")
        ),
    )


def cohort_moved(letter: Letter) -> Mail:
    """Paused, ended or completed: what it means for the members."""
    title, state = letter.word("title"), letter.word("state")
    sessions = str(SESSIONS_AFTER.get(letter.verb, _("The cohort’s page shows which sessions take place.")))
    return Mail(
        subject=fit_subject(_("The cohort “%(title)s”: %(state)s"), title=title, state=state),
        preview=_("The reason is inside.") if letter.reason else sessions,
        heading=compose_sentence(_("The cohort “%(title)s”: %(state)s"), title=title, state=state),
        lead=letter.lead(
            _("%(name)s has changed the state of the cohort “%(title)s” in %(city)s."),
            _("The state of the cohort “%(title)s” in %(city)s has changed."),
        ),
        body=(letter.reason,) if letter.reason else (),
        facts=[(_("State"), state), (_("Sessions"), sessions)],
        button=(_("Go to the cohort"), letter.url),
        other=letter.replies(),
        why=_cohort_why(letter),
    )


def stage_moved(letter: Letter) -> Mail:
    """The next stage, and what changes for a member."""
    title, stage, name = letter.word("title"), letter.word("stage"), letter.word("stage_name")
    changes = CHANGES.get(int(stage)) if stage.isdecimal() else None
    return Mail(
        subject=fit_subject(_("Stage %(stage)s: the cohort “%(title)s”"), stage=stage, title=title),
        preview=name,
        heading=compose_sentence(_("“%(title)s” has reached stage %(stage)s"), title=title, stage=stage),
        lead=compose_sentence(
            _("Your cohort “%(title)s” in %(city)s goes on to stage %(stage)s: %(name)s."),
            title=title,
            city=letter.city_name,
            stage=stage,
            name=name,
        ),
        body=(str(changes),) if changes else (),
        button=(_("Go to the cohort"), letter.url),
        other=letter.replies(),
        why=_cohort_why(letter),
    )


def stage_returned(letter: Letter) -> Mail:
    """One stage back, and why."""
    title, stage, name = letter.word("title"), letter.word("stage"), letter.word("stage_name")
    return Mail(
        subject=fit_subject(_("Back to stage %(stage)s: the cohort “%(title)s”"), stage=stage, title=title),
        preview=name,
        heading=compose_sentence(_("“%(title)s” goes back to stage %(stage)s"), title=title, stage=stage),
        lead=compose_sentence(
            _("Your cohort “%(title)s” in %(city)s goes back to stage %(stage)s: %(name)s."),
            title=title,
            city=letter.city_name,
            stage=stage,
            name=name,
        ),
        body=[text for text in (letter.reason, _("What you have done so far remains.")) if text],
        button=(_("Go to the cohort"), letter.url),
        other=letter.replies(),
        why=_cohort_why(letter),
    )


def _find_cohort(letter: Letter) -> Cohort | None:
    return Cohort.objects.select_related("lab").filter(pk=letter.target_id or None).first()


def _first_session(letter: Letter) -> Session | None:
    cohort = _find_cohort(letter)
    return Session.objects.to_come().filter(group_id=cohort.group_id).first() if cohort else None


def _session_facts(session: Session | None, label: str) -> list[Fact]:
    if session is None:
        return []
    zone = session.city.zone
    facts: list[Fact] = [(label, day_and_hours(session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)))]
    return [*facts, (_("Location"), compose_sentence("%(place)s", place=session.place))] if session.place else facts


def _question_text(cohort: Cohort | None) -> list[str]:
    question = translate_plain(cohort.lab.question) if cohort and getattr(cohort.lab, "question", None) else ""
    return (
        [compose_sentence(_("This cohort works on the question: %(question)s"), question=question)] if question else []
    )


def _duration_facts(cohort: Cohort | None) -> list[Fact]:
    if cohort is None or cohort.ends_on is None or cohort.ends_on <= cohort.city.today():
        return []
    return [(_("How long"), _("Until %(day)s") % {"day": long_day(cohort.ends_on)})]


def _city_page(letter: Letter) -> str:
    return letter.page(f"/c/{letter.city.slug}/") if letter.city else letter.page("/")


def _cohort_why(letter: Letter) -> str:
    return compose_sentence(
        _("You get this email because you are a member of the cohort “%(cohort)s”."), cohort=letter.word("title")
    )
