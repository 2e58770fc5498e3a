"""Seats of a lab in words."""

from django.utils.translation import gettext as _

from labs.models import LabSeat


def describe_uncounted(seat: LabSeat) -> str:
    """Why a seat counts for none of the four sectors now."""
    if seat.organisation is None or seat.organisation.is_standing:
        return _("Does not count for its sector: the person does not represent the organisation at the moment.")
    text = _("Does not count for its sector: the organisation is %(state)s.")
    return text % {"state": seat.organisation.get_state_display()}
