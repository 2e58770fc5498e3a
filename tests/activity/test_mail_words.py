"""Every mail says who, what, why, what to do and by when, in three languages, and looks right wherever it is read."""

import re
import unicodedata
from email.header import decode_header, make_header
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.utils.translation import override

from educities.activity.texts.mail_kinds import MAIL_KINDS, SUBJECT_LENGTH, Mail, has_empty_quote, quote_words
from educities.activity.texts.mails import RenderedMail, as_mail, render_mail
from educities.activity.values import VERBS
from tests.mail_samples import CHILD_NAME, LANGUAGES, Samples, mailed_kinds

pytestmark = pytest.mark.django_db
# Sign-in, a child and its guardians, a decision with a way to answer it, roles: nobody stops these.
ALWAYS = {
    "cities.city_moved",
    "cities.city_restored",
    "cities.emergency_opened",
    "cities.emergency_closed",
    "cities.deputy_began",
    "cities.principal_informed",
    "cities.director_invited",
    "cities.role_granted",
    "cities.role_days_changed",
    "cities.role_reminded",
    "cities.role_ended",
    "stakeholders.grew_up",
    "challenges.confirm_act",
    "challenges.confirm_alert",
    "challenges.idea_hidden",
    "challenges.idea_kept_back",
    "challenges.idea_rested",
    "challenges.photo_refused",
    *(f"consents.{verb}" for verb in ("guardian_invited", "guardian_confirmed", "guardian_mistaken", "child_asks")),
    *(f"consents.{verb}" for verb in ("consents_changed", "came_of_age", "child_closed", "child_opened")),
    *(f"consents.ward_{verb}" for verb in ("consents_changed", "answered", "erased")),
    *(f"consents.{verb}" for verb in ("renewal_asked", "ward_renewal_awaited", "own_renewal_asked", "entered_for_you")),
    *(f"consents.{verb}" for verb in ("entry_corrected", "entered_address_wrong")),
    *(f"consents.{verb}" for verb in ("city_left", "account_erased", "duty_freed")),
    # To a head of school without an account, who is asked once.
    "accelerator.head_asked",
    *(f"journeys.trip_{verb}" for verb in ("consent_asked", "refused", "not_ready", "called_off", "taken_back")),
    *(f"journeys.trip_{verb}" for verb in ("listed", "replanned", "child_removed", "form_entered", "yes_ended")),
    "journeys.own_trip_unanswered",
    "journeys.own_trip_refused",
    *(f"journeys.traveller_{verb}" for verb in ("removed", "rested", "resumed")),
    # To the directors, for somebody who waits for them at every page.
    "consents.adult_part_held",
    "consents.guardian_found",
    "consents.guardian_vouched",
    "consents.ward_vouched",
    "consents.guardian_ended",
    "consents.guardian_gone",
    "consents.guardian_reminded",
    "challenges.idea_shown_again",
    "challenges.objection_answered",
    # Whose profile one keeps, or no longer; what became one's own under a name, with days in which it is put right.
    *(f"stakeholders.person_{verb}" for verb in ("handed_over", "claimed")),
    # What one may do here changes.
    "stakeholders.person_verified",
    "stakeholders.verification_taken_back",
    *(f"stakeholders.sign_in_{verb}" for verb in ("switched_off", "removed")),
    *(f"stakeholders.{verb}" for verb in ("people_merged", "merge_undone")),
    # Who keeps one's child's profile, or that one keeps a profile no longer.
    *(f"consents.{verb}" for verb in ("ward_handed_over", "kept_erased")),
}
LETTERS = {"en": "LATIN", "he": "HEBREW", "ar": "ARABIC"}
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
LARGEST = 20_000


class Sent(NamedTuple):
    """A mail as it is tested: its kind, its language, its words and what came of them."""

    code: str
    language: str
    words: Mail
    drawn: RenderedMail


@pytest.fixture
def samples(scope: Any) -> Samples:
    scope.name = {"en": "Harbour City", "he": "עיר הנמל", "ar": "مدينة الميناء"}
    scope.contact_email = "office@harbour.example"
    scope.save()
    return Samples(scope)


