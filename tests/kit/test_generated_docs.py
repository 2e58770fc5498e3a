"""docs/hooks.md says of each hook who asks and who answers."""

from educities.kit.generated_docs.hooks import hooks_page


def test_a_hook_is_said_with_who_asks_and_who_answers() -> None:
    assert """## consents.consent_changed

Called in the same transaction when a consent was given, refused, taken back or ran out: (profile, purpose, given).

- asked in `consents.actions.consents._call_apps`, `consents.actions.said_ages._wait_for_guardian`
- answered in `challenges.hooks`, `consents.hooks`, `journeys.hooks`, `labs.hooks`: `challenges.actions.consents.consent_changed`, `consents.actions.sharing.tell_of_sharing`, `journeys.actions.trip_seats.tell_of_seat`, `labs.actions.members.update_seats`
""" in hooks_page()


def test_each_hook_is_asked_and_answered() -> None:
    lines = hooks_page().splitlines()
    assert [line for line in lines if line.startswith(("- asked in –", "- answered in –"))] == []
    assert [line for line in lines if line.endswith("nobody yet")] == []
