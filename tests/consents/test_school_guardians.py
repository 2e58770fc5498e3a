"""A school says who is guardian of one of its pupils: of those alone, of nobody who confirms themselves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from consents.actions import answer_guardian
from consents.actions.school_guardians import confirm_by_school
from consents.models import Consent, GuardianLink
from consents.texts.school_mails import guardian_vouched, ward_vouched
from educities.activity.models import Message, Notice
from educities.activity.texts.mail_kinds import Letter
from stakeholders.models import Profile
from stakeholders.models.organisations import Field
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import (
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db
MOTHER = "mother@example.org"


@pytest.fixture
def school(scope: Any) -> Any:
    return OrganisationFactory(field=Field.FORMAL)


@pytest.fixture
def teacher(school: Any) -> Any:
    """Speaks for the school."""
    return RepresentationFactory(organisation=school, profile=ProfileFactory(user=UserFactory())).profile.user


@pytest.fixture
def pupil(scope: Any, school: Any) -> Any:
    child = child_of(scope, display_name="Zebrafinch")
    CohortMemberFactory(profile=child, organisation=school, state="awaiting_consent")
    return child


def confirm(pupil: Any, school: Any, teacher: Any, email: str = MOTHER) -> GuardianLink:
    return confirm_by_school(pupil, school=school, actor=teacher, email=email, relation="guardian")


def test_the_adult_is_asked_and_answers_themselves(pupil: Any, school: Any, teacher: Any) -> None:
    link = confirm(pupil, school, teacher)
    assert (link.proof, link.state, link.relation) == ("school", "invited", "guardian")
    assert "consents.guardian_vouched" in verbs_of(link)
    assert not Consent.objects.filter(state="given").exists()
    mail = Message.objects.get(recipient=MOTHER)
    assert mail.payload["data"]["school"] == school.name
    assert "Zebrafinch" not in str(mail.payload)
    token = mail.payload["url"].rstrip("/").rsplit("/", 1)[1]
    answer_guardian(token, consents=YES, guardian_profile=ProfileFactory(user=UserFactory(email=MOTHER)))
    link.refresh_from_db()
    assert (link.proof, link.state) == ("school", "confirmed")


def test_the_child_and_its_other_guardian_read_so(pupil: Any, school: Any, teacher: Any) -> None:
    other = answered(pupil, YES, "father@example.org")
    confirm(pupil, school, teacher)
    told = dict(Notice.objects.filter(verb__endswith="_vouched").values_list("user_id", "verb"))
    assert told == {pupil.user_id: "consents.ward_vouched", other.account.pk: "consents.guardian_vouched"}
    ways = dict(Notice.objects.filter(verb__endswith="_vouched").values_list("user_id", "url"))
    assert ways[other.account.pk] == f"/c/bat-galim/wards/{other.pk}/"
    assert ways[pupil.user_id] == "/c/bat-galim/mine/#guardians"


def test_the_schools_word_is_read_as_it_is(pupil: Any, school: Any, teacher: Any) -> None:
    """Whom it named only where that adult has answered; what it changes; and no child's name in any of the mails."""
    answered(pupil, YES, "father@example.org")
    link = confirm(pupil, school, teacher)
    letter = Letter("consents.ward_vouched", {"school": school.name}, target_id=str(link.pk), city=pupil.city)
    mails = [guardian_vouched(letter), ward_vouched(letter)]
    assert all(MOTHER not in f"{mail.lead}{mail.body}" for mail in mails)
    assert "Until they answer, nothing changes" in mails[0].body[0]
    assert "told us the address of an adult" in mails[1].lead
    GuardianLink.objects.filter(pk=link.pk).update(
        state="confirmed", guardian=ProfileFactory(display_name="Ruth Mizrahi", user=UserFactory(email=MOTHER))
    )
    mails = [guardian_vouched(letter), ward_vouched(letter)]
    assert ["Ruth Mizrahi" in mail.lead for mail in mails] == [False, True]
    assert "has answered before" in mails[0].body[0]
    assert "stays as it was" in mails[1].body[0]
    assert all("Zebrafinch" not in f"{mail.subject}{mail.lead}{mail.body}" for mail in mails)


def test_who_was_asked_already_is_confirmed_without_a_further_mail(pupil: Any, school: Any, teacher: Any) -> None:
    asked(pupil)
    assert confirm(pupil, school, teacher).proof == "school"
    assert Message.objects.filter(recipient=MOTHER).count() == 1


