"""What the page of a challenge shows those who lead it, and nobody else."""

from typing import Any

import pytest

from challenges.actions import frame_challenge, open_challenge

pytestmark = pytest.mark.django_db


def test_only_those_who_lead_it_read_its_history(
    client: Any, sign_in: Any, director: Any, resident: Any, scope: Any
) -> None:
    given = {"question": {"en": "How might our street become a classroom?"}, "intro": {"en": "Two sentences about it."}}
    challenge = frame_challenge(actor=director, **given)
    open_challenge(challenge, actor=director)
    said = "The challenge “How might our street become a classroom?” is open"
    for who, reads in ((director, True), (resident, False), (None, False)):
        client.logout()
        if who:
            sign_in(client, who)
        assert (said in client.get(challenge.get_absolute_url()).content.decode()) is reads
