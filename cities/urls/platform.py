from django.urls import path

from cities.views.platform import Cities, NewCity, PlatformCity
from cities.views.public import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("platform/", Cities.as_view(), name="platform"),
    path("platform/cities/new/", NewCity.as_view(), name="new_city"),
    path("platform/cities/<int:pk>/", PlatformCity.as_view(), name="platform_city"),
]
