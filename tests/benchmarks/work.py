"""What runs behind the pages: a new city, an import, reminders."""

import io
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from cities.actions import create_city
from cities.models import City
from consents.texts.personal_data import describe_subject
from consents.values.personal_data import DATA_FORMATS
from educities.activity.actions.delivery import Renderers, deliver_due
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule, enqueue_due_reminders, schedule_reminder
from educities.activity.models import Message, Notice, Schedule
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from reports.management.practice import SLUG
from stakeholders.actions import apply_import, check_file, undo_import
from stakeholders.models import Organisation, Profile
from tests.benchmarks.measure import say

PEOPLE = 10_000


def timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def one_more_city() -> None:
    count = 100
    seconds = timed(
        lambda: [create_city(actor=None, slug=f"bench-{n}", name={"en": f"Bench {n}"}) for n in range(count)]
    )
    say("one more city", f"{seconds / count * 1000:7.1f} ms")


def import_organisations() -> None:
    city = City.objects.get(slug="bench-0")
    actor = get_user_model().objects.get(email="ruth@practice.example")
    text = io.StringIO()
    text.write("name_he,sector,email\n")
    text.writelines(f"ארגון מספר {n},{n % 4 + 1},o{n}@example.org\n" for n in range(20_000))
    data = text.getvalue().encode("utf-8-sig")
    with city_scope(city.pk):
        start = time.perf_counter()
        run = check_file(data, "organisations.csv", sector=None, actor=actor)
        checked = time.perf_counter()
        apply_import(run, actor=actor)
        done = time.perf_counter()
        assert Organisation.objects.count() == 20_000
        undo_import(run, actor=actor, reason="Wrong sector")
        say(
            "import of 20,000 organisations: dry run, applied, undone",
            f"{checked - start:7.1f} s  {done - checked:7.1f} s  {time.perf_counter() - done:7.1f} s",
        )
        assert not Organisation.objects.exists()


def letter(subject: Any, user: Any) -> dict[str, Any]:
    """What the longest of our reminders holds: a session's facts and a link of one's own."""
    data = {
        "title": subject.name,
        "cohort": subject.name,
        "starts_at": "2027-06-01T18:00:00+03:00",
        "ends_at": "2027-06-01T20:00:00+03:00",
    }
    return {
        "data": {**data, "place": "Library", "time_zone": "Asia/Jerusalem"},
        "answer": f"https://127.0.0.1/c/{SLUG}/answer/{user.pk}:signed",
    }


def reminders(city: City) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    users = get_user_model().objects
    users.bulk_create(
        [
            get_user_model()(email=f"bench{n}@example.org", password="!", language=("he", "ar", "en")[n % 3])
            for n in range(PEOPLE)
        ]
    )
    people = list(users.filter(email__startswith="bench"))
    REMINDER_RULES.register(ReminderRule("bench", lambda subject: people, VERBS["meetings.session_reminded"], letter))
    city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
    city.save()
    with city_scope(city.pk):
        row = Organisation.objects.first()
        now = timezone.now()
        made = schedule_reminder(row, "bench", now.replace(tzinfo=None), "UTC", now + timedelta(days=1))
        Schedule.objects.filter(pk=made.pk).update(due_at=now - timedelta(seconds=1))
    say(f"reminders of {PEOPLE:,} people: written", f"{timed(enqueue_due_reminders):7.1f} s")

    def deliver() -> None:
        renderers: Renderers = {}
        while deliver_due(renderers=renderers):
            pass

    say(f"reminders of {PEOPLE:,} people: rendered and handed over", f"{timed(deliver):7.1f} s")
    with city_scope(city.pk):
        assert Message.objects.filter(state="sent").count() >= PEOPLE


def personal_data(city: City) -> None:
    """The own data of a person with 10,000 rows as a file: the processor's seconds, and beside them those of reading the bare rows."""
    with city_scope(city.pk, city):
        user = get_user_model().objects.get(email="noa@practice.example")
        subject = describe_subject(Profile.objects.select_related("user", "city").get(user=user), user)
        common = {"verb": "labs.lab_changed", "target_type": "labs.lab", "target_id": "1"}
        Notice.objects.bulk_create(
            [Notice(user=user, data={"title": {"he": "מעבדה"}}, **common) for _ in range(PEOPLE)]
        )
        rows = Notice.objects.filter(user=user)
        bare = spent(lambda: json.dumps(list(rows.values()), default=str))
        for kind in DATA_FORMATS:
            seconds = spent(lambda kind=kind: kind.render(subject))
            say(
                f"own data of {PEOPLE:,} rows as {kind.key}: of bare rows as JSON",
                f"{seconds:7.1f} s {seconds / bare:7.1f}x",
            )


def spent(act: Callable[[], Any]) -> float:
    """The processor's seconds of `act`, the median of three."""
    found = []
    for _try in range(3):
        start = time.process_time()
        act()
        found.append(time.process_time() - start)
    return sorted(found)[1]


def measure(city: City) -> None:
    print("\nWork:")
    one_more_city()
    import_organisations()
    reminders(City.objects.get(pk=city.pk))
    personal_data(City.objects.get(pk=city.pk))
