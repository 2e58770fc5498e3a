from django.urls import path

from library import views

urlpatterns = [
    path("network/comparison/", views.CitiesSideBySide.as_view(), name="cities_side_by_side"),
    path("network/comparison/<slug:code>/", views.CompareCities.as_view(), name="compare_cities"),
]
