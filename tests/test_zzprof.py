import cProfile
import os

import pytest
from django.test import Client

from educities.accounts.models import User
from reports.management.practice import build_practice_city
from tests.support import sign_in

pytestmark = pytest.mark.django_db


def test_prof(db):
    from django.core.management import call_command

    call_command("load_areas", verbosity=0)
    build_practice_city("pw-Practice-1")
    from reports.management.practice import SLUG

    client = Client()
    sign_in(client, User.objects.get(email="ruth@practice.example"))
    path = os.environ.get("P", "today/")
    path = path if path.startswith("/") else f"/c/{SLUG}/{path}"
    for _ in range(6):
        r = client.get(path)
        assert r.status_code == 200, r
    t = os.times()
    a = t.user + t.system
    n = 40
    p = cProfile.Profile() if not os.environ.get("NOPROF") else None
    if p:
        p.enable()
    for _ in range(n):
        client.get(path)
    if p:
        p.disable()
    t = os.times()
    print("\nCPU ms", (t.user + t.system - a) / n * 1000, len(r.content))
    if p:
        p.dump_stats("/tmp/today.prof")
