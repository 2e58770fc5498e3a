from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        """Apps below are answered; who joined to guide a lab has a seat in it."""
        from cities.actions.invitations import ON_JOINED  # noqa: PLC0415 (models are ready only now)
        from cities.actions.roles import ROLE_BLOCKERS  # noqa: PLC0415
        from labs import hooks, panels  # noqa: F401, PLC0415
        from labs.actions.labs import seat_who_joined, what_hangs_on  # noqa: PLC0415
        from labs.actions.overrides import tell_who_came  # noqa: PLC0415
        from labs.guides import leaves_without_guide  # noqa: PLC0415
        from stakeholders.actions import BLOCKERS  # noqa: PLC0415

        if what_hangs_on not in BLOCKERS:
            BLOCKERS.append(what_hangs_on)
        if tell_who_came not in ON_JOINED:
            ON_JOINED.append(tell_who_came)
        if leaves_without_guide not in ROLE_BLOCKERS:
            ROLE_BLOCKERS.append(leaves_without_guide)
        if seat_who_joined not in ON_JOINED:
            ON_JOINED.append(seat_who_joined)
