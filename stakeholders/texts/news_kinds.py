"""The mails about people and organisations that need no words of their own."""

from django.utils.translation import gettext_lazy as _

from educities.activity.texts.news_mails import NewsPart, news_kind
from stakeholders import verbs
from stakeholders.texts import import_mails

TOPIC = "organisations"
OWN_PROFILE = NewsPart(_("You get this email because it is about your own profile."))
OWN_RIGHTS = NewsPart(_("You get this email because it is about what you may do in this city."))
KEEPER = NewsPart(_("You get this email because you keep this profile for someone else, or kept it, in %(city)s."))
MANAGERS = NewsPart(_("You get this email because you manage this organisation or are a director, in %(city)s."))
SIGNED_IN = NewsPart(_("You get this email because you have signed in to %(city)s in this way."))

ORGANISATION_KINDS = [
    news_kind(
        verbs.REPRESENTATIVE_ENDED,
        _("Go to the organisation"),
        TOPIC,
        then=_(
            "A seat of yours in a lab no longer counts for it, and you no longer edit its page. What you did for it stays."
        ),
        part=NewsPart(_("You get this email because you represented this organisation in %(city)s.")),
    ),
    news_kind(
        verbs.REPRESENTATIVE_LEFT,
        _("Go to the organisation"),
        TOPIC,
        then=_("The person’s seats in labs no longer count for the organisation’s sector. Someone else can be named."),
        part=MANAGERS,
    ),
    news_kind(
        verbs.REPRESENTATIVE_DECLINED,
        _("Go to the organisation"),
        TOPIC,
        then=_("A representative is an adult who has said so and accepts. Someone else can be asked."),
        part=MANAGERS,
    ),
    news_kind(
        verbs.ORGANISATION_RESTORED,
        _("Go to the organisation"),
        TOPIC,
        then=_("It is listed again. Who represented it when it was archived does so again."),
        part=NewsPart(
            _(
                "You get this email because you represent this organisation, work with it or are a director, in %(city)s."
            )
        ),
    ),
    news_kind(
        verbs.COMMITMENT_WITHDRAWN,
        _("Look at the commitment"),
        TOPIC,
        then=_("Nobody is reminded of it any more. What has arrived stays counted."),
        part=NewsPart(
            _("You get this email because you make commitments for this organisation or are a director, in %(city)s.")
        ),
    ),
    news_kind(
        verbs.SHEET_UNDONE,
        _("Look at the file"),
        TOPIC,
        then=_("Its page says line by line what could not be undone."),
        part=import_mails.UNDONE,
    ),
]
PEOPLE_KINDS = [
    news_kind(
        verbs.PERSON_HANDED_OVER,
        _("Go to the profile"),
        then=_("You enter things for this person from now on, until they take over their profile with a code."),
        part=KEEPER,
    ),
    news_kind(
        verbs.PERSON_CLAIMED,
        _("Go to my page"),
        then=_("They took it over with the code you gave them. You no longer enter things for them."),
        part=KEEPER,
    ),
    news_kind(
        verbs.PERSON_VERIFIED,
        _("Go to my page"),
        then=_("You can now take part where the team must have met you. Your page says who vouched for you."),
        part=OWN_RIGHTS,
    ),
    news_kind(
        verbs.VERIFICATION_TAKEN_BACK,
        _("Go to my page"),
        then=_("What you did stays. If this is a mistake, speak to the city’s team: they can vouch for you again."),
        part=OWN_RIGHTS,
    ),
    news_kind(
        verbs.PEOPLE_MERGED,
        _("Go to my page"),
        then=_(
            "What was entered under the other profile is yours now. If that was wrong, tell the director within 30 days."
        ),
        part=OWN_PROFILE,
    ),
    news_kind(
        verbs.MERGE_UNDONE,
        _("Go to my page"),
        then=_("What had come from the other profile is no longer yours."),
        part=OWN_PROFILE,
    ),
    *(
        news_kind(
            verb,
            _("Go to the city"),
            then=_("Your account stays as it is: on the sign-in page, type your email address and you get a link."),
            part=SIGNED_IN,
        )
        for verb in (verbs.SIGN_IN_SWITCHED_OFF, verbs.SIGN_IN_REMOVED)
    ),
]