# Every mail, drawn once for all tests of this file: they only read it.
SENT: list[Sent] = []


@pytest.fixture
def sent(request: pytest.FixtureRequest) -> list[Sent]:
    if not SENT:
        samples = request.getfixturevalue("samples")
        # All of them or none: half a list, where one mail failed, would fail every other test as well.
        SENT[:] = [
            Sent(kind.code, language, samples.words(kind, language), samples.render(kind, language))
            for kind in mailed_kinds()
            for language in LANGUAGES
        ]
    return SENT


def wrong(sent: list[Sent], is_wrong: Any) -> list[tuple[str, str]]:
    return [(mail.code, mail.language) for mail in sent if is_wrong(mail)]


def first_strong_letter(text: str) -> str:
    return next((unicodedata.name(letter) for letter in text if letter.isalpha()), "")


def visible(text: str) -> str:
    """The words of a text, without marks of direction and runs of blanks."""
    return " ".join(text.translate({0x2068: None, 0x2069: None, 0x200F: None}).split())


def test_every_kind_says_what_why_and_what_to_do(sent: list[Sent]) -> None:
    assert wrong(sent, lambda mail: not (mail.words.heading and mail.words.lead and mail.words.why)) == []
    assert wrong(sent, lambda mail: not (mail.words.button[0] and mail.words.button[1])) == []
    assert wrong(sent, lambda mail: mail.words.button[0] in {"Open", "פתיחה", "לפתוח", "فتح"}) == []
    assert wrong(sent, lambda mail: not mail.words.preview) == []


def test_no_mail_quotes_nothing(sent: list[Sent]) -> None:
    assert wrong(sent, lambda mail: mail.drawn.has_gap) == []


@pytest.mark.parametrize(("language", "words"), [("en", "“”"), ("he", "״״"), ("ar", "«»")])
def test_what_quotes_nothing_has_a_gap_and_typed_marks_are_none(language: str, words: str) -> None:
    with override(language):
        quoted = {text: Mail("", "", quote_words(text), ("", ""), "") for text in ("", " ", words)}
    assert [has_empty_quote(mail) for mail in quoted.values()] == [True, True, False]


def test_no_mail_is_only_its_subject(sent: list[Sent]) -> None:
    def is_bare(mail: Sent) -> bool:
        words = mail.words
        return visible(words.lead) == visible(words.subject) or not (words.body or words.facts or words.until)

    assert wrong(sent, is_bare) == []


def test_a_subject_is_short_and_begins_in_the_readers_script(sent: list[Sent]) -> None:
    assert wrong(sent, lambda mail: len(visible(mail.drawn.subject)) > SUBJECT_LENGTH) == []
    scripts = wrong(sent, lambda mail: LETTERS[mail.language] not in first_strong_letter(mail.drawn.subject))
    assert scripts == []
    assert wrong(sent, lambda mail: mail.drawn.subject.startswith("\u200f") is (mail.language == "en")) == []


def test_the_text_part_holds_every_fact_and_address_of_the_html_part(sent: list[Sent]) -> None:
    def lacks(mail: Sent) -> bool:
        text = visible(mail.drawn.text)
        facts = [line for _label, value in mail.words.facts for line in ([value] if isinstance(value, str) else value)]
        addresses = {unescape(found) for found in ADDRESS.findall(mail.drawn.html)}
        return not all(visible(fact) in text for fact in facts) or not all(one in text for one in addresses)

    assert wrong(sent, lacks) == []


def test_the_html_part_is_small_fluid_and_without_pictures(sent: list[Sent]) -> None:
    ghost = re.compile(r"<!--\[if mso\]>.*?<!\[endif\]-->", re.DOTALL)
    assert wrong(sent, lambda mail: len(mail.drawn.html.encode()) > LARGEST) == []
    assert wrong(sent, lambda mail: "<img" in mail.drawn.html) == []
    widths = re.compile(r"[^-]width[=:]\"?(\d+)(?!\d*%)")
    too_wide = wrong(sent, lambda mail: any(int(n) > 320 for n in widths.findall(ghost.sub("", mail.drawn.html))))
    assert too_wide == []


