from django.urls import path

from cities.views.about import Accessibility, Contact, Favicon, Privacy, Robots
from cities.views.emergency import CloseEmergency, OpenEmergency
from cities.views.platform import AddHost, Cities, MoveCity, NewCity, PlatformCity, RemoveHost
from cities.views.public import Home, LoginRedirectView

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("privacy/", Privacy.as_view(), name="privacy"),
    path("accessibility/", Accessibility.as_view(), name="accessibility"),
    path("contact/", Contact.as_view(), name="contact"),
    path("robots.txt", Robots.as_view(), name="robots"),
    path("favicon.ico", Favicon.as_view(), name="favicon"),
    path("onward/", LoginRedirectView.as_view(), name="onward"),
    path("platform/", Cities.as_view(), name="platform"),
    path("platform/cities/new/", NewCity.as_view(), name="new_city"),
    path("platform/cities/<int:pk>/", PlatformCity.as_view(), name="platform_city"),
    path("platform/cities/<int:pk>/becomes/<slug:move>/", MoveCity.as_view(), name="move_city"),
    path("platform/cities/<int:pk>/hosts/new/", AddHost.as_view(), name="add_host"),
    path("platform/cities/<int:pk>/emergency/", OpenEmergency.as_view(), name="open_emergency"),
    path("platform/cities/<int:pk>/emergency/close/", CloseEmergency.as_view(), name="close_emergency"),
    path("platform/hosts/<int:pk>/remove/", RemoveHost.as_view(), name="remove_host"),
]
