"""The five circles in one picture: how many collaborations came about in each, and the way to them."""

import pytest
from django.urls import reverse

from collaborations.queries.circles import count_circles
from educities.kit.rings import Ring, render_rings
from tests.factories import CollaborationFactory

pytestmark = pytest.mark.django_db


def test_what_came_about_is_counted_and_the_link_leads_to_just_these(client, scope, director, sign_in):
    for circle, states in {"class": ("agreed", "completed", "declined"), "world": ("paused", "proposed")}.items():
        for state in states:
            CollaborationFactory(circle=circle, state=state)
    rings = count_circles(scope)
    assert [one.number for one in rings] == [2, 0, 0, 0, 1]
    sign_in(client, director)
    for ring in rings:
        assert client.get(ring.url).context["paginator"].count == ring.number
    assert f'href="{rings[0].url.replace("&", "&amp;")}"' in client.get(rings[0].url).content.decode()


def test_without_any_there_is_no_picture(client, scope, director, sign_in):
    sign_in(client, director)
    assert client.get(reverse("collaborations", args=[scope.slug])).context["rings"] == ""


def test_each_circle_is_said_in_words_and_the_chosen_one_is_marked():
    drawn = render_rings([Ring("in <b>a class", 2, "?a=1&b=2"), Ring("in a school", 0, "?b", True)], title="Circles")
    assert 'aria-label="in &lt;b&gt;a class: 2"' in drawn
    assert drawn.count("aria-current") == 1
    # The outermost is drawn first, so that the others lie on it.
    assert drawn.index("in a school") < drawn.index("a class")