def test_direction_stays_when_head_and_body_are_stripped(sent: list[Sent]) -> None:
    """Some mail programs drop `html`, `body` and the style block: what is inside carries its own direction."""

    def is_lost(mail: Sent) -> bool:
        inside = mail.drawn.html.partition("<body")[2].partition(">")[2]
        direction = "ltr" if mail.language == "en" else "rtl"
        blocks = re.findall(r"<(?:p|h1|div lang)[^>]*>", inside)
        return not blocks or any(f'dir="{direction}"' not in block for block in blocks)

    assert wrong(sent, is_lost) == []


def test_all_but_what_must_be_known_can_be_stopped(samples: Samples, sent: list[Sent]) -> None:
    cannot = {mail.code for mail in sent if not mail.drawn.stop_url}
    assert cannot == ALWAYS
    message = samples.message(MAIL_KINDS["meetings.session_scheduled"], "en")
    headers = as_mail(message, samples.render(MAIL_KINDS["meetings.session_scheduled"], "en")).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert headers["List-Id"].startswith(f"<sessions.{samples.city.slug}.")


def test_the_head_names_the_city_and_who_reads_replies(samples: Samples) -> None:
    kind = MAIL_KINDS["labs.member_invited"]
    letter = as_mail(samples.message(kind, "he"), samples.render(kind, "he"))
    assert str(make_header(decode_header(letter.message()["From"]))).startswith("עיר הנמל <")
    assert letter.reply_to == ["office@harbour.example"]
    assert letter.extra_headers["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert letter.extra_headers["Message-ID"].endswith("@127.0.0.1>")


def test_without_an_office_address_the_mail_says_that_replies_are_not_read(samples: Samples) -> None:
    samples.city.contact_email = ""
    words = samples.words(MAIL_KINDS["labs.member_invited"], "en")
    assert words.other == "Replies to this email are not read."


def test_no_mail_about_a_child_holds_its_name(sent: list[Sent]) -> None:
    about = [mail for mail in sent if mail.code.startswith("consents.")]
    assert len(about) == 29 * len(LANGUAGES)
    assert wrong(about, lambda mail: CHILD_NAME in mail.drawn.html + mail.drawn.text + mail.drawn.subject) == []


def test_every_verb_that_speaks_to_a_person_has_words_or_is_counted_weekly() -> None:
    """A verb with a subject of its own is read by whom it concerns."""
    addressed = {verb.code for verb in VERBS if verb.subject}
    assert addressed - {kind.code for kind in MAIL_KINDS} == set()


def test_users_words_keep_their_direction_and_cannot_become_markup(samples: Samples) -> None:
    kind = MAIL_KINDS["meetings.session_moved"]
    message = samples.message(kind, "en")
    message.payload["data"]["reason"] = "<b>אני</b>\u2069"
    html = render_mail(message).html
    assert '<span dir="auto">&lt;b&gt;אני&lt;/b&gt;</span>' in html


def test_hebrew_writes_its_short_words_together_with_a_day_of_the_week(sent: list[Sent]) -> None:
    assert wrong(sent, lambda mail: re.search("[בלמ]־יום", visible(mail.drawn.subject + mail.drawn.text))) == []


@pytest.mark.parametrize(
    ("kind", "language", "line"),
    [
        ("journeys.expedition_planned", "he", "מיום שבת, 10 בינואר עד יום ראשון, 11 בינואר 2026"),
        ("journeys.expedition_planned", "ar", "من السبت، 10 يناير إلى الأحد، 11 يناير 2026"),
        ("meetings.session_changed", "ar", "المكان، النهاية"),
    ],
)
def test_days_are_days_and_a_name_is_no_verb(samples: Samples, kind: str, language: str, line: str) -> None:
    (found,) = [one for one in mailed_kinds() if one.code == kind]
    assert line in samples.render(found, language).text
