from django.urls import include, path, re_path

from educities.api import reading, views, writing

CITY = "cities/<slug:city>/"
endpoints = [
    path("openapi.yaml", views.description, name="api_description"),
    path("me", reading.Me.as_view(), name="api_me"),
    path(f"{CITY}organisations", reading.Organisations.as_view(), name="api_organisations"),
    path(f"{CITY}cohorts", reading.Cohorts.as_view(), name="api_cohorts"),
    path(f"{CITY}challenges", reading.Challenges.as_view(), name="api_challenges"),
    path(f"{CITY}indicators", reading.Indicators.as_view(), name="api_indicators"),
    path(f"{CITY}indicators/<int:pk>/values", writing.Values.as_view(), name="api_values"),
    path(f"{CITY}events", reading.Events.as_view(), name="api_events"),
]
# Whatever else lies below /api is answered by the API too, `/api` itself and other versions included.
urlpatterns = [path("/v1/", include(endpoints)), re_path(r"^(?:/.*)?$", views.unknown, name="api_unknown")]
