from django.urls import path

from challenges.views import alerts, confirmations, my_ideas, public, residents, staff

urlpatterns = [
    path("challenges/", public.Challenges.as_view(), name="challenges"),
    path("challenges/<int:pk>/", public.ChallengePage.as_view(), name="challenge"),
    path("challenges/<int:pk>/idea/", residents.WriteIdea.as_view(), name="write_idea"),
    path("challenges/<int:pk>/join/", residents.Join.as_view(), name="join_challenge"),
    path("challenges/<int:pk>/check-mail/", confirmations.CheckMail.as_view(), name="check_mail"),
    path("challenges/<int:pk>/tell-me/", alerts.TellMe.as_view(), name="tell_me"),
    path("challenges/<int:pk>/tell-me/stop/", alerts.StopTellingMe.as_view(), name="stop_telling_me"),
    path("begins/<str:token>/", alerts.ConfirmAlert.as_view(), name="opening_alert"),
    path("ideas/<int:pk>/support/", residents.SupportIdea.as_view(), name="support_idea"),
    path("ideas/<int:pk>/support/back/", residents.TakeSupportBack.as_view(), name="take_support_back"),
    path("ideas/<int:pk>/withdraw/", my_ideas.WithdrawIdea.as_view(), name="withdraw_idea"),
    path("ideas/<int:pk>/rewrite/", my_ideas.RewriteIdea.as_view(), name="rewrite_idea"),
    path("ideas/<int:pk>/correct/", my_ideas.CorrectIdea.as_view(), name="correct_idea"),
    path("ideas/<int:pk>/show/", my_ideas.ShowIdeaAgain.as_view(), name="show_idea_again"),
    path("participations/<int:pk>/leave/", my_ideas.Leave.as_view(), name="leave_challenge"),
    path("confirm/<str:token>/", confirmations.ConfirmAct.as_view(), name="confirm_act"),
    path("manage/challenges/", staff.ManageChallenges.as_view(), name="manage_challenges"),
    path("manage/challenges/new/", staff.NewChallenge.as_view(), name="new_challenge"),
    path("manage/challenges/<int:pk>/change/", staff.ChangeChallenge.as_view(), name="change_challenge"),
    path("manage/challenges/<int:pk>/phases/", staff.PlanPhases.as_view(), name="plan_phases"),
    path("manage/challenges/<int:pk>/moves/<slug:move>/", staff.MoveChallenge.as_view(), name="move_challenge"),
    path("manage/ideas/", staff.Moderation.as_view(), name="moderation"),
    path("manage/ideas/<int:pk>/publish/", staff.PublishIdea.as_view(), name="publish_idea"),
    path("manage/ideas/<int:pk>/hide/", staff.HideIdea.as_view(), name="hide_idea"),
    path("manage/ideas/<int:pk>/answer/", staff.AnswerIdea.as_view(), name="answer_idea"),
]
