"""What the mails to residents say about challenges and ideas. The author's own words are read at sending, not stored."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.models import Challenge, Contribution, Participation
from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import (
    Button,
    Fact,
    Letter,
    Mail,
    compose_sentence,
    fit_subject,
    quote_words,
    shorten_text,
)
from educities.kit.multilingual import translate_plain

MOST_WORDS = 300
ACT_LEADS: dict[str, Promise] = {
    "idea": gettext_lazy("Someone used your address to send an idea in %(city)s. It is published once you confirm."),
    "support": gettext_lazy("Someone used your address to support an idea in %(city)s. It counts once you confirm."),
    "join": gettext_lazy(
        "Someone used your address to take part in a challenge in %(city)s. It counts once you confirm."
    ),
}
# Of a minor who needs no adult's yes any more: the idea is read before it is published, and the rest counts at once.
READ_LEADS: dict[str, Promise] = {
    **ACT_LEADS,
    "idea": gettext_lazy(
        "Someone used your address to send an idea in %(city)s. Once you confirm, someone from the team reads it before it "
        "is published."
    ),
}
# Of a child whose parent or guardian has not agreed yet.
WAITING_LEADS: dict[str, Promise] = {
    "idea": gettext_lazy(
        "Someone used your address to send an idea in %(city)s. Once you confirm, we ask your parent or guardian. "
        "Then someone from the team reads it."
    ),
    "support": gettext_lazy(
        "Someone used your address to support an idea in %(city)s. It counts once you confirm and your parent or "
        "guardian agrees."
    ),
    "join": gettext_lazy(
        "Someone used your address to take part in a challenge in %(city)s. You take part once you confirm and your "
        "parent or guardian agrees."
    ),
}


def _choose_leads(letter: Letter) -> dict[str, Promise]:
    """What the confirmed act waits for: an adult's yes, a reader from the team, or nothing."""
    if letter.data.get("has_to_wait"):
        return WAITING_LEADS
    return READ_LEADS if letter.data.get("is_read_first") else ACT_LEADS


def confirm_act(letter: Letter) -> Mail:
    """What was typed, and the one thing to do so that it counts."""
    act, text = letter.word("act"), letter.word("text")
    label = {"support": _("Supports this idea"), "join": _("Wants to take part, and brings")}.get(act, _("The idea"))
    # Who takes part has sent nothing yet.
    subject = (
        fit_subject(_("Confirm that you take part in “%(title)s”"), title=letter.word("title"))
        if act == "join"
        else fit_subject(_("Confirm what you sent in %(title)s"), title=letter.city_name)
    )
    leads = _choose_leads(letter)
    facts: list[Fact] = [(_("Challenge"), compose_sentence("%(title)s", title=letter.word("title")))]
    facts.append((label, _quote_shortened(text)) if text else (_("The request"), _("taking part in the challenge")))
    if letter.data.get("has_photo"):
        facts.append((_("Photo"), _("goes with the idea")))
    return Mail(
        subject=subject,
        preview=_("Until you confirm, nothing happens."),
        heading=_("Is this from you?"),
        lead=compose_sentence(str(leads.get(act, leads["idea"])), city=letter.city_name),
        facts=facts,
        until=_("Please confirm within three days. After that the link no longer works."),
        button=(_("Check and confirm"), letter.url),
        other=_("If this was not you, ignore this email: nothing happens."),
        why=_("You get this email because someone entered your address on the city’s website."),
    )


def confirm_alert(letter: Letter) -> Mail:
    """Whose address it is is not known yet: the link confirms, and stops later."""
    return Mail(
        subject=fit_subject(_("Shall we tell you when “%(title)s” begins?"), title=letter.word("title")),
        preview=_("Confirm, and we write to you once: on the first day."),
        heading=_("Shall we tell you when it begins?"),
        lead=compose_sentence(
            _("Someone asked us in %(city)s to write to this address when “%(title)s” begins."),
            city=letter.city_name,
            title=letter.word("title"),
        ),
        until=_("Please confirm within three days. After that we delete the address."),
        button=(_("Confirm or stop"), letter.url),
        other=_("If this was not you, ignore this email. After you confirm, the same link stops it at any time."),
        why=_("You get this email because someone entered your address on the city’s website."),
    )


