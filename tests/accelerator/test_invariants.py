"""Invariants 48 and 49 of the domain, by name (docs/invariants.md)."""

import jwt
import pytest
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from accelerator.actions import credentials, portfolio
from accelerator.actions.leaving import leave_accelerators
from accelerator.models import Credential, SigningKey
from accelerator.queries.credential_links import build_holder_url
from reports.renderers.credential import render_credential
from tests.accelerator.support import begin_project, hold, make_pair, make_teacher, observe, report
from tests.factories import AcceleratorFactory, CredentialFactory, EnrolmentFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(scope):
    """An intake in its last term."""
    return AcceleratorFactory(day=-600)


def make_ready(over, teacher, *, first=10, second=10, reported=True, observed=2):
    """A teacher in the second year with everything, but for what is given otherwise."""
    row = EnrolmentFactory(accelerator=over, profile=teacher, state="year1_done")
    hold(over, 1, 10, teacher, at=first)
    hold(over, 2, 10, teacher, at=second)
    project = begin_project(row)
    if reported:
        report(project)
    for number in range(1, observed + 1):
        other = EnrolmentFactory(accelerator=over, profile=make_teacher(over.city), state="year1_done")
        seen = observe(make_pair(other, row, number=number))
        portfolio.answer_observation(seen, actor=teacher.user, sentence={"en": "Yes"})
    return row


class TestInvariant48:
    """Graduated: at least 80 % presence in each year, the project reported, two observations."""

    def test_invariant_48_who_has_everything_graduates_with_a_credential(self, over, rana, director):
        row = make_ready(over, rana, first=8, second=8)
        assert credentials.graduate_teachers(over, [row], actor=director) == 1
        assert (fresh(row).state, Credential.objects.get().enrolment_id) == ("graduated", row.pk)
        assert Credential.objects.get().hours == 32

    @pytest.mark.parametrize(
        "lacks", [{"first": 7}, {"second": 7}, {"reported": False}, {"observed": 1}], ids=lambda lack: next(iter(lack))
    )
    def test_invariant_48_without_any_one_of_them_nobody_of_those_chosen_graduates(self, over, rana, director, lacks):
        row = make_ready(over, rana, **lacks)
        assert (
            refused(lambda: credentials.graduate_teachers(over, [row], actor=director)) == "accelerator.not_graduated"
        )
        assert fresh(row).state == "year1_done"
        assert not Credential.objects.exists()

    def test_invariant_48_nobody_graduates_from_the_first_year(self, over, rana, director):
        row = make_ready(over, rana)
        type(row).objects.filter(pk=row.pk).update(state="enrolled")
        assert credentials.graduate_teachers(over, [row], actor=director) == 0

    def test_invariant_48_the_director_graduates_many_at_once_on_a_page(
        self, client, scope, over, rana, director, sign_in
    ):
        row = make_ready(over, rana)
        sign_in(client, director)
        url = reverse("graduate_teachers", args=[scope.slug, over.pk])
        assert [number for number, _name in client.get(url).context["form"].fields["chosen"].choices] == [str(row.pk)]
        client.post(url, {"chosen": [row.pk]})
        assert fresh(row).state == "graduated"


class TestInvariant49:
    """A number is unique for ever; revoked stays visible as revoked."""

    def test_invariant_49_a_number_is_given_once(self, scope):
        one = CredentialFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CredentialFactory(number=one.number)

    @pytest.mark.parametrize("change", [{"number": "AAAA-BBBB-CCCC"}, {"state": "valid", "revoked_on": None}])
    def test_invariant_49_no_number_changes_and_none_is_valid_again(self, scope, director, change):
        row = credentials.revoke_credential(CredentialFactory(), actor=director, reason="By mistake")
        with pytest.raises(Error), transaction.atomic():
            Credential.objects.filter(pk=row.pk).update(**change)

    def test_invariant_49_none_is_deleted_not_even_with_its_person(self, scope, rana, director):
        row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
        leave_accelerators(rana, keep_texts=False)
        assert Credential.objects.filter(number=row.number).exists()
        with pytest.raises(Error), transaction.atomic():
            row.delete()

    def test_invariant_49_the_page_says_for_ever_that_it_was_revoked_and_names_nobody(
        self, client, scope, rana, director
    ):
        row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
        shown = build_holder_url(row)
        credentials.revoke_credential(row, actor=director, reason="The hours were invented")
        page = client.get(row.get_absolute_url()).content.decode()
        assert "revoked on" in page
        assert "Rana" not in page
        assert "invented" not in page
        assert "Rana" in client.get(shown).content.decode()
        revoked = client.get(reverse("credential_revocations", args=[scope.slug])).json()
        assert [one["id"].endswith(f"{row.number}/") for one in revoked["revokedCredential"]] == [True]


class TestCredential:
    def test_a_library_that_is_not_ours_checks_it_by_the_published_key(self, client, scope, rana):
        row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
        token = credentials.sign_credential(row, "he")
        keys = client.get(reverse("credential_issuer", args=[scope.slug])).json()["keys"]
        key = jwt.PyJWK(next(one for one in keys if one["kid"] == jwt.get_unverified_header(token)["kid"]))
        claims = jwt.decode(token, key, algorithms=["EdDSA"])
        assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
        assert claims["credentialSubject"]["licenseNumber"] == row.number
        assert "Rana" not in str(claims)
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(token[:-4] + "AAAA", key, algorithms=["EdDSA"])

    def test_a_key_that_cannot_be_opened_any_more_still_checks_what_it_signed(self, scope, settings):
        row = CredentialFactory()
        before = credentials.sign_credential(row, "en")
        settings.SECRET_KEY = "another" * 10
        after = credentials.sign_credential(row, "en")
        assert before != after
        old, new = SigningKey.objects.order_by("pk")
        for token, key in ((before, old), (after, new)):
            assert jwt.get_unverified_header(token)["kid"] == key.name

    def test_another_link_ends_the_one_before(self, client, scope, rana, sign_in):
        row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
        link = build_holder_url(row)
        sign_in(client, rana.user, second_factor=False)
        assert client.get(row.get_absolute_url()).status_code == 200
        assert client.get(reverse("held_credential", args=[scope.slug, row.pk])).status_code == 200
        client.post(reverse("change_credential_link", args=[scope.slug, row.pk]))
        assert client.get(link).status_code == 410
        badge = client.post(reverse("take_badge", args=[scope.slug, row.pk]))
        assert badge["Content-Type"] == "application/vc+jwt"

    @pytest.mark.parametrize("language", ["en", "he", "ar"])
    def test_the_holder_prints_it(self, scope, rana, language):
        row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
        with override(language):
            assert render_credential(row).startswith(b"%PDF")
