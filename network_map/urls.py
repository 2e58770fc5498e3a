"""The addresses of the map and of its figures."""

from django.urls import path

from network_map import views

urlpatterns = [
    path("network/", views.NetworkMap.as_view(), name="network_map"),
    path("network/table/", views.NetworkTable.as_view(), name="network_table"),
    path("network/over-time/", views.NetworkOverTime.as_view(), name="network_over_time"),
    path("network/figures/", views.NetworkFigures.as_view(), name="network_figures"),
    path("network/map.svg", views.NetworkFile.as_view(), name="network_file"),
    path("network/me/", views.ChooseLevel.as_view(), name="map_choice"),
]