def gathering_began(letter: Letter) -> Mail:
    """From today ideas are taken. Who has no account reads that the address is gone."""
    title, is_only = letter.word("title"), bool(letter.data.get("is_only_mail"))
    return Mail(
        subject=fit_subject(_("It has begun: %(title)s"), title=title),
        preview=_("From today you can send your idea."),
        heading=compose_sentence(_("“%(title)s” has begun"), title=title),
        lead=compose_sentence(
            _("From today %(city)s takes ideas. It takes five minutes on a phone."), city=letter.city_name
        ),
        body=(_("You can also read what other residents write, and support it with one tap."),),
        button=(_("Write an idea"), letter.url),
        other=_("This is the only email about it. We have deleted your address.") if is_only else letter.replies(),
        why=_("You get this email because you asked to be told when it begins."),
    )


def joined_mail(letter: Letter) -> Mail:
    """When and where, and how to leave."""
    facts: list[Fact] = [
        (label, letter.word(name))
        for name, label in (("when", _("When")), ("where", _("Location")))
        if letter.word(name)
    ]
    return Mail(
        subject=fit_subject(_("You take part in “%(title)s”"), title=letter.word("title")),
        preview=_("When and where, and how to leave if you cannot come."),
        heading=compose_sentence(_("You take part in “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(_("Your place in the challenge in %(city)s is certain."), city=letter.city_name),
        facts=facts,
        button=(_("Go to the challenge"), letter.url),
        other=_("If you can no longer come, leave the challenge on its page so that someone else can have your place."),
        why=_("You get this email because you joined this challenge."),
    )


def waitlist_mail(letter: Letter) -> Mail:
    """Which place in the line, and what comes."""
    return Mail(
        subject=fit_subject(_("You are on the waiting list of “%(title)s”"), title=letter.word("title")),
        preview=_("All places are taken. We write when one is yours."),
        heading=compose_sentence(_("You are on the waiting list of “%(title)s”"), title=letter.word("title")),
        lead=compose_sentence(
            _(
                "All places of the challenge in %(city)s are taken. The person who has waited longest gets the next free "
                "one."
            ),
            city=letter.city_name,
        ),
        facts=_place_in_line(letter),
        until=_("You need not do anything. We write when you have a place."),
        button=(_("Go to the challenge"), letter.url),
        other=_("If you no longer want to wait, leave the challenge on its page."),
        why=_("You get this email because you joined this challenge."),
    )


def _place_in_line(letter: Letter) -> list[Fact]:
    row = Participation.objects.filter(pk=letter.target_id or None, state=Participation.State.WAITLISTED).first()
    if row is None:
        return []
    waiting = Participation.objects.filter(challenge_id=row.challenge_id, state=Participation.State.WAITLISTED)
    return [(_("Your place in the line"), str(waiting.filter(joined_at__lte=row.joined_at).count()))]


def idea_published(letter: Letter) -> Mail:
    """Everybody reads it now: the words, the name shown, what comes next."""
    idea = find_idea(letter)
    closes = near_day(idea.challenge.closes_on) if idea and idea.challenge.closes_on else ""
    next_step = (
        _(
            "The challenge takes ideas until %(day)s. Then the lab answers every published idea, and we write to you. "
            "You can withdraw your idea at any time."
        )
        % {"day": closes}
        if closes
        else _("The lab answers every published idea, and we write to you. You can withdraw your idea at any time.")
    )
    return Mail(
        subject=_("Your idea is published"),
        preview=_("Everyone can read and support it now."),
        heading=_("Your idea is published"),
        lead=_("A moderator has read your idea, and everyone can read and support it now."),
        facts=[*list_idea_facts(idea, with_challenge=True), *_shown_as(idea)],
        button=(_("See my idea"), letter.url),
        other=next_step,
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )


def idea_rested(letter: Letter) -> Mail:
    """Nobody sees it until a parent or guardian agrees; what to do."""
    return Mail(
        subject=_("Your idea waits for a parent or guardian"),
        preview=_("It is kept, and other residents do not see it until they agree."),
        heading=_("Your idea waits"),
        lead=compose_sentence(
            _(
                "Your idea in %(city)s is shown again once your parent or guardian agrees. Until then other residents do not see it."
            ),
            city=letter.city_name,
        ),
        body=(_("You can talk to them. They can change their answer with the link in their email."),),
        button=(_("Go to my page"), letter.url),
        other=letter.replies(),
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )


def idea_answered(letter: Letter) -> Mail:
    """What the lab says, beside the author's own words. “Not now” has its reason first."""
    idea = find_idea(letter)
    answer, words = letter.word("answer"), letter.word("reason")
    is_no = idea is not None and idea.answer_state == Contribution.Answer.NOT_NOW
    challenge: Challenge | None = idea.challenge if idea else None
    lab = translate_plain(challenge.lab.name) if challenge and challenge.lab else ""
    lead = compose_sentence(
        _("The lab “%(lab)s” has read your idea and answers: %(words)s"), lab=lab, words=quote_words(words)
    )
    nameless = compose_sentence(_("The lab has read your idea and answers: %(words)s"), words=quote_words(words))
    second: Button | None = None
    if challenge and not is_no:
        second = (_("Help with it"), letter.page(challenge.get_absolute_url()))
    return Mail(
        subject=fit_subject(_("Answer to your idea: %(title)s"), title=answer),
        preview=quote_words(shorten_text(words, 80)),
        heading=_("Your idea has an answer"),
        lead=lead if lab else nameless,
        facts=[*list_idea_facts(idea), (_("Answer"), answer), *_list_promise_facts(idea)],
        button=(_("Read the answer"), letter.url),
        second=second,
        other=_("We write again when the answer changes."),
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )


def idea_promised(letter: Letter) -> Mail:
    """Somebody was named as responsible for an idea: which, what was answered, and by when."""
    idea = find_idea(letter)
    title = letter.word("title")
    due = near_day(idea.answer_due_on) if idea and idea.answer_due_on else ""
    return Mail(
        subject=fit_subject(_("You are responsible for an idea: %(title)s"), title=title),
        preview=_("What the lab answered, and by when."),
        heading=_("You are responsible for an idea"),
        lead=letter.lead(
            _("%(name)s has named you as responsible for a resident’s idea in the challenge “%(title)s”."),
            _("You were named as responsible for a resident’s idea in the challenge “%(title)s”."),
        ),
        facts=[
            *([(_("The idea"), _quote_shortened(idea.text))] if idea else []),
            (_("The lab’s answer"), quote_words(letter.word("reason"))),
        ],
        until=_("Promised for %(day)s. Everyone who reads the idea sees this day and your name.") % {"day": due}
        if due
        else _("Everyone who reads the idea sees your name."),
        button=(_("Go to the idea"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you were named beside this idea."),
    )


def find_idea(letter: Letter) -> Contribution | None:
    """The idea that the mail is about, as it is now."""
    rows = Contribution.objects.select_related("challenge__lab", "city", "answer_by")
    return rows.filter(pk=letter.target_id or None).first()


def _list_promise_facts(idea: Contribution | None) -> list[Fact]:
    """Who is responsible, and by when, as long as something is still to come."""
    if idea is None or not idea.is_under_way:
        return []
    facts: list[Fact] = []
    if idea.answer_by:
        facts.append((_("Responsible"), compose_sentence("%(name)s", name=idea.answer_by.display_name)))
    if idea.answer_due_on:
        facts.append((_("By when"), near_day(idea.answer_due_on)))
    return facts


def _quote_shortened(text: str) -> str:
    return quote_words(shorten_text(text, MOST_WORDS))


def list_idea_facts(idea: Contribution | None, *, with_challenge: bool = False) -> list[Fact]:
    """The author's own words, and below which challenge they stand."""
    if idea is None:
        return []
    facts: list[Fact] = []
    if with_challenge:
        facts.append((_("Challenge"), compose_sentence("%(title)s", title=translate_plain(idea.challenge.question))))
    return [*facts, (_("Your idea"), _quote_shortened(idea.text))]


def _shown_as(idea: Contribution | None) -> list[Fact]:
    """Under which name it stands; a child's words stand without one."""
    return [(_("Shown as"), compose_sentence("%(name)s", name=idea.shown_as))] if idea and idea.shown_as else []


def explain_why_idea() -> str:
    """Why this person has the mail."""
    return _("You get this email because you sent this idea.")
