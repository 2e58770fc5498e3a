"""The addresses of what people and organisations do together."""

from django.urls import path

from collaborations.views import answers, collaborations, endorsements, letters, promises, proposals, tables

urlpatterns = [
    path("collaborations/", collaborations.Collaborations.as_view(), name="collaborations"),
    path("collaborations.csv", tables.CollaborationsTable.as_view(), name="collaborations_table"),
    path("collaborations/new/", proposals.IntroduceParties.as_view(), name="introduce_parties"),
    path("collaborations/mine/", collaborations.MyCollaborations.as_view(), name="my_collaborations"),
    path("collaborations/find/", proposals.FindSides.as_view(), name="find_sides"),
    path("collaborations/propose/", proposals.ProposeToOthers.as_view(), name="propose_to_others"),
    path("collaborations/<int:pk>/further/", proposals.ExtendCollaboration.as_view(), name="extend_collaboration"),
    path("people/<int:pk>/collaborate/", proposals.ProposeToPerson.as_view(), name="propose_to_person"),
    path(
        "organisations/<int:pk>/collaborate/", proposals.ProposeToOrganisation.as_view(), name="propose_to_organisation"
    ),
    path("collaborations/<int:pk>/", collaborations.CollaborationPage.as_view(), name="collaboration"),
    path("collaborations/<int:pk>/change/", collaborations.ChangeCollaboration.as_view(), name="change_collaboration"),
    path("collaborations/<int:pk>/write/", letters.WriteToSides.as_view(), name="write_to_sides"),
    path("collaborations/<int:pk>/begin/", collaborations.BeginCollaboration.as_view(), name="begin_collaboration"),
    path("collaborations/<int:pk>/pause/", collaborations.PauseCollaboration.as_view(), name="pause_collaboration"),
    path("collaborations/<int:pk>/resume/", collaborations.ResumeCollaboration.as_view(), name="resume_collaboration"),
    path(
        "collaborations/<int:pk>/complete/",
        collaborations.CompleteCollaboration.as_view(),
        name="complete_collaboration",
    ),
    path("collaborations/<int:pk>/follow-up/", collaborations.AddFollowUp.as_view(), name="add_follow_up"),
    path("collaborations/<int:pk>/withdraw/", answers.WithdrawProposal.as_view(), name="withdraw_proposal"),
    path("collaborations/<int:pk>/go-on/", answers.GoOnWithAgreed.as_view(), name="go_on_with_agreed"),
    path("collaborations/<int:pk>/end/", collaborations.EndCollaboration.as_view(), name="end_collaboration"),
    path(
        "collaborations/sides/<int:pk>/agree/",
        answers.AgreeToCollaboration.as_view(),
        name="agree_to_collaboration",
    ),
    path("collaborations/sides/<int:pk>/promise/", promises.PromiseInside.as_view(), name="promise_inside"),
    path(
        "collaborations/sides/<int:pk>/decline/",
        answers.DeclineCollaboration.as_view(),
        name="decline_collaboration",
    ),
    path("endorsements/", endorsements.Endorsements.as_view(), name="endorsements"),
    path("endorsements/<int:pk>/keep/", endorsements.KeepEndorsement.as_view(), name="keep_endorsement"),
    path("endorsements/<int:pk>/leave/", endorsements.LeaveEndorsement.as_view(), name="leave_endorsement"),
    path("endorsements/<int:pk>/withdraw/", endorsements.WithdrawEndorsement.as_view(), name="withdraw_endorsement"),
    path("sessions/<int:pk>/endorse/", endorsements.EndorseAfterSession.as_view(), name="endorse_after_session"),
    path(
        "collaborations/<int:pk>/endorse/",
        endorsements.EndorseInCollaboration.as_view(),
        name="endorse_in_collaboration",
    ),
    path("cohorts/<int:pk>/endorsements/", endorsements.CohortEndorsements.as_view(), name="cohort_endorsements"),
]
