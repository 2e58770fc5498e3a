"""Invariants 5 and 18 of the domain, by name, for collaborations (docs/invariants.md)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from collaborations.actions import course
from collaborations.actions.proposals import agree_to_collaboration
from collaborations.models import Collaboration, Party
from collaborations.queries.choices import find_askable_people
from educities.accounts.actions.addresses import mark_minor
from educities.kit.errors import DomainError
from stakeholders.models import AgeBand
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import StrengthClaimFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("band", [AgeBand.CHILD, AgeBand.YOUTH])
class TestInvariant5:
    """No adult and child are brought together, on either side of a collaboration."""

    def test_invariant_5_nobody_under_18_is_a_side_whoever_asks(self, scope, noa, band):
        child = make_person(scope, age_band=band)
        for own, other in ((noa, child), (child, noa)):
            assert refused(lambda own=own, other=other: propose(own, other)) == "collaborations.no_adult"
        side = propose(noa, make_person(scope)).parties.last()
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=side.pk).update(profile=child)

    def test_invariant_5_no_search_of_a_proposal_finds_a_child(self, scope, noa, director, band):
        child = make_person(scope, age_band=band, display_name="Lior")
        StrengthClaimFactory(profile=child, visibility="public")
        for user in (noa.user, director):
            assert child not in find_askable_people(fresh(user), scope)

    def test_invariant_5_a_child_opens_none_of_its_pages(self, client, scope, noa, omar, sign_in, band):
        row = propose(noa, omar)
        child = make_person(scope, age_band=band)
        mark_minor(child.user, is_minor=True)
        sign_in(client, child.user, second_factor=False)
        for address in (
            row.get_absolute_url(),
            reverse("my_collaborations", args=[scope.slug]),
            reverse("propose_to_others", args=[scope.slug]),
            reverse("propose_to_person", args=[scope.slug, noa.pk]),
        ):
            assert client.get(address).status_code in {302, 403, 404}


class TestInvariant18:
    """At least two different sides, each of which has agreed before it is under way."""

    def test_invariant_18_nothing_begins_before_every_side_has_agreed(self, noa, omar, scope):
        row = propose(noa, omar, make_person(scope))
        for side in row.parties.filter(state="asked").select_related("profile"):
            with pytest.raises(DomainError), transaction.atomic():
                course.begin_collaboration(row, actor=noa.user)
            row.refresh_from_db()
            assert row.state == "proposed"
            agree_to_collaboration(side, actor=side.profile.user)
        row.refresh_from_db()
        course.begin_collaboration(row, actor=noa.user)
        assert row.state == "active"

    def test_invariant_18_one_side_twice_is_one(self, noa, omar):
        row = agree_all(propose(noa, omar, omar, noa))
        assert row.parties.count() == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.create(collaboration=row, profile=omar)

    def test_invariant_18_alone_nobody_goes_on(self, noa):
        assert refused(lambda: propose(noa)) == "collaborations.one_side"
        assert not Collaboration.objects.exists()
