"""Labs, cohorts, the board, overrides."""

from django.urls import path

from labs.views import board, cohorts, labs, members, overrides

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
    path("labs/<int:pk>/rest/", labs.RestLab.as_view(), name="rest_lab"),
    path("labs/<int:pk>/wake/", labs.WakeLab.as_view(), name="wake_lab"),
    path("labs/<int:pk>/close/", labs.CloseLab.as_view(), name="close_lab"),
    path("labs/<int:pk>/cohorts/new/", cohorts.NewCohort.as_view(), name="new_cohort"),
    path("labs/<int:pk>/overrides/<str:code>/", overrides.RequestLabOverride.as_view(), name="request_lab_override"),
    path("cohorts/<int:pk>/", cohorts.CohortPage.as_view(), name="cohort"),
    path("cohorts/<int:pk>/change/", cohorts.ChangeCohort.as_view(), name="change_cohort"),
    path("cohorts/<int:pk>/advance/", cohorts.AdvanceCohort.as_view(), name="advance_cohort"),
    path("cohorts/<int:pk>/members/", members.Members.as_view(), name="cohort_members"),
    path("cohorts/<int:pk>/open/", cohorts.OpenCohort.as_view(), name="open_cohort"),
    path("cohorts/<int:pk>/start/", cohorts.StartCohort.as_view(), name="start_cohort"),
    path("cohorts/<int:pk>/suspend/", cohorts.SuspendCohort.as_view(), name="suspend_cohort"),
    path("cohorts/<int:pk>/resume/", cohorts.ResumeCohort.as_view(), name="resume_cohort"),
    path("cohorts/<int:pk>/complete/", cohorts.CompleteCohort.as_view(), name="complete_cohort"),
    path("cohorts/<int:pk>/cancel/", cohorts.CancelCohort.as_view(), name="cancel_cohort"),
    path("cohorts/<int:pk>/overrides/<str:code>/", overrides.RequestCohortOverride.as_view(), name="request_override"),
    path("members/<int:pk>/accept/", members.AcceptSeat.as_view(), name="accept_seat"),
    path("members/<int:pk>/leave/", members.LeaveCohort.as_view(), name="leave_cohort"),
    path("members/<int:pk>/claim/", members.ClaimForMember.as_view(), name="claim_for_member"),
    path("members/<int:pk>/remove/", members.RemoveMember.as_view(), name="remove_member"),
    path("members/<int:pk>/join/", members.JoinCohort.as_view(), name="join_cohort"),
    path("members/<int:pk>/give-up/", members.GiveUpSeat.as_view(), name="give_up_seat"),
    path("overrides/", overrides.Overrides.as_view(), name="overrides"),
    path("overrides/<int:pk>/", overrides.OverridePage.as_view(), name="override"),
    path("overrides/<int:pk>/decide/", overrides.DecideOverride.as_view(), name="decide_override"),
    path("overrides/<int:pk>/resolve/", overrides.ResolveOverride.as_view(), name="resolve_override"),
]
