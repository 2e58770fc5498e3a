import pytest
from django.urls import reverse

from collaborations.models import Collaboration

pytestmark = pytest.mark.django_db


def test_one_asks_and_the_other_agrees_each_on_their_page(client, scope, noa, omar, row, sign_in):
    sign_in(client, noa.user, second_factor=False)
    shown = client.get(reverse("meet", args=[scope.slug])).content.decode()
    assert "Omar" not in shown
    client.post(reverse("introduce_suggestion", args=[scope.slug, row.pk]))
    assert client.get(reverse("introduction", args=[scope.slug, row.pk])).status_code == 403
    sign_in(client, omar.user, second_factor=False)
    assert "Noa" in client.get(reverse("mine", args=[scope.slug])).content.decode()
    assert "Noa" in client.get(reverse("introduction", args=[scope.slug, row.pk])).content.decode()
    client.post(reverse("agree_to_introduction", args=[scope.slug, row.pk]))
    assert Collaboration.objects.get().state == "agreed"
    assert client.get(reverse("introduction", args=[scope.slug, row.pk])).status_code == 200
