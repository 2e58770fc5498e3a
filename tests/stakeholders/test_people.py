from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from rules import has_perm

from consents.actions import release_from_guardian
from consents.models import GuardianLink
from educities.activity.models import AuditEntry, Notice
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.visibility import LINES
from stakeholders.queries.visibility import find_levels, list_claims, list_fields
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import (
    AreaFactory,
    ChildFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    StrengthClaimFactory,
)

pytestmark = pytest.mark.django_db


def test_join_city_makes_one_profile_in_that_city(city, other_city, stranger):
    actions.join_city(stranger, city, "Salma", language="ar")
    actions.join_city(stranger, city, "Other name")
    with city_scope(city.pk):
        assert Profile.objects.get(user=stranger).display_name == "Salma"
        assert AuditEntry.objects.filter(verb="stakeholders.person_joined").count() == 1
    with city_scope(other_city.pk):
        assert not Profile.objects.filter(user=stranger).exists()


def test_profile_for_without_a_name_does_not_show_the_address(scope, stranger):
    assert actions.profile_for(stranger).display_name == "Resident"


def test_change_profile_records_lines_not_words(scope, resident):
    profile = Profile.objects.get(user=resident)
    actions.change_profile(profile, actor=resident, phone="03-555-1234", display_name="Noa")
    entry = AuditEntry.objects.get(verb="stakeholders.person_changed")
    assert entry.data == {"changed": ["phone"]}
    actions.change_profile(profile, actor=resident, phone="03-555-1234")
    assert AuditEntry.objects.filter(verb="stakeholders.person_changed").count() == 1


def test_claim_said_again_changes_its_line(scope, resident):
    profile, area = Profile.objects.get(user=resident), AreaFactory(code="music")
    actions.claim_area(profile, actor=resident, area=area, kind="strength", level=1)
    claim = actions.claim_area(profile, actor=resident, area=area, kind="strength", level=3, words="Choir")
    assert StrengthClaim.objects.get() == claim
    assert (claim.level, claim.words, claim.visibility) == (3, "Choir", "team")
    assert AuditEntry.objects.filter(verb="stakeholders.claim_made").first().data == {
        "area": "music",
        "kind": "strength",
    }


def test_claims_of_person_organisation_and_city_stand_apart(scope, director):
    area = AreaFactory()
    for holder in (Profile.objects.get(user=director), OrganisationFactory(), None):
        actions.claim_area(holder, actor=director, area=area, kind="growth")
    assert StrengthClaim.objects.count() == 3


def test_remove_claim(scope, resident):
    claim = StrengthClaimFactory(profile=Profile.objects.get(user=resident))
    actions.remove_claim(claim, actor=resident)
    assert not StrengthClaim.objects.exists()
    assert AuditEntry.objects.filter(verb="stakeholders.claim_removed").exists()


def visible_claims(reader, profile):
    return list_claims(find_levels(reader, profile), profile)


def visible_fields(reader, profile):
    return list_fields(find_levels(reader, profile), profile)


def test_growth_is_seen_by_the_team_not_by_the_director(scope, director, facilitator, resident):
    profile = Profile.objects.get(user=resident)
    mine = StrengthClaimFactory(profile=profile, kind="growth", visibility="me")
    team = StrengthClaimFactory(profile=profile, kind="growth")
    everybody = StrengthClaimFactory(profile=profile, visibility="city")
    assert set(visible_claims(resident, profile)) == {mine, team, everybody}
    assert set(visible_claims(facilitator, profile)) == {team, everybody}
    assert visible_claims(director, profile) == [everybody]


def test_the_words_for_the_team_name_everybody_who_sees_it(scope, resident):
    profile = Profile.objects.get(user=resident)
    claim = StrengthClaimFactory(profile=profile, kind="growth", visibility="team")
    of_another_lab = MembershipFactory(city=scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk).user
    assert visible_claims(of_another_lab, profile) == [claim]
    assert claim.get_visibility_display() == "the facilitators in the city"


def test_phone_is_seen_as_the_person_says(scope, director, facilitator, resident):
    profile = Profile.objects.get(user=resident)
    profile.phone, profile.legal_name = "03-555-1234", "Noa Cohen"
    assert visible_fields(facilitator, profile) == {"phone": "03-555-1234"}
    assert visible_fields(director, profile) == {}
    profile.visibilities = {"phone": "city", "legal_name": "team"}
    assert visible_fields(director, profile) == {"phone": "03-555-1234"}
    assert set(visible_fields(facilitator, profile)) == {"phone", "legal_name"}


def test_person_without_account_is_not_the_anonymous_reader(scope):
    keeper = ProfileFactory()
    kept = ProfileFactory(managed_by=keeper)
    claim, one = StrengthClaimFactory(profile=keeper), RepresentationFactory(profile=keeper)
    nobody = AnonymousUser()
    for permission, row in (
        ("stakeholders.view_profile", kept),
        ("stakeholders.change_profile", keeper),
        ("stakeholders.change_strengthclaim", claim),
        ("stakeholders.accept_representation", one),
    ):
        assert not has_perm(permission, nobody, row)
    assert visible_fields(nobody, kept) == {}


