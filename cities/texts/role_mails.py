"""What the mails about roles say: the invitation, the role given, its days, its end."""

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cities.models import Role
from educities.activity.texts.mail_dates import long_day, near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject

MEANING: dict[str, Promise] = {
    Role.STEWARD: gettext_lazy(
        "A network steward accompanies the city and decides on overrides that its director asks for."
    ),
    Role.DIRECTOR: gettext_lazy(
        "An education director leads the city on the platform: labs, cohorts, figures and the people who work on them."
    ),
    Role.FACILITATOR: gettext_lazy(
        "A facilitator leads the cohorts of a lab: sessions, attendance and the way through the four stages."
    ),
    Role.READER: gettext_lazy(
        "A reader, such as the mayor, sees how the city progresses: the five years, the indicators and the city’s report."
    ),
    Role.ORGANISATION: gettext_lazy("An organisation’s manager looks after its page and its representatives."),
    Role.TEACHER: gettext_lazy("A teacher in the accelerator takes part in its group and its sessions."),
    Role.RESIDENT: gettext_lazy("A resident can join challenges, bring ideas and take part in cohorts."),
}


def day_of(letter: Letter, name: str) -> str:
    """The day that the record holds under this name, as a mail says it; "" without one."""
    value = letter.data.get(name)
    return near_day(date.fromisoformat(value)) if value else ""


def describe_days(letter: Letter) -> str:
    """From when until when, in a sentence; that it has no end where no last day is set."""
    first, last = day_of(letter, "role_starts"), day_of(letter, "role_ends")
    if first and last:
        return _("It is yours from %(first)s to %(last)s.") % {"first": first, "last": last}
    if last:
        return _("Its last day is %(last)s.") % {"last": last}
    return _("It begins on %(first)s.") % {"first": first} if first else _("It has no last day.")


def describe_term(letter: Letter) -> list[str]:
    """The days and the standing in for somebody, in a sentence each; nothing of a role that begins now and lasts."""
    said = [describe_days(letter)] if {"role_starts", "role_ends"} & set(letter.data) else []
    if letter.data.get("stands_in"):
        said.append(_describe_place(letter))
    return said


def _describe_place(letter: Letter) -> str:
    """In whose place, where the mail knows the name."""
    if name := letter.word("in_place_of"):
        return compose_sentence(_("You stand in for %(name)s: the history shows both names."), name=name)
    return _("You stand in for someone: the history shows both names.")


def _list_days_before(letter: Letter) -> list[Fact]:
    """Between which days the role was held until now."""
    first, last = (letter.data.get(f"before_role_{name}") for name in ("starts", "ends"))
    if not first:
        return []
    days = {"first": long_day(date.fromisoformat(first))}
    if not last:
        return [(_("Before"), _("%(first)s, without a last day") % days)]
    days = {"from": days["first"], "to": long_day(date.fromisoformat(last))}
    return [(_("Before"), pgettext("days", "from %(from)s to %(to)s") % days)]


def short_role(code: str, role: str) -> str:
    """What a subject calls the role, in which the whole name would be cut."""
    return pgettext("role in a subject", "reader") if code == Role.READER else role


def person_invited(letter: Letter) -> Mail:
    """Who invites, as what, what that means, and until when."""
    if letter.data.get("by_operator") and not letter.sender:
        # The city knows no name of theirs.
        letter = replace(letter, sender=_("The platform’s operator"))
    role, city, day = letter.word("role"), letter.city_name, day_of(letter, "until")
    named = _("%(name)s invites you to %(city)s in the role of %(role)s.")
    nameless = _("You are invited to %(city)s in the role of %(role)s.")
    code = letter.word("role_code")
    return Mail(
        subject=fit_subject(_("Invitation to %(city)s: %(title)s"), city=city, title=short_role(code, role)),
        preview=compose_sentence(_("Please answer by %(day)s. You decide, one tap is enough."), day=day)
        if day
        else _("You decide, one tap is enough."),
        heading=compose_sentence(_("Will you join %(city)s in the role of %(role)s?"), city=city, role=role),
        lead=compose_sentence(named, name=letter.sender, city=city, role=role)
        if letter.sender
        else compose_sentence(nameless, city=city, role=role),
        body=tuple(text for text in (letter.reason, str(MEANING.get(code, "")), *describe_term(letter)) if text),
        until=_("Please answer by %(day)s. After that the link no longer works.") % {"day": day} if day else "",
        button=(_("Accept the invitation"), letter.url),
        other=_("Do not forward this email: anyone who has it can accept.") + " " + letter.replies(),
        why=_("You get this email because your address was written into this invitation."),
    )


