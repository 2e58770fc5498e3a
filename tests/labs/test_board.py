import pytest
from django.urls import reverse
from django.utils import timezone

from labs.actions import overrides
from labs.models import Cohort
from tests.factories import CohortFactory, LabFactory, MembershipFactory, SessionFactory, UserFactory, in_days
from tests.labs import ways
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(scope):
    return reverse("board", args=[scope.slug])


def cards(client, url):
    return {card["cohort"].pk: card for column in client.get(url).context["columns"] for card in column["cards"]}


class TestBoard:
    def test_an_empty_board_says_what_to_do(self, client, url, director, sign_in):
        sign_in(client, director)
        assert reverse("labs", args=[director.memberships.get().city.slug]) in client.get(url).content.decode()

    def test_a_cut_without_cohorts_leads_back_to_all(self, client, url, director, sign_in):
        CohortFactory(stage=3)
        sign_in(client, director)
        page = client.get(url, {"show": "ready"}).content.decode()
        assert ("No cohort like this is on its way." in page, f'href="{url}">Show all' in page) == (True, True)

    def test_each_cohort_stands_in_the_column_of_its_stage(self, client, url, director, sign_in):
        made = [CohortFactory(stage=stage) for stage in (1, 2, 3, 4)]
        CohortFactory(state="completed")
        CohortFactory(state="cancelled")
        sign_in(client, director)
        columns = client.get(url).context["columns"]
        assert [[card["cohort"] for card in column["cards"]] for column in columns] == [[one] for one in made]

    def test_a_card_says_what_is_missing_first_and_how_much_more(self, client, url, director, sign_in):
        cohort = CohortFactory(stage=3)
        sign_in(client, director)
        card = cards(client, url)[cohort.pk]
        assert (card["missing"]["code"], card["further"], card["is_ready"]) == ("G31", 3, False)
        assert card["missing"]["url"] == reverse("cohort_model", args=[cohort.city.slug, cohort.pk])
        ways.open_third(cohort)
        card = cards(client, url)[cohort.pk]
        assert (card["missing"], card["is_ready"]) == (None, True)

    @pytest.mark.parametrize("state", ["planned", "recruiting", "suspended"])
    def test_a_cohort_that_does_not_run_is_asked_for_nothing(self, client, url, director, sign_in, state):
        cohort = CohortFactory(state=state)
        sign_in(client, director)
        card = cards(client, url)[cohort.pk]
        assert (card["missing"], card["further"], card["is_ready"], card["ahead"]) == (None, 0, False, None)

    def test_the_next_session_is_the_first_to_come(self, client, url, director, sign_in):
        cohort = CohortFactory()
        SessionFactory(cohort=cohort, starts_at=timezone.now() - timezone.timedelta(days=3))
        late, soon = (
            SessionFactory(cohort=cohort, starts_at=timezone.now() + timezone.timedelta(days=days)) for days in (9, 2)
        )
        SessionFactory(cohort=cohort, state="draft", starts_at=timezone.now() + timezone.timedelta(days=1))
        sign_in(client, director)
        assert cards(client, url)[cohort.pk]["cohort"].next_session_at == soon.starts_at < late.starts_at

    def test_what_is_let_pass_is_marked(self, client, url, facilitator, director, sign_in):
        cohort = CohortFactory(stage=2)
        why = {"reason": "The journey is planned for March", "remedy": "We travel in March", "wanted_until": in_days(9)}
        override = overrides.request_override(cohort, "G23", actor=facilitator, **why)
        sign_in(client, director)
        assert cards(client, url)[cohort.pk]["cohort"].let_pass == 0
        overrides.grant_override(override, actor=director, until=in_days(9))
        assert cards(client, url)[cohort.pk]["cohort"].let_pass == 1

    def test_a_card_says_who_is_there(self, client, url, director, sign_in):
        cohort = CohortFactory()
        ways.members_of_four(cohort)
        sign_in(client, director)
        assert cards(client, url)[cohort.pk]["cohort"].sectors == {1: 1, 2: 1, 3: 1, 4: 1}

    def test_a_cohort_is_moved_only_when_it_is_ready(self, client, url, facilitator, sign_in):
        cohort = CohortFactory(stage=1)
        sign_in(client, facilitator)
        assert reverse("advance_cohort", args=[cohort.city.slug, cohort.pk]) not in client.get(url).content.decode()

    def test_a_cohort_is_moved_from_the_board(self, client, url, facilitator, sign_in):
        cohort = ways.ready_cohort(1)
        sign_in(client, facilitator)
        advance = reverse("advance_cohort", args=[cohort.city.slug, cohort.pk])
        assert advance in client.get(url).content.decode()
        answer = client.post(advance, {"to": "2", "seen": "1", "next": url})
        assert (answer.status_code, answer["Location"]) == (302, url)
        assert Cohort.objects.get().stage == 2

    def test_going_back_from_the_board_asks_for_the_reason(self, client, url, facilitator, sign_in):
        cohort = CohortFactory(stage=2)
        sign_in(client, facilitator)
        advance = reverse("advance_cohort", args=[cohort.city.slug, cohort.pk])
        answer = client.post(advance, {"to": "1", "seen": "2", "next": url})
        assert (answer.status_code, 'name="reason"' in answer.content.decode()) == (409, True)

    def test_who_leads_one_lab_moves_that_labs_cohorts(self, client, url, city, sign_in):
        other, own = ways.ready_cohort(1), ways.ready_cohort(1)
        guide = MembershipFactory(
            user=UserFactory(), city=city, role="facilitator", scope_type="lab", scope_id=own.lab_id
        ).user
        sign_in(client, guide)
        shown = cards(client, url)
        assert [bool(card["ahead"]) for card in shown.values()] == [True, False]
        assert list(shown) == [own.pk, other.pk]

    def test_residents_do_not_see_it(self, client, url, resident, sign_in):
        sign_in(client, resident)
        assert client.get(url).status_code == 403

    def test_it_costs_the_same_with_more_cohorts(self, client, url, director, sign_in):
        sign_in(client, director)

        def add(number):
            for _n in range(number):
                lab = LabFactory()
                for stage in (1, 2, 3, 4):
                    cohort = CohortFactory(stage=stage, lab=lab)
                    SessionFactory(cohort=cohort)

        assert_same_queries(lambda: client.get(url), add, most=10)
