from django.urls import path

from stakeholders.views import growth_areas, imports, organisations, people, representatives

urlpatterns = [
    path("organisations/", organisations.OrganisationsPage.as_view(), name="organisations"),
    path("organisations/new/", organisations.ProposeOrganisation.as_view(), name="propose_organisation"),
    path("organisations/find/", organisations.FindOrganisations.as_view(), name="find_organisations"),
    path("organisations/verify/", organisations.VerifyChosen.as_view(), name="verify_organisations"),
    path("organisations/import/", imports.ImportPage.as_view(), name="import_organisations"),
    path("organisations/import/<int:pk>/", imports.ImportRunPage.as_view(), name="import_run"),
    path("organisations/import/<int:pk>/apply/", imports.ApplyImport.as_view(), name="apply_import"),
    path("organisations/import/<int:pk>/verify/", imports.VerifyImported.as_view(), name="verify_import"),
    path("organisations/import/<int:pk>/discard/", imports.DiscardImport.as_view(), name="discard_import"),
    path("organisations/import/<int:pk>/problems.csv", imports.ImportProblems.as_view(), name="import_problems"),
    path("organisations/<int:pk>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path("organisations/<int:pk>/change/", organisations.ChangeOrganisation.as_view(), name="change_organisation"),
    path("organisations/<int:pk>/verify/", organisations.VerifyOrganisation.as_view(), name="verify_organisation"),
    path("organisations/<int:pk>/verify/undo/", organisations.UndoVerification.as_view(), name="undo_verification"),
    path("organisations/<int:pk>/reject/", organisations.RejectOrganisation.as_view(), name="reject_organisation"),
    path("organisations/<int:pk>/archive/", organisations.ArchiveOrganisation.as_view(), name="archive_organisation"),
    path(
        "organisations/<int:pk>/appoint/",
        representatives.AppointRepresentative.as_view(),
        name="appoint_representative",
    ),
    path("organisations/<int:pk>/strengths/", people.OrganisationClaimPage.as_view(), name="claim_for_organisation"),
    path("representations/<int:pk>/", representatives.RepresentationPage.as_view(), name="representation"),
    path(
        "representations/<int:pk>/accept/",
        representatives.AcceptRepresentation.as_view(),
        name="accept_representation",
    ),
    path("representations/<int:pk>/end/", representatives.EndRepresentation.as_view(), name="end_representation"),
    path("people/", people.PeoplePage.as_view(), name="people"),
    path("people/find/", people.FindPeople.as_view(), name="find_people"),
    path("people/<int:pk>/", people.ProfilePage.as_view(), name="profile"),
    path("people/<int:pk>/change/", people.ChangeProfile.as_view(), name="change_profile"),
    path("people/<int:pk>/strengths/", people.ClaimPage.as_view(), name="claim_area"),
    path("strengths/", growth_areas.CityAreas.as_view(), name="city_areas"),
    path("strengths/new/", growth_areas.ClaimForCity.as_view(), name="claim_for_city"),
    path("strengths/<int:pk>/remove/", people.RemoveClaim.as_view(), name="remove_claim"),
    path("me/", people.MePage.as_view(), name="me"),
]
