"""The addresses of what a cohort makes: areas, expeditions, the city's model, initiatives."""

from django.urls import path

from journeys.views import city_lists, city_model, expeditions, initiatives

urlpatterns = [
    path("cohorts/<int:pk>/areas/", expeditions.Areas.as_view(), name="areas"),
    path("areas/<int:pk>/drop/", expeditions.DropArea.as_view(), name="drop_area"),
    path("cohorts/<int:pk>/expeditions/", expeditions.Expeditions.as_view(), name="expeditions"),
    path("cohorts/<int:pk>/expeditions/new/", expeditions.NewExpedition.as_view(), name="new_expedition"),
    path("expeditions/", city_lists.CityExpeditions.as_view(), name="city_expeditions"),
    path("expeditions/<int:pk>/", expeditions.ExpeditionPage.as_view(), name="expedition"),
    path("expeditions/<int:pk>/change/", expeditions.ChangeExpedition.as_view(), name="change_expedition"),
    path("expeditions/<int:pk>/approve/", expeditions.Approve.as_view(), name="approve_expedition"),
    path("expeditions/<int:pk>/approve/undo/", expeditions.UndoApproval.as_view(), name="undo_approval"),
    path("expeditions/<int:pk>/submit/", expeditions.Submit.as_view(), name="submit_expedition"),
    path("expeditions/<int:pk>/send-back/", expeditions.SendBack.as_view(), name="send_back_expedition"),
    path("expeditions/<int:pk>/set-out/", expeditions.SetOut.as_view(), name="set_out"),
    path("expeditions/<int:pk>/come-back/", expeditions.ComeBack.as_view(), name="come_back"),
    path("expeditions/<int:pk>/conclude/", expeditions.Conclude.as_view(), name="conclude_expedition"),
    path("expeditions/<int:pk>/cancel/", expeditions.CancelExpedition.as_view(), name="cancel_expedition"),
    path("expeditions/<int:pk>/learnings/new/", expeditions.NewLearning.as_view(), name="new_learning"),
    path("learnings/<int:pk>/change/", expeditions.ChangeLearning.as_view(), name="change_learning"),
    path("cohorts/<int:pk>/model/", city_model.CohortModel.as_view(), name="cohort_model"),
    path("cohorts/<int:pk>/model/new/", city_model.NewVersion.as_view(), name="new_version"),
    path("model/<int:pk>/", city_model.ModelPage.as_view(), name="model"),
    path("model/<int:pk>/move/", city_model.MoveVersion.as_view(), name="move_version"),
    path("model/<int:pk>/withdraw/", city_model.WithdrawVersion.as_view(), name="withdraw_version"),
    path("model/blocks/<int:pk>/", city_model.EditBlock.as_view(), name="block"),
    path("model/blocks/<int:pk>/cite/", city_model.Cite.as_view(), name="cite"),
    path("model/citations/<int:pk>/remove/", city_model.RemoveCitation.as_view(), name="remove_citation"),
    path("cohorts/<int:pk>/initiatives/", initiatives.Initiatives.as_view(), name="initiatives"),
    path("cohorts/<int:pk>/initiatives/new/", initiatives.NewInitiative.as_view(), name="new_initiative"),
    path("initiatives/", city_lists.CityInitiatives.as_view(), name="city_initiatives"),
    path("initiatives/<int:pk>/", initiatives.InitiativePage.as_view(), name="initiative"),
    path("initiatives/<int:pk>/change/", initiatives.ChangeInitiative.as_view(), name="change_initiative"),
    path("initiatives/<int:pk>/progress/", initiatives.ReportProgress.as_view(), name="report_progress"),
    path("initiatives/<int:pk>/move/", initiatives.MoveInitiative.as_view(), name="move_initiative"),
    path("initiatives/<int:pk>/stop/", initiatives.StopInitiative.as_view(), name="stop_initiative"),
    path("initiatives/<int:pk>/resume/", initiatives.ResumeInitiative.as_view(), name="resume_initiative"),
    path("initiatives/<int:pk>/partners/", initiatives.AddPartner.as_view(), name="add_partner"),
    path("partners/<int:pk>/remove/", initiatives.RemovePartner.as_view(), name="remove_partner"),
]
