"""Labs, cohorts, the board, overrides."""

from django.urls import path

from labs.views import board, cohorts, labs, overrides

urlpatterns = [
    path("board/", board.Board.as_view(), name="board"),
    path("labs/", labs.Labs.as_view(), name="labs"),
    path("labs/new/", labs.NewLab.as_view(), name="new_lab"),
    path("labs/<int:pk>/", labs.LabPage.as_view(), name="lab"),
    path("labs/<int:pk>/change/", labs.ChangeLab.as_view(), name="change_lab"),
    path("labs/<int:pk>/representatives/", labs.SeatRepresentative.as_view(), name="seat_representative"),
    path("labs/<int:pk>/facilitators/", labs.SeatFacilitator.as_view(), name="seat_facilitator"),
    path("labs/seats/<int:pk>/free/", labs.FreeSeat.as_view(), name="free_seat"),
    path("labs/<int:pk>/launch/", labs.LaunchLab.as_view(), name="launch_lab"),
    path("labs/<int:pk>/cohorts/new/", cohorts.NewCohort.as_view(), name="new_cohort"),
    path("labs/<int:pk>/overrides/<str:code>/", overrides.RequestLabOverride.as_view(), name="request_lab_override"),
    path("cohorts/<int:pk>/", cohorts.CohortPage.as_view(), name="cohort"),
    path("cohorts/<int:pk>/change/", cohorts.ChangeCohort.as_view(), name="change_cohort"),
    path("cohorts/<int:pk>/advance/", cohorts.AdvanceCohort.as_view(), name="advance_cohort"),
    path("cohorts/<int:pk>/members/", cohorts.Members.as_view(), name="cohort_members"),
    path("cohorts/<int:pk>/moves/<slug:move>/", cohorts.MoveCohort.as_view(), name="move_cohort"),
    path(
        "cohorts/<int:pk>/overrides/<str:code>/", overrides.RequestCohortOverride.as_view(), name="request_override"
    ),
    path("members/<int:pk>/accept/", cohorts.AcceptSeat.as_view(), name="accept_seat"),
    path("members/<int:pk>/leave/", cohorts.LeaveCohort.as_view(), name="leave_cohort"),
    path("overrides/<int:pk>/", overrides.OverridePage.as_view(), name="override"),
    path("overrides/<int:pk>/decide/", overrides.DecideOverride.as_view(), name="decide_override"),
    path("overrides/<int:pk>/resolve/", overrides.ResolveOverride.as_view(), name="resolve_override"),
]