def test_child_is_seen_by_nobody_of_the_staff(scope, director, facilitator, operator):
    child = ChildFactory(phone="03-555-1234", neighbourhood="North")
    for reader in (director, facilitator, operator):
        assert not reader.has_perm("stakeholders.view_profile", child)
        assert visible_fields(reader, child) == {}


def test_child_is_seen_by_the_guardian_and_who_keeps_the_profile(scope, resident, stranger, facilitator):
    guardian = Profile.objects.get(user=resident)
    child = ChildFactory()
    link = GuardianLink.objects.create(
        minor=child, guardian=guardian, guardian_email=resident.email, expires_at=datetime(2030, 1, 1, tzinfo=UTC)
    )
    assert not resident.has_perm("stakeholders.view_profile", child)
    link.move("confirmed")
    assert resident.has_perm("stakeholders.view_profile", child)
    assert not stranger.has_perm("stakeholders.view_profile", child)
    kept = ChildFactory(managed_by=Profile.objects.get(user=facilitator))
    assert facilitator.has_perm("stakeholders.change_profile", kept)
    # Nobody keeps a child who neither works for the city nor answers for it.
    kept = ChildFactory(managed_by=guardian)
    assert not resident.has_perm("stakeholders.change_profile", kept)
    Profile.objects.filter(pk=child.pk).update(managed_by=guardian)
    assert resident.has_perm("stakeholders.change_profile", Profile.objects.get(pk=child.pk))


def test_a_guardian_is_not_told_that_something_is_hidden(scope, resident, client, sign_in):
    child = child_of(scope)
    link = answered(child, YES)
    path = child.get_absolute_url()
    sign_in(client, link.guardian.user)
    page = client.get(path).content.decode()
    assert "Nothing added yet." in page
    assert "No strengths or growth areas are shown here." not in page


def test_person_without_account(scope, facilitator):
    keeper = Profile.objects.get(user=facilitator)
    person = actions.add_person(display_name="Grandmother Sara", actor=facilitator, managed_by=keeper)
    assert (person.user_id, person.managed_by, person.is_placeholder) == (None, keeper, False)
    assert ProfileFactory().user_id is None


class TestOfMinors:
    @pytest.fixture
    def me(self, scope, client, sign_in):
        child = child_of(scope, display_name="Lior", visibilities={"story": "city"})
        answered(child, YES)
        sign_in(client, child.user)
        return child

    def test_no_full_name_no_phone_and_nobody_to_show_it_to(self, client, me):
        address = f"/c/bat-galim/people/{me.pk}/change/"
        page = client.get(address)
        shown = {field.name for field in page.context["form"].visible_fields()}
        assert shown == {"display_name", "pronoun", "neighbourhood", "language", "story", "wish", "offer"}
        assert "Only you and the adults responsible for you" in page.content.decode()
        client.post(
            address, {"display_name": "Lior", "language": "en", "phone": "050", "legal_name": "L", "pronoun": "he"}
        )
        me.refresh_from_db()
        assert (me.pronoun, me.phone, me.legal_name, me.visibilities) == ("he", "", "", {"story": "city"})

    def test_a_strength_is_seen_by_the_minor_alone(self, client, me):
        address = f"/c/bat-galim/people/{me.pk}/strengths/"
        assert "visibility" not in client.get(address).context["form"].fields
        client.post(
            address,
            {"kind": "strength", "area": AreaFactory(parent=AreaFactory()).pk, "level": 1, "visibility": "city"},
        )
        assert StrengthClaim.objects.get().visibility == "me"

    def test_a_child_that_waits_is_told_so_before_it_writes(self, scope, client, sign_in):
        child = child_of(scope)
        asked(child)
        sign_in(client, child.user)
        page = client.get(f"/c/bat-galim/people/{child.pk}/change/", follow=True)
        assert "We emailed" in page.content.decode()

    def test_a_grown_up_begins_with_a_profile_that_nobody_sees(self, scope, facilitator):
        youth = child_of(
            scope, age_band="youth", needs_guardian=False, next_band_month=date(2026, 1, 1), story={"en": "I am Lior"}
        )
        StrengthClaimFactory(profile=youth, visibility="city")
        assert release_from_guardian(youth, today=date(2026, 2, 1))
        youth.refresh_from_db()
        assert youth.visibilities == dict.fromkeys(LINES, "me")
        assert visible_fields(facilitator, youth) == {}
        assert visible_claims(facilitator, youth) == []
        assert Notice.objects.filter(user=youth.user, verb="stakeholders.grew_up").count() == 1