def director_invited(letter: Letter) -> Mail:
    """That another one will direct the city, and what to do where nobody agreed to that."""
    name, city = letter.word("name"), letter.city_name
    by_operator = letter.data.get("by_operator") and not letter.sender
    # The steward is told too, and has no page of the roles.
    may_look = letter.city is not None and letter.url.endswith(reverse("roles", args=[letter.city.slug]))
    return Mail(
        subject=fit_subject(_("A new director is invited: %(title)s"), title=name),
        preview=compose_sentence(_("The new director of %(city)s may do what you may."), city=city),
        heading=compose_sentence(_("%(name)s is invited to direct %(city)s"), name=name, city=city),
        lead=compose_sentence(
            _("%(sender)s has invited %(name)s as education director of %(city)s."),
            sender=letter.sender or (_("The platform’s operator") if by_operator else _("The city’s education office")),
            name=name,
            city=city,
        ),
        body=(*_list_days(letter), _say_way_back(may_look=may_look)),
        button=(_("Look at the roles") if may_look else _("Go to my day in the city"), letter.url),
        why=compose_sentence(_("You get this email because you lead %(city)s or accompany it."), city=city),
    )


def _list_days(letter: Letter) -> list[str]:
    """From when until when somebody else is to have the role, where that is not at once and for good."""
    first, last = day_of(letter, "role_starts"), day_of(letter, "role_ends")
    said = [_("The role begins on %(day)s.") % {"day": first}] if first else []
    return [*said, _("The last day of the role is %(day)s.") % {"day": last}] if last else said


def _say_way_back(*, may_look: bool) -> str:
    """Who can stop it: the reader, or where they have no page of the roles, somebody else."""
    if may_look:
        return _("Until the invitation is accepted, you can withdraw it. Later you can end the role.")
    return _(
        "Until the invitation is accepted, the city’s director can withdraw it, and later end the role. You cannot do either: "
        "write to the director if you have a question."
    )


