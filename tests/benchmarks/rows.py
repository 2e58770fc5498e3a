"""What the benchmarks read: people who are signed in, partners, and enough rows."""

import os
import secrets
import subprocess
import sys
import time
from datetime import timedelta

from allauth.idp.oidc.models import Token
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.utils import timezone

from challenges.models import Challenge
from cities.models import City
from educities.accounts.backends import SessionStore
from educities.tenancy.scope import city_scope
from reports.actions.partners import make_partner
from stakeholders.models import Organisation

OWNER = "ruth@practice.example"


def environment() -> dict[str, str]:
    """The server reads this database, as in production: no debugging, no test shortcuts."""
    urls = {}
    for name, alias in (
        ("DATABASE_URL", "default"),
        ("DATABASE_OWNER_URL", "owner"),
        ("NETWORK_DATABASE_URL", "network"),
    ):
        one = connections[alias].settings_dict
        urls[name] = f"postgresql://{one['USER']}@/{one['NAME']}?host={one['HOST']}"
    owner = connections["owner"].settings_dict
    bare = {"BENCH_DB": owner["NAME"], "BENCH_HOST": owner["HOST"], "BENCH_USER": owner["USER"]}
    bare["BENCH_LOCALE"] = str(settings.LOCALE_PATHS[0])
    real = {
        "EDUCITIES_TEST": "0",
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "ERROR",
        "REDIS_URL": settings.REDIS_URL,
        "CACHE_PREFIX": f"bench{os.getpid()}",
    }
    return {
        **urls,
        **bare,
        **real,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": "https://127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
        "STATIC_ROOT": f"{settings.VAR_DIR}/bench-collected",
    }


def collect_static() -> None:
    """Style sheets and scripts lie where a production server looks for them."""
    for command in (["subset_fonts"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        given = {**os.environ, **environment()}
        subprocess.run([sys.executable, "manage.py", *command], env=given, check=True, stdout=subprocess.DEVNULL)


def cookie_of(email: str) -> dict[str, str]:
    """A signed-in browser."""
    user = get_user_model().objects.get(email=email)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return {"Cookie": f"__Host-session={session.session_key}; __Host-language=he"}


def organisations(city: City, count: int) -> None:
    """The city has so many more."""
    with city_scope(city.pk):
        for start in range(0, count, 2000):
            Organisation.objects.bulk_create(
                [
                    Organisation(
                        name={"he": f"ארגון {n}", "en": f"Organisation {n}"},
                        sector=n % 4 + 1,
                        state="active",
                        search=f"ארגון {n}",
                    )
                    for n in range(start, min(start + 2000, count))
                ]
            )
    # PostgreSQL looks at what has grown by itself, within a minute, which would be while others are measured.
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {Organisation._meta.db_table}")


def challenges(city: City, count: int) -> None:
    """The city asks so many more questions."""
    with city_scope(city.pk):
        first = Challenge.objects.filter(state="open").first()
        for n in range(count):
            first.pk, first.question = None, {"he": f"שאלה {n}", "en": f"Question {n}"}
            first._state.adding = True
            first.save()


def bearer(city: City) -> dict[str, str]:
    """A token of a partner's program."""
    owner = get_user_model().objects.get(email=OWNER)
    until = timezone.now().date() + timedelta(days=9)
    with city_scope(city.pk):
        partner, _secret = make_partner(city, actor=owner, name="bench", scopes=["stakeholders:read"], expires_on=until)
    value = secrets.token_urlsafe()
    token = Token(type=Token.Type.ACCESS_TOKEN, client=partner.client)
    token.set_value(value)
    token.expires_at = timezone.now() + timedelta(hours=1)
    token.set_scopes(["stakeholders:read"])
    token.save()
    return {"Authorization": f"Bearer {value}"}
