"""The addresses of the strategic forum."""

from django.urls import path

from forum.views import agenda, ballots, charters, decisions, meetings

urlpatterns = [
    path("forum/", charters.ForumPage.as_view(), name="forum"),
    path("forum/rules/", charters.ChangeForum.as_view(), name="change_forum"),
    path("forum/public/", charters.PublicForum.as_view(), name="public_forum"),
    path("forum/public/<int:pk>/", charters.PublicDecision.as_view(), name="public_decision"),
    path("forum/seats/new/", charters.GiveSeat.as_view(), name="give_forum_seat"),
    path("forum/seats/<int:pk>/", charters.SeatPage.as_view(), name="forum_seat"),
    path("forum/seats/<int:pk>/name/", charters.ShowName.as_view(), name="show_seat_name"),
    path("forum/seats/<int:pk>/end/", charters.EndSeat.as_view(), name="end_forum_seat"),
    path("forum/<int:pk>/meetings/", meetings.ForumMeetings.as_view(), name="forum_meetings"),
    path("forum/<int:pk>/meetings/new/", meetings.NewMeeting.as_view(), name="new_forum_meeting"),
    path("forum/meetings/<int:pk>/", meetings.MeetingPage.as_view(), name="forum_meeting"),
    path("forum/meetings/<int:pk>/presence/", meetings.MeetingPresence.as_view(), name="meeting_presence"),
    path("forum/meetings/<int:pk>/question/", ballots.MeetingQuestion.as_view(), name="meeting_question"),
    path("forum/meetings/<int:pk>/agenda/", meetings.RefreshAgenda.as_view(), name="refresh_agenda"),
    path("forum/meetings/<int:pk>/left/<int:person>/", meetings.LeaveMeeting.as_view(), name="leave_meeting"),
    path("forum/meetings/<int:pk>/back/<int:person>/", meetings.ReturnToMeeting.as_view(), name="return_to_meeting"),
    path("forum/meetings/<int:pk>/end/", meetings.EndMeeting.as_view(), name="end_meeting"),
    path("forum/meetings/<int:pk>/correct/", meetings.CorrectMinutes.as_view(), name="correct_minutes"),
    path("forum/items/new/", agenda.NewItem.as_view(), name="new_item"),
    path("forum/items/<int:pk>/", agenda.ItemPage.as_view(), name="forum_item"),
    path("forum/items/<int:pk>/propose/", agenda.Propose.as_view(), name="propose_decision"),
    path("forum/items/<int:pk>/open/", agenda.OpenItem.as_view(), name="open_item"),
    path("forum/items/<int:pk>/decide/", agenda.DecideItem.as_view(), name="decide_item"),
    path("forum/items/<int:pk>/move/", agenda.MoveItem.as_view(), name="move_item"),
    path("forum/items/<int:pk>/postpone/", agenda.PostponeItem.as_view(), name="postpone_item"),
    path("forum/items/<int:pk>/drop/", agenda.DropItem.as_view(), name="drop_item"),
    path("forum/items/<int:pk>/restore/", agenda.RestoreItem.as_view(), name="restore_item"),
    path("forum/items/<int:pk>/again/", agenda.RenewItem.as_view(), name="renew_item"),
    path("forum/send/<str:record>/", agenda.SendUp.as_view(), name="send_to_forum"),
    path("forum/decisions/", decisions.Decisions.as_view(), name="forum_decisions"),
    path("forum/decisions/<int:pk>/", decisions.DecisionPage.as_view(), name="forum_decision"),
    path("forum/decisions/<int:pk>/answer/", ballots.AnswerQuestion.as_view(), name="answer_question"),
    path("forum/decisions/<int:pk>/answer/words/", ballots.AnswerInWords.as_view(), name="answer_in_words"),
    path("forum/decisions/<int:pk>/done/", decisions.ReportDone.as_view(), name="report_done"),
]
