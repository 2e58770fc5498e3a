"""The form of something that is over says so at once, and refuses nothing only after the writing."""

from typing import Any

import pytest
from django.urls import reverse

from journeys.actions.city_model import start_version, write_block
from journeys.models import Citation, Learning
from labs.models import Cohort
from tests.examples import make_block
from tests.factories import (
    CohortFactory,
    ExpeditionFactory,
    InitiativeFactory,
    LearningFactory,
    OrganisationFactory,
)
from tests.support import refused

pytestmark = pytest.mark.django_db


def make_cited_learning() -> Learning:
    learning = LearningFactory()
    Citation.objects.create(block=make_block(), learning=learning)
    return learning


# (page, its row, what the page says, what is sent all the same)
OVER = {
    "a stopped initiative": (
        "change_initiative",
        lambda: InitiativeFactory(state="stopped"),
        "This initiative was stopped and stays as it is.",
        {"title_en": "Trees"},
    ),
    "an embedded initiative": (
        "change_initiative",
        lambda: InitiativeFactory(state="embedded"),
        "This initiative is part of everyday work now",
        {"title_en": "Trees"},
    ),
    "a cancelled expedition": (
        "new_learning",
        lambda: ExpeditionFactory(state="cancelled"),
        "This expedition was cancelled: nobody travelled",
        {"observation": "A street"},
    ),
    "a planned expedition": (
        "new_learning",
        lambda: ExpeditionFactory(state="planned"),
        "Start the expedition first.",
        {"observation": "A street"},
    ),
    "a learning that the model cites": (
        "change_learning",
        make_cited_learning,
        "The city model cites this learning, so you cannot change it.",
        {"observation": "A street"},
    ),
    "representing an archived organisation": (
        "appoint_representative",
        lambda: OrganisationFactory(state="archived"),
        "This organisation is archived. Restore it first.",
        {"email": "noa@example.org", "display_name": "Noa"},
    ),
    "a strength of an archived organisation": (
        "claim_for_organisation",
        lambda: OrganisationFactory(state="archived"),
        "This organisation is archived. Restore it first.",
        {"kind": "strength"},
    ),
}


@pytest.mark.parametrize("name", OVER)
def test_its_page_says_why_not(client: Any, scope: Any, director: Any, sign_in: Any, name: str) -> None:
    page, make, said, typed = OVER[name]
    where = reverse(page, args=[scope.slug, make().pk])
    sign_in(client, director)
    seen = client.get(where).content.decode()
    assert said in seen
    assert 'class="row save"' not in seen
    assert "<textarea" not in seen
    assert client.post(where, typed).status_code != 302


def test_the_model_of_a_cohort_that_is_over_is_read_and_not_written(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    version = start_version(CohortFactory(stage=3, state="running"), actor=facilitator)
    block = version.blocks.first()
    Cohort.objects.update(state="completed")
    sign_in(client, facilitator)
    page = client.get(reverse("block", args=[scope.slug, block.pk])).content.decode()
    assert "You cannot edit this version." in page
    assert "<textarea" not in page
    assert reverse("block", args=[scope.slug, block.pk]) not in client.get(version.get_absolute_url()).content.decode()
    block.refresh_from_db()
    code = refused(lambda: write_block(block, actor=facilitator, text={"en": "Later"}, edits=block.edits))
    assert code == "journeys.cohort_over"
