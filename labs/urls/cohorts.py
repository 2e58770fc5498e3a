"""Labs, cohorts, the board, overrides."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
