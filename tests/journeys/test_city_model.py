import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from educities.activity.models import AuditEntry
from educities.activity.texts.sentences import record_sentence
from educities.kit.errors import DomainError, StaleVersion
from educities.kit.search_select import SHORT
from educities.tenancy.scope import city_scope
from journeys.actions import city_model as actions
from journeys.models import BLOCK_KEYS, Citation, ModelBlock, ModelVersion
from journeys.values import CITABLE
from labs.models import Cohort
from tests.factories import CohortFactory, LearningFactory, OrganisationFactory, ProfileFactory, StrengthClaimFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
TEXT = {"en": "Children teach the city"}


@pytest.fixture
def cohort(scope):
    return CohortFactory(stage=3)


@pytest.fixture
def version(cohort, facilitator):
    return actions.start_version(cohort, actor=facilitator)


@pytest.fixture
def block(version):
    return version.blocks.get(key="principles")


class TestVersions:
    def test_a_version_has_nine_empty_blocks_and_the_cohorts_next_number(self, version, facilitator):
        assert set(version.blocks.values_list("key", flat=True)) == set(BLOCK_KEYS)
        other = actions.start_version(CohortFactory(), actor=facilitator)
        assert (version.number, other.number) == (1, 1)

    def test_while_one_is_under_work_it_is_the_one(self, version, cohort, facilitator):
        assert actions.start_version(cohort, actor=facilitator) == version
        assert AuditEntry.objects.filter(verb="journeys.version_started").count() == 1

    def test_the_next_version_begins_with_the_words_and_the_sources(self, version, block, cohort, facilitator):
        learning = LearningFactory(expedition__cohort=cohort)
        actions.write_block(block, actor=facilitator, text=TEXT, edits=0)
        actions.add_citation(block, actor=facilitator, source="learning", pk=learning.pk)
        actions.withdraw_version(version, actor=facilitator, reason="A fresh start")
        following = actions.start_version(cohort, actor=facilitator)
        copied = following.blocks.get(key="principles")
        assert (following.parent, copied.text, copied.citations.get().learning) == (version, TEXT, learning)

    def test_adoption_is_not_ours(self, version, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.move_version(version, actor=facilitator, to="adopted")
        assert refused.value.code == "journeys.adopted_by_forum"

    def test_a_cancelled_cohort_writes_nothing(self, scope, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.start_version(CohortFactory(state=Cohort.State.CANCELLED), actor=facilitator)
        assert refused.value.code == "labs.cohort_not_working"


class TestWrite:
    def test_a_block_says_its_text_and_counts_its_edits(self, block, facilitator):
        actions.write_block(block, actor=facilitator, text=TEXT, edits=0)
        block.refresh_from_db()
        assert (block.text, block.edits) == (TEXT, 1)
        assert AuditEntry.objects.filter(verb="journeys.block_written").get().data["block"] == "principles"

    def test_the_second_of_two_writers_is_stopped(self, block, facilitator, director):
        mine, theirs = ModelBlock.objects.get(pk=block.pk), ModelBlock.objects.get(pk=block.pk)
        actions.write_block(mine, actor=facilitator, text=TEXT, edits=0)
        with pytest.raises(StaleVersion):
            actions.write_block(theirs, actor=director, text={"en": "Other words"}, edits=0)
        block.refresh_from_db()
        assert block.text == TEXT

    def test_the_same_words_sent_twice_are_one_edit(self, block, facilitator):
        for _n in range(2):
            actions.write_block(ModelBlock.objects.get(pk=block.pk), actor=facilitator, text=TEXT, edits=0)
        block.refresh_from_db()
        assert block.edits == 1

    def test_in_consultation_the_words_stay(self, version, block, facilitator):
        actions.move_version(version, actor=facilitator, to="in_consultation")
        with pytest.raises(DomainError) as refused:
            actions.write_block(block, actor=facilitator, text=TEXT, edits=0)
        assert refused.value.code == "journeys.version_closed"
        actions.move_version(version, actor=facilitator, to="revising")
        actions.write_block(block, actor=facilitator, text=TEXT, edits=0)

    def test_the_database_itself_keeps_adopted_words(self, version, block):
        ModelVersion.objects.update(state="adopted")
        with pytest.raises(IntegrityError), transaction.atomic():
            ModelBlock.objects.filter(pk=block.pk).update(text=TEXT)


class TestCite:
    def test_learnings_and_strengths_of_the_city_and_its_organisations(self, block, cohort, facilitator):
        learning = LearningFactory(expedition__cohort=cohort)
        strength = StrengthClaimFactory(profile=None, organisation=OrganisationFactory())
        for source, row in (("learning", learning), ("strength", strength)):
            for _n in range(2):
                actions.add_citation(block, actor=facilitator, source=source, pk=row.pk)
        assert block.citations.count() == 2
        assert AuditEntry.objects.filter(verb="journeys.block_cited").count() == 2

    def test_what_is_not_the_cohorts_is_not_cited(self, block, facilitator, cohort):
        foreign = LearningFactory()
        unfinished = LearningFactory(expedition__cohort=cohort, principle="")
        personal = StrengthClaimFactory(profile=ProfileFactory())
        for source, pk in (("learning", foreign.pk), ("learning", unfinished.pk), ("strength", personal.pk), ("x", 1)):
            with pytest.raises(DomainError) as refused:
                actions.add_citation(block, actor=facilitator, source=source, pk=pk)
            assert refused.value.code == "journeys.no_such_source"

    def test_a_citation_is_taken_off(self, block, cohort, facilitator):
        learning = LearningFactory(expedition__cohort=cohort)
        citation = actions.add_citation(block, actor=facilitator, source="learning", pk=learning.pk)
        actions.remove_citation(citation, actor=facilitator)
        assert Citation.objects.count() == 0
        assert AuditEntry.objects.filter(verb="journeys.citation_removed").count() == 1


class TestPages:
    def test_a_cohort_begins_its_model(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("cohort_model", args=[scope.slug, cohort.pk])
        assert client.get(url).status_code == 200
        assert client.post(reverse("new_version", args=[scope.slug, cohort.pk])).url == url
        assert client.get(url).url == ModelVersion.objects.get().get_absolute_url()

    def test_two_writers_see_both_texts_and_lose_nothing(self, client, scope, block, facilitator, director, sign_in):
        url = reverse("block", args=[scope.slug, block.pk])
        sign_in(client, facilitator)
        read = client.get(url).context["form"]["read"].value()
        theirs = {"en": "The director’s words", "he": "גם בעברית"}
        actions.write_block(block, actor=director, text=theirs, edits=0)
        answer = client.post(url, {"text_en": "My own words", "read": read})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert [words in page for words in (*theirs.values(), "My own words")] == [True, True, True]
        read = answer.context["form"]["read"].value()
        assert client.post(url, {"text_en": "Both words", "read": read}).status_code == 302
        block.refresh_from_db()
        assert block.text == {"en": "Both words", "he": "גם בעברית"}

    def test_two_languages_are_written_beside_each_other(self, client, scope, block, facilitator, director, sign_in):
        url = reverse("block", args=[scope.slug, block.pk])
        actions.write_block(block, actor=director, text={"he": "ישן", "ar": "قديم"}, edits=0)
        sign_in(client, facilitator)
        read = client.get(url).context["form"]["read"].value()
        now = ModelBlock.objects.get(pk=block.pk)
        actions.write_block(now, actor=director, text={"he": "חדש של רות", "ar": "قديم"}, edits=1)
        answer = client.post(url, {"text_he": "ישן", "text_ar": "جديد لسمير", "read": read})
        assert answer.status_code == 302
        block.refresh_from_db()
        assert block.text == {"he": "חדש של רות", "ar": "جديد لسمير"}

    @pytest.mark.parametrize("state", ModelVersion.State.values)
    def test_pages_open_in_every_state(self, client, scope, version, block, cohort, facilitator, sign_in, state):
        actions.add_citation(
            block, actor=facilitator, source="learning", pk=LearningFactory(expedition__cohort=cohort).pk
        )
        ModelVersion.objects.update(state=state)
        sign_in(client, facilitator)
        assert client.get(version.get_absolute_url()).status_code == 200
        assert client.get(reverse("block", args=[scope.slug, block.pk])).status_code == 200

    def test_citing_and_taking_off_on_the_page(self, client, scope, block, cohort, facilitator, sign_in):
        learning = LearningFactory(expedition__cohort=cohort)
        sign_in(client, facilitator)
        client.post(reverse("cite", args=[scope.slug, block.pk]), {"source": f"learning:{learning.pk}"})
        citation = block.citations.get()
        client.post(reverse("remove_citation", args=[scope.slug, citation.pk]))
        assert block.citations.count() == 0
        for nonsense in ("", "learning", "learning:x", "learning:99999999999999999999999"):
            assert client.post(reverse("cite", args=[scope.slug, block.pk]), {"source": nonsense}).status_code == 302

    def test_the_source_that_is_chosen_is_sent_with_the_button_beside_it(
        self, client, scope, block, cohort, facilitator, sign_in
    ):
        LearningFactory(expedition__cohort=cohort)
        sign_in(client, facilitator)
        page = client.get(reverse("block", args=[scope.slug, block.pk])).content.decode()
        box = re.search(r'<select name="source"[^>]*>', page)[0]
        button = re.search(r'<button[^>]*formaction="[^"]*/cite/"', page)[0]
        form_of = re.compile(r'form="([^"]+)"')
        assert form_of.findall(box) == form_of.findall(button)

    def test_a_source_that_is_chosen_is_kept_by_the_blocks_own_button_too(
        self, client, scope, block, cohort, facilitator, sign_in
    ):
        learning = LearningFactory(expedition__cohort=cohort)
        sign_in(client, facilitator)
        where = reverse("block", args=[scope.slug, block.pk])
        typed = {"text_en": "Every street is a classroom", "source": f"learning:{learning.pk}"}
        assert client.post(where, typed).status_code == 302
        block.refresh_from_db()
        assert block.text["en"] == "Every street is a classroom"
        assert block.citations.get().learning == learning
        assert client.post(where, {"text_en": "Every street", "source": "learning:x"}).status_code == 302

    def test_of_more_sources_than_a_list_takes_each_is_found_by_a_part_of_its_words(
        self, client, scope, block, cohort, facilitator, sign_in
    ):
        LearningFactory.create_batch(SHORT, expedition__cohort=cohort, principle="Walk first")
        wanted = LearningFactory(expedition__cohort=cohort, principle="Let the elders open the day")
        sign_in(client, facilitator)
        page = client.get(reverse("block", args=[scope.slug, block.pk]))
        address = reverse("find_sources", args=[scope.slug, block.pk])
        assert address in page.content.decode()
        found = client.get(address, {"name": "source", "source-q": "ELDERS"})
        assert [key for key, _words, _chosen in found.context["options"]] == [f"learning:{wanted.pk}"]
        assert 'form="typed"' in found.content.decode()
        assert client.get(address, {"source-q": "walk"}).context["more"]

    def test_a_source_that_is_searched_without_scripts_stands_on_the_next_page(
        self, client, scope, block, cohort, facilitator, sign_in
    ):
        LearningFactory.create_batch(SHORT, expedition__cohort=cohort)
        wanted = LearningFactory(expedition__cohort=cohort, principle="Let the elders open the day")
        sign_in(client, facilitator)
        answer = client.post(reverse("cite", args=[scope.slug, block.pk]), {"source-q": "elders"}, follow=True)
        assert f'value="learning:{wanted.pk}"' in answer.content.decode()
        assert block.citations.count() == 0

    def test_pages_cost_the_same_with_more_citations(self, client, scope, version, block, cohort, facilitator, sign_in):
        sign_in(client, facilitator)

        def add(number):
            for learning in LearningFactory.create_batch(number, expedition__cohort=cohort):
                actions.add_citation(block, actor=facilitator, source="learning", pk=learning.pk)

        assert_same_queries(lambda: client.get(version.get_absolute_url()), add, most=13)
        url = reverse("block", args=[scope.slug, block.pk])
        assert_same_queries(lambda: client.get(url), add, most=12 + 2 * len(CITABLE))


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_the_same_moment_lose_nothing(scope, version, block, facilitator, director):
    ready, answers = threading.Barrier(2), []

    def write(words, actor):
        try:
            with city_scope(scope.pk):
                row = ModelBlock.objects.get(pk=block.pk)
                ready.wait(120)
                actions.write_block(row, actor=actor, text={"en": words}, edits=0)
            answers.append("written")
        except StaleVersion:
            answers.append("stopped")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in (("one", facilitator), ("two", director))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["stopped", "written"]


def test_the_history_says_to_which_state(version, facilitator):
    actions.move_version(version, actor=facilitator, to="in_consultation")
    entry = AuditEntry.objects.get(verb="journeys.version_moved")
    assert record_sentence(entry.verb, entry.target_type, entry.data) == "The city model is now: in consultation"
