import threading

import pytest
from django.db import connections

from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from growth.models import Invitee
from tests import factories
from tests.growth.support import invite, make_capable


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_person_at_once_invite_once() -> None:
    city = factories.CityFactory()
    staff = [factories.MembershipFactory(city=city, role=role).user for role in ("director", "facilitator")]
    with city_scope(city.pk):
        engine = factories.EngineFactory()
        noa, omar = make_capable(engine, city), make_capable(engine, city)
    failed: list[str] = []
    at_once = threading.Barrier(2)

    def run(number: int) -> None:
        try:
            with city_scope(city.pk):
                at_once.wait(30)
                invite(engine, *([noa] if number else [noa, omar]), actor=staff[number])
        except DomainError as error:
            failed.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with city_scope(city.pk):
        assert Invitee.objects.filter(profile=noa).count() == 1
        assert Invitee.objects.filter(profile=omar).count() == 1
    assert failed in ([], ["growth.nobody"])
