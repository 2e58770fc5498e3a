from django.urls import path

from educities.activity.views import Letter, Mailbox

urlpatterns = [
    path("mailbox/", Mailbox.as_view(), name="mailbox"),
    path("mailbox/<slug:name>/", Letter.as_view(), name="letter"),
]