def test_nobody_confirms_themselves(pupil: Any, school: Any, teacher: Any) -> None:
    assert refused(lambda: confirm(pupil, school, teacher, teacher.email.upper())) == "consents.own_confirmation"
    GuardianLink.objects.filter(pk=answered(pupil, YES).pk).update(guardian=teacher_profile(teacher))
    assert refused(lambda: confirm(pupil, school, teacher)) == "consents.own_confirmation"


def teacher_profile(teacher: Any) -> Any:
    return ProfileFactory._meta.model.objects.get(user=teacher)


def test_a_child_of_another_school_is_no_pupil(scope: Any, school: Any, teacher: Any) -> None:
    stranger = child_of(scope)
    CohortMemberFactory(profile=stranger, organisation=OrganisationFactory(field=Field.FORMAL))
    assert refused(lambda: confirm(stranger, school, teacher)) == "consents.other_school"


def test_an_organisation_that_is_no_school_confirms_nobody(scope: Any, teacher: Any) -> None:
    club = OrganisationFactory(field=Field.INFORMAL)
    child = child_of(scope)
    CohortMemberFactory(profile=child, organisation=club)
    assert refused(lambda: confirm(child, club, teacher)) == "consents.other_school"


def test_a_no_stays_one(pupil: Any, school: Any, teacher: Any) -> None:
    link, _token = asked(pupil)
    GuardianLink.objects.filter(pk=link.pk).update(state="refused")
    assert refused(lambda: confirm(pupil, school, teacher)) == "consents.guardian_said_no"


class TestPages:
    def test_a_representative_confirms_on_the_schools_page(
        self, pupil: Any, school: Any, teacher: Any, client: Client, sign_in: Any
    ) -> None:
        pupils = reverse("pupils", args=[school.city.slug, school.pk])
        form = reverse("confirm_guardian", args=[school.city.slug, school.pk, pupil.pk])
        sign_in(client, teacher)
        assert pupils in client.get(reverse("mine", args=[school.city.slug])).content.decode()
        page = client.get(pupils).content.decode()
        assert "Zebrafinch" in page and form in page
        assert client.post(form, {"email": MOTHER, "relation": "parent"}).status_code == 302
        page = client.get(pupils).content.decode()
        assert "through the school" in page and MOTHER not in page

    def test_of_the_schools_pupils_alone_and_for_nobody_else(
        self, scope: Any, pupil: Any, school: Any, teacher: Any, client: Client, sign_in: Any, director: Any
    ) -> None:
        other = child_of(scope)
        form = reverse("confirm_guardian", args=[school.city.slug, school.pk, other.pk])
        assert sign_in(client, teacher).get(form).status_code == 404
        pupils = reverse("pupils", args=[school.city.slug, school.pk])
        speaker = RepresentationFactory(profile=ProfileFactory(user=UserFactory())).profile
        for user in (director, speaker.user):
            assert sign_in(Client(), user).get(pupils).status_code == 403

    def test_as_many_queries_for_one_as_for_three(
        self, scope: Any, school: Any, teacher: Any, client: Client, sign_in: Any
    ) -> None:
        def add(count: int) -> None:
            for number in range(count):
                child = child_of(scope)
                answered(child, YES, f"adult-{count}-{number}@example.org")
                CohortMemberFactory(profile=child, organisation=school)

        sign_in(client, teacher)
        pupils = reverse("pupils", args=[school.city.slug, school.pk])
        assert_same_queries(lambda: client.get(pupils), add)


def test_no_relation_is_claimed_beforehand_and_the_language_is_chosen(
    pupil: Any, school: Any, teacher: Any, client: Client, sign_in: Any
) -> None:
    form = reverse("confirm_guardian", args=["bat-galim", school.pk, pupil.pk])
    page = sign_in(client, teacher).get(form).content.decode()
    assert '<option value="" selected>' in page
    assert client.post(form, {"email": MOTHER, "relation": "", "language": "ar"}).status_code == 422
    assert client.post(form, {"email": MOTHER, "relation": "parent", "language": "ar"}).status_code == 302
    assert Message.objects.get(recipient=MOTHER).payload["language"] == "ar"


def test_a_guardian_who_has_left_is_called_so_in_the_readers_language() -> None:
    left = Profile(display_name="מי שהשתתפו בעבר", left_at=timezone.now())
    assert left.shown_name == "former participant"
    with translation.override("ar"):
        assert left.shown_name == "مشارك/ة سابق/ة"