def role_granted(letter: Letter) -> Mail:
    """What one may do now."""
    role, city = letter.word("role"), letter.city_name
    code = letter.word("granted")
    return Mail(
        subject=fit_subject(_("You now have the role “%(title)s”"), title=role),
        preview=compose_sentence(_("What it allows you to do in %(city)s."), city=city),
        heading=compose_sentence(_("You now have the role “%(role)s”"), role=role),
        lead=letter.lead(
            _("%(name)s has given you the role “%(role)s” in %(city)s."),
            _("You have been given the role “%(role)s” in %(city)s."),
            role=letter.word("role"),
        ),
        body=(*([str(MEANING[code])] if code in MEANING else ()), *describe_term(letter)),
        button=(_("Go to my day in the city"), letter.url or work_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def role_days_changed(letter: Letter) -> Mail:
    """From when until when the role is held now."""
    role = letter.word("role")
    return Mail(
        subject=fit_subject(_("New days of your role “%(title)s”"), title=role),
        preview=describe_days(letter),
        heading=compose_sentence(_("New days of your role “%(role)s”"), role=role),
        lead=letter.lead(
            _("%(name)s has changed the days of your role “%(role)s” in %(city)s."),
            _("The days of your role “%(role)s” in %(city)s have changed."),
            role=role,
        ),
        body=(describe_days(letter),),
        facts=_list_days_before(letter),
        button=(_("Go to my day in the city"), letter.url or work_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def role_ends_soon(letter: Letter) -> Mail:
    """That the role ends in a week, and what to do where it should not."""
    role, city, last = letter.word("role"), letter.city_name, day_of(letter, "role_ends")
    return Mail(
        subject=fit_subject(_("Your role “%(title)s” ends soon"), title=role),
        preview=compose_sentence(_("Its last day is %(last)s."), last=last),
        heading=compose_sentence(_("Your role “%(role)s” ends on %(last)s"), role=role, last=last),
        lead=compose_sentence(
            _("From the day after, you can no longer do in %(city)s what this role allows."), city=city
        ),
        body=(_("What you have done stays, and so does your account."),),
        button=(_("Go to my day in the city"), letter.url or work_page(letter)),
        other=letter.replies(_("Should it go on? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def deputy_began(letter: Letter) -> Mail:
    """To whom somebody stands in for: who it is, from when until when."""
    role, city = letter.word("role"), letter.city_name
    first, last = day_of(letter, "role_starts"), day_of(letter, "role_ends")
    days = (
        _("From %(first)s to %(last)s.") % {"first": first, "last": last}
        if first
        else _("Until %(last)s.") % {"last": last}
    )
    return Mail(
        subject=fit_subject(_("Someone stands in for you as “%(title)s”"), title=role),
        preview=days,
        heading=compose_sentence(_("Someone stands in for you as “%(role)s”"), role=role),
        lead=letter.lead(
            _("%(name)s does in %(city)s what your role allows, in your name."),
            _("In %(city)s someone does what your role allows, in your name."),
            city=city,
        ),
        body=(days, _("The history says both names. Your own role stays as it is.")),
        button=(_("Go to my day in the city"), letter.url or work_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def principal_informed(letter: Letter) -> Mail:
    """To whom somebody stood in for: it ended before its day."""
    role, city = letter.word("role"), letter.city_name
    return Mail(
        subject=fit_subject(_("Nobody stands in for you as “%(title)s”"), title=role),
        preview=compose_sentence(_("In %(city)s, from now on."), city=city),
        heading=compose_sentence(_("Nobody stands in for you as “%(role)s” any more"), role=role),
        lead=letter.lead(
            _("%(name)s has ended it in %(city)s before its last day."),
            _("In %(city)s it ended before its last day."),
        ),
        body=[text for text in (letter.reason, _("Your own role stays as it is.")) if text],
        button=(_("Go to my day in the city"), letter.url or work_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def role_ended(letter: Letter) -> Mail:
    """What one may do no longer, and why."""
    role, city = letter.word("role"), letter.city_name
    keeps_others = letter.data.get("keeps_others")
    kept = _("Your other roles in the city, such as those in single labs, stay as they are.") if keeps_others else ""
    return Mail(
        subject=fit_subject(_("Your role “%(title)s” has ended"), title=role),
        preview=compose_sentence(_("In %(city)s. Your account remains."), city=city),
        heading=compose_sentence(_("Your role “%(role)s” has ended"), role=role),
        lead=letter.lead(
            _("%(name)s has ended your role “%(role)s” in %(city)s."),
            _("Your role “%(role)s” in %(city)s has ended."),
            role=letter.word("role"),
        ),
        body=[text for text in (letter.reason, _("Your account and whatever you did remain."), kept) if text],
        button=(_("Go to the city’s page"), letter.url or city_page(letter)),
        other=letter.replies(_("You did not expect this? Reply to this email: the city’s education office reads it.")),
        why=_("You get this email because it is about what you may do in this city."),
    )


def work_page(letter: Letter) -> str:
    """The address of the first page of whatever roles the reader has, in full."""
    return letter.page(reverse("workplace", args=[letter.city.slug])) if letter.city else ""


def city_page(letter: Letter) -> str:
    """The address of the city's page, in full."""
    return letter.page(reverse("city", args=[letter.city.slug])) if letter.city else ""
