"""The limit: a bare Django application with the usual middleware, on the same database, in the same run.

`/list` draws the page of 30 challenges as anybody would write it in plain Django: two queries of models, a page that
extends a base, addresses and translations by tags. It has no cities, no wall, no roles and no kept pages.
`/least` reads the same rows without models and draws next to nothing: what no page can be quicker than.
`/rest` reads 50 rows and answers JSON.
"""

import os
from typing import Any

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Engine
from django.urls import path

BASE = """{% load i18n %}{% get_current_language as code %}<!doctype html><html lang="{{ code }}"><head>
<meta charset="utf-8"><title>{% block title %}{% endblock %} · {{ city.name.he }}</title></head><body>
<a href="#main">{% translate "Skip to content" %}</a><header><a href="{% url 'list' %}">{{ city.name.he }}</a>
<nav aria-label="{% translate 'City' %}"><ul><li><a href="{% url 'list' %}">{% translate "Challenges" %}</a></li></ul>
</nav><a href="{% url 'rest' %}">{% translate "Sign in" %}</a></header><main id="main">
{% for message in messages %}<p>{{ message }}</p>{% endfor %}{% block main %}{% endblock %}</main>
<footer>{% translate "Education Cities: the city as one big school." %}</footer></body></html>"""
LIST = """{% extends "base" %}{% load i18n %}{% block title %}{% translate "Challenges" %}{% endblock %}
{% block main %}<h1>{% translate "What the city asks" context "navigation" %}</h1><ul>{% for row in rows %}
{% include "card" %}{% endfor %}</ul>{% endblock %}"""
CARD = """{% load i18n %}<li><a href="{% url 'one' row.pk %}"><h3>{{ row.question.he }}</h3>
<small>{% blocktranslate count n=row.contributions_count %}{{ n }} idea{% plural %}{{ n }} ideas{% endblocktranslate %}
</small><small>{% blocktranslate count n=row.places_taken %}{{ n }} person takes part{% plural %}{{ n }} people take part{% endblocktranslate %}
</small>{% if row.state != "open" %}<b>{{ row.state }}</b>{% endif %}</a></li>"""

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        USE_I18N=True,
        LANGUAGES=[("en", "English"), ("he", "Hebrew")],
        LANGUAGE_COOKIE_NAME="__Host-language",
        LOCALE_PATHS=[os.environ["BENCH_LOCALE"]],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["BENCH_DB"],
                "HOST": os.environ["BENCH_HOST"],
                "USER": os.environ["BENCH_USER"],
                "CONN_MAX_AGE": 600,
                "CONN_HEALTH_CHECKS": True,
            }
        },
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [("django.template.loaders.locmem.Loader", {"base": BASE, "list": LIST, "card": CARD})],
                        )
                    ],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ],
                },
            }
        ],
    )

application = get_wsgi_application()


class City(models.Model):
    name = models.JSONField()

    class Meta:
        app_label, managed, db_table = "bare", False, "cities_city"


class Challenge(models.Model):
    question = models.JSONField()
    contributions_count = models.IntegerField()
    places_taken = models.IntegerField()
    state = models.CharField()

    class Meta:
        app_label, managed, db_table = "bare", False, "challenges_challenge"


LEAST = Engine().from_string(
    "<!doctype html><title>bare</title><ul>{% for row in rows %}<li><a href='/{{ row.0 }}'>{{ row.1 }}</a> "
    "<small>{{ row.2 }} {{ row.3 }}</small></li>{% endfor %}</ul>"
)
ROWS = "SELECT id, question->>'he', contributions_count, state FROM challenges_challenge ORDER BY id DESC LIMIT 30"
REST = "SELECT id, name, sector, field, registry_no, state FROM stakeholders_organisation ORDER BY id DESC LIMIT 50"


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def listing(request: HttpRequest) -> HttpResponse:
    city = City.objects.first()
    return render(request, "list", {"city": city, "rows": Challenge.objects.order_by("-pk")[:30]})


def least(request: HttpRequest) -> HttpResponse:
    return HttpResponse(LEAST.render(Context({"rows": _rows(ROWS)})))


def rest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(orjson.dumps(_rows(REST)), content_type="application/json")


urlpatterns = [
    path("list", listing, name="list"),
    path("list/<int:pk>", listing, name="one"),
    path("least", least),
    path("rest", rest, name="rest"),
]
