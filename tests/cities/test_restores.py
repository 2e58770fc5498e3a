"""After a restore each city reads of when its data are, on the director's day, until a director has looked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from cities.actions import announce_restore
from cities.models import City, Restore
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Message, Notice
from educities.tenancy.scope import city_scope
from reports.queries import load_overview
from stakeholders.models import Organisation
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 11, 29, 1, 36, tzinfo=UTC)
TEXT = "The platform was restored from a backup: the city’s data are as of"


def lines(city: City, user: User) -> list[str]:
    return [line.text for line in load_overview(city, user).waiting.lines]


def test_each_city_is_told_and_its_director_alone(
    city: City, other_city: City, director: User, facilitator: User
) -> None:
    elsewhere = UserFactory()
    MembershipFactory(user=elsewhere, city=other_city, role="director")
    City.objects.filter(pk=other_city.pk).update(state=City.State.PAUSED)
    assert announce_restore(AS_OF) == 2
    for one, whose in ((city, director), (other_city, elsewhere)):
        with city_scope(one.pk, one):
            row = Restore.objects.get()
            assert Notice.objects.get().user_id == whose.pk
            mail = Message.objects.get(kind="cities.city_restored")
            assert (mail.user_id, mail.state) == (whose.pk, "pending")
            assert AuditEntry.objects.get(verb="cities.city_restored").target_id == str(row.pk)


def test_a_city_that_has_left_hears_nothing(city: City, other_city: City) -> None:
    City.objects.filter(pk=other_city.pk).update(state=City.State.LEFT)
    assert announce_restore(AS_OF) == 1
    with city_scope(other_city.pk):
        assert not Restore.objects.exists()


def test_it_waits_until_a_director_has_looked(client: Any, scope: City, director: User, sign_in: Any) -> None:
    announce_restore(AS_OF)
    row = Restore.objects.get()
    (line,) = lines(scope, director)
    assert line.startswith(f"{TEXT} 29\u00a0November")
    assert line.endswith(", 03:36")
    sign_in(client, director)
    page = reverse("restore", args=[scope.slug, row.pk])
    html = client.get(page).content.decode()
    for name in ("roles", "partners", "deliveries"):
        assert f'href="{reverse(name, args=[scope.slug])}"' in html
    for _twice in range(2):
        assert client.post(page).url == reverse("dashboard", args=[scope.slug])
    assert lines(scope, director) == []
    entry = AuditEntry.objects.get(verb="cities.restore_looked_at")
    assert entry.actor_id == director.pk
    assert "A director looked at this" in client.get(page).content.decode()
    history = client.get(reverse("history", args=[scope.slug])).content.decode()
    assert TEXT in history


def test_it_stands_above_what_has_waited_longer(scope: City, director: User) -> None:
    """It stood behind nine older lines, of which five are shown, while an ended role was held again."""
    for _n in range(7):
        OrganisationFactory(state="proposed")
    Organisation.objects.update(created_at=datetime(2026, 11, 1, tzinfo=UTC))
    announce_restore(AS_OF)
    assert len(lines(scope, director)) > 1
    assert lines(scope, director)[0].startswith(TEXT)


def test_nobody_else_says_so(client: Any, scope: City, facilitator: User, sign_in: Any) -> None:
    announce_restore(AS_OF)
    sign_in(client, facilitator)
    page = reverse("restore", args=[scope.slug, Restore.objects.get().pk])
    assert client.post(page).status_code == 403
    assert Restore.objects.get().looked_at is None
