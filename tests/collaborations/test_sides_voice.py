"""Nobody is promised an answer of an organisation for which nobody speaks."""

from copy import deepcopy

import pytest
from django.urls import reverse

from collaborations.actions.proposals import extend_collaboration, propose_collaboration
from collaborations.actions.sides import Group
from collaborations.forms.sides import AskedOrganisationsField
from collaborations.models import Collaboration
from educities.kit.errors import DomainError
from tests.collaborations.support import WORDS, make_person, propose
from tests.factories import OrganisationFactory, RepresentationFactory
from tests.factories.days import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(scope):
    """One that the city has verified, and which nobody represents yet: one was asked to, and one does no more."""
    organisation = OrganisationFactory(name={"en": "The quiet house"})
    RepresentationFactory(organisation=organisation, accepted_at=None)
    RepresentationFactory(organisation=organisation, starts_on=in_days(-9), ends_on=in_days(-2))
    return organisation


def refusal(act):
    with pytest.raises(DomainError) as raised:
        act()
    return raised.value.code


def test_nobody_proposes_to_it(noa, silent):
    assert refusal(lambda: propose(noa, silent)) == "collaborations.nobody_speaks"


def test_the_office_does_not_ask_it_among_others(noa, omar, silent, director):
    ask = lambda: propose_collaboration([noa, omar, silent], actor=director, **WORDS)  # noqa: E731
    assert refusal(ask) == "collaborations.nobody_speaks"


def test_what_works_is_not_taken_further_to_it(agreed, noa, silent):
    Collaboration.objects.filter(pk=agreed.pk).update(state="active")
    agreed.refresh_from_db()
    further = {"title": WORDS["title"], "purpose": WORDS["purpose"]}
    ask = lambda: extend_collaboration(agreed, [silent], actor=noa.user, own=noa, **further)  # noqa: E731
    assert refusal(ask) == "collaborations.nobody_speaks"


def test_a_class_of_it_is_asked_only_through_an_adult_who_leads_it(scope, noa, silent):
    assert refusal(lambda: propose(noa, Group(silent, "4b"))) == "collaborations.nobody_speaks"
    row = propose(noa, Group(silent, "4b", 28, make_person(scope)))
    assert row.parties.filter(group_name="4b").exists()


def test_an_account_that_was_closed_answers_nothing(noa, scope):
    speaker = RepresentationFactory(profile=make_person(scope))
    speaker.profile.user.is_active = False
    speaker.profile.user.save()
    assert refusal(lambda: propose(noa, speaker.organisation)) == "collaborations.nobody_speaks"


def test_the_form_to_it_says_so_before_anything_is_typed(client, scope, noa, silent, sign_in):
    sign_in(client, noa.user, second_factor=False)
    address = reverse("propose_to_organisation", args=[scope.slug, silent.pk])
    said = client.get(address, follow=True).content.decode()
    assert "Nobody represents The quiet house yet" in said
    assert 'name="title_en"' not in said


def test_who_chooses_reads_it_beside_the_name(silent, scope):
    spoken_for = RepresentationFactory(profile=make_person(scope)).organisation
    said = {value.value: label for value, label in deepcopy(AskedOrganisationsField()).choices}
    assert said[silent.pk] == "The quiet house · nobody represents it yet"
    assert said[spoken_for.pk] == str(spoken_for)
