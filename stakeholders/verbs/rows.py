"""What the history calls rows of this app."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows

ROWS = name_rows(
    "stakeholders",
    claimcode=_("code for taking over a profile"),
    profilemerge=_("merge of two profiles"),
    commitment=_("commitment of an organisation"),
    area=_("area of the shared list"),
    areamerge=_("merge of two areas"),
    residentlist=_("list of residents"),
    residententry=_("line of the list of residents"),
    verification=_("verification"),
    citysignin=_("sign-in of the city"),
    linkedsignin=_("link with the sign-in of the city"),
    importrun=_("imported file"),
    representation=_("representation of an organisation"),
    site=_("site of an organisation"),
    strengthclaim=_("strength or growth area"),
)
