from django.urls import include, path, re_path

from educities.api import endpoints, views

IN_CITY = "cities/<slug:city>/"
addresses = [
    path("openapi.yaml", views.openapi_description, name="api_description"),
    path("me", endpoints.Me.as_view(), name="api_me"),
    path(f"{IN_CITY}events", endpoints.Events.as_view(), name="api_events"),
]
# Whatever else lies below /api is answered by the API too, `/api` itself and other versions included.
urlpatterns = [path("/v1/", include(addresses)), re_path(r"^(?:/.*)?$", views.unknown_address, name="api_unknown")]
