"""The limit: a bare Django application with the same security middleware, on the same database, in the same run.

`/list` reads 30 rows with one query and draws a small template; `/rest` reads 50 rows and answers JSON.
"""

import os
from typing import Any

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["BENCH_DB"],
                "HOST": os.environ["BENCH_HOST"],
                "USER": os.environ["BENCH_USER"],
                "CONN_MAX_AGE": 600,
            }
        },
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        INSTALLED_APPS=["django.contrib.sessions"],
    )

PAGE = Engine().from_string(
    "<!doctype html><title>bare</title><ul>{% for row in rows %}<li><a href='/{{ row.0 }}'>{{ row.1 }}</a> "
    "<small>{{ row.2 }} {{ row.3 }}</small></li>{% endfor %}</ul>"
)
LIST = "SELECT id, question->>'he', contributions_count, state FROM challenges_challenge ORDER BY id DESC LIMIT 30"
REST = "SELECT id, name, sector, field, registry_no, state FROM stakeholders_organisation ORDER BY id DESC LIMIT 50"


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def listing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"rows": _rows(LIST)})))


def rest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(orjson.dumps(_rows(REST)), content_type="application/json")


urlpatterns = [path("list", listing), path("rest", rest)]
application = get_wsgi_application()
