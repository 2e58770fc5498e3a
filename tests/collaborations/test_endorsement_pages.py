import pytest
from django.urls import reverse

from collaborations.actions.endorsements import give_endorsement, keep_endorsement
from collaborations.models import Endorsement
from collaborations.queries.endorsements_mine import find_my_endorsements
from tests.collaborations.support import make_person
from tests.factories import AreaFactory, CohortFactory, CohortMemberFactory, EndorsementFactory
from tests.labs import ways
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def url(name, scope, *args):
    return reverse(name, args=[scope.slug, *args])


@pytest.fixture
def cohort(scope):
    return CohortFactory()


@pytest.fixture
def met(scope, cohort, noa, omar):
    return ways.held_session(
        cohort, [CohortMemberFactory(cohort=cohort, profile=one, state="active") for one in (noa, omar)]
    )


@pytest.fixture
def area(scope):
    return AreaFactory(label={"en": "Patience"}, parent=AreaFactory())


def test_from_the_session_to_the_other_persons_page(client, scope, met, noa, omar, area, sign_in):
    sign_in(client, noa.user, second_factor=False)
    page = url("endorse_after_session", scope, met.pk)
    assert page in client.get(met.get_absolute_url()).content.decode()
    assert "Omar" in client.get(page).content.decode()
    sent = client.post(page, {"receiver": omar.pk, "area": area.pk, "words_en": "You waited"}, follow=True)
    assert "Only Omar reads it" in sent.content.decode()
    row = Endorsement.objects.get()
    sign_in(client, omar.user, second_factor=False)
    assert "strength was seen in you" in client.get(url("mine", scope)).content.decode()
    assert "You waited" in client.get(url("endorsements", scope)).content.decode()
    client.post(url("keep_endorsement", scope, row.pk), {"visibility": "resident"})
    sign_in(client, make_person(scope).user, second_factor=False)
    shown = client.get(omar.get_absolute_url()).content.decode()
    assert "Seen by 1 person who was there too" in shown
    # Noa shows this reader nothing of herself.
    assert "Noa" not in shown
    sign_in(client, omar.user, second_factor=False)
    assert "Patience" in client.get(url("me", scope)).content.decode()


def test_to_keep_and_not_to_keep_weigh_the_same(client, scope, met, noa, omar, area, sign_in):
    row = give_endorsement(met, noa, omar, actor=noa.user, area=area)
    sign_in(client, omar.user, second_factor=False)
    line = (
        client.get(url("endorsements", scope)).content.decode().split("<strong>Patience</strong>")[1].split("</li>")[0]
    )
    assert "<details" not in line
    assert line.count('class="btn"') == 2
    client.post(url("leave_endorsement", scope, row.pk))
    row.refresh_from_db()
    assert row.state == "not_kept"


def test_a_page_names_those_whose_pages_the_reader_may_open(client, scope, met, noa, omar, area, director, sign_in):
    row = give_endorsement(met, noa, omar, actor=noa.user, area=area)
    keep_endorsement(row, actor=omar.user, visibility="resident")
    ways.StrengthClaimFactory(profile=noa, visibility="resident")
    sign_in(client, make_person(scope).user, second_factor=False)
    assert "there too: Noa" in client.get(omar.get_absolute_url()).content.decode()
    Endorsement.objects.update(visibility="me")
    assert "there too" not in client.get(omar.get_absolute_url()).content.decode()


def test_who_was_not_there_gets_no_list_of_people(client, scope, met, director, sign_in):
    for user, factor in ((make_person(scope).user, False), (director, True)):
        sign_in(client, user, second_factor=factor)
        assert client.get(url("endorse_after_session", scope, met.pk)).status_code == 403


def test_nobody_else_answers_or_withdraws(client, scope, met, noa, omar, area, director, sign_in):
    row = give_endorsement(met, noa, omar, actor=noa.user, area=area)
    for user, factor in ((noa.user, False), (director, True)):
        sign_in(client, user, second_factor=factor)
        assert client.post(url("keep_endorsement", scope, row.pk), {"visibility": "me"}).status_code == 403
        assert client.post(url("leave_endorsement", scope, row.pk)).status_code == 403
    sign_in(client, omar.user, second_factor=False)
    assert client.post(url("withdraw_endorsement", scope, row.pk)).status_code == 403


def test_to_the_giver_all_answers_look_alike(client, scope, met, noa, omar, sign_in):
    sign_in(client, noa.user, second_factor=False)
    pages = []
    for state in ("proposed", "not_kept", "kept"):
        Endorsement.objects.all().delete()
        area = AreaFactory(label={"en": "Patience"})
        row = give_endorsement(met, noa, omar, actor=noa.user, area=area)
        Endorsement.objects.filter(pk=row.pk).update(state=state)
        shown = client.get(url("endorsements", scope)).content.decode()
        pages.append(shown[shown.index("<main") :].replace(f"/{row.pk}/", "/1/"))
    assert pages[0] == pages[1] == pages[2]


def test_the_guide_reads_how_many_and_no_words(client, scope, cohort, met, noa, omar, area, facilitator, sign_in):
    give_endorsement(met, noa, omar, actor=noa.user, area=area, words={"en": "You waited"})
    sign_in(client, facilitator)
    shown = client.get(url("cohort_endorsements", scope, cohort.pk)).content.decode()
    assert "given: 1 · received: 0" in shown
    assert "given: 0 · received: 1" in shown
    assert "waited" not in shown
    assert "Patience" not in shown
    # What the guide can do for those who are missing, and where.
    assert "everyone who was there is asked by email and on the page of the session" in " ".join(shown.split())
    assert f'href="{url("sessions", scope, cohort.pk)}"' in shown


class TestCosts:
    def test_the_pages(self, client, scope, cohort, met, noa, omar, facilitator, sign_in):
        def add(n):
            for _number in range(n):
                row = EndorsementFactory(receiver=noa, giver=make_person(scope))
                keep_endorsement(row, actor=noa.user, visibility="resident")
                EndorsementFactory(receiver=noa, giver=row.giver)
                EndorsementFactory(receiver=row.giver, giver=noa)
                CohortMemberFactory(cohort=cohort, state="active")

        sign_in(client, noa.user, second_factor=False)
        assert_same_queries(lambda: client.get(url("endorsements", scope)), add)
        assert_same_queries(lambda: client.get(url("endorse_after_session", scope, met.pk)), add)
        assert_same_queries(lambda: find_my_endorsements(noa), add, most=1)
        assert_same_queries(lambda: client.get(url("me", scope)), add)
        sign_in(client, facilitator)
        assert_same_queries(lambda: client.get(url("cohort_endorsements", scope, cohort.pk)), add)
