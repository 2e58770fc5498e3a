"""The addresses of whom one could meet."""

from django.urls import path

from matching.views import introductions, meeting

urlpatterns = [
    path("matching/", meeting.MatchingCounts.as_view(), name="matching"),
    path("meet/", meeting.Meet.as_view(), name="meet"),
    path("meet/stop/", meeting.StopSuggestions.as_view(), name="stop_suggestions"),
    path("meet/start/", meeting.StartSuggestions.as_view(), name="start_suggestions"),
    path("meet/<int:pk>/save/", introductions.SaveSuggestion.as_view(), name="save_suggestion"),
    path("meet/<int:pk>/pass/", introductions.PassSuggestion.as_view(), name="pass_suggestion"),
    path("meet/<int:pk>/introduce/", introductions.IntroduceSuggestion.as_view(), name="introduce_suggestion"),
    path("meet/introductions/<int:pk>/", introductions.IntroductionPage.as_view(), name="introduction"),
    path(
        "meet/introductions/<int:pk>/agree/", introductions.AgreeToIntroduction.as_view(), name="agree_to_introduction"
    ),
    path(
        "meet/introductions/<int:pk>/decline/", introductions.DeclineIntroduction.as_view(), name="decline_introduction"
    ),
]
