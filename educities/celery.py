"""The Celery app and the beat table: every periodic task with its interval, in one dict.

Celery only turns the crank: each task pulls waiting rows, is safe to run twice and holds no logic.
"""

import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, worker_init
from kombu import Queue

from educities.settings_env import env_number

# As root it warns of unpickling. Messages are JSON, nothing is ever unpickled.
warnings.filterwarnings("ignore", category=SecurityWarning)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")

app = Celery("educities", task_cls="educities.tenancy.tasks:CityTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# So long something that waits to be done at once waits at most; reminders are looked for less often.
SECONDS = env_number("TICK_MILLISECONDS", 2_000) / 1_000
BEAT: dict[str, tuple[str, Any]] = {
    "deliver mail": ("educities.activity.tasks.deliver_mail", SECONDS),
    "tick reminders": ("educities.activity.tasks.tick_reminders", 7.5 * SECONDS),
    "number events": ("educities.activity.tasks.number_events", SECONDS),
    "build reports": ("reports.tasks.build_reports", SECONDS),
    "run imports": ("stakeholders.tasks.run_imports", SECONDS),
    "forget sent forms": ("educities.accounts.tasks.forget_sent_forms", crontab(minute=50)),
    "expire overrides": ("labs.tasks.expire_overrides", crontab(minute="*/5")),
    "turn program years": ("programs.tasks.turn_program_years", crontab(minute=40)),
    "draw year reviews": ("programs.tasks.draw_reviews", crontab()),
    "publish outlines of cities": ("library.tasks.publish_outlines", crontab(minute=20)),
    "publish what cities share": ("library.tasks.publish_cities", crontab(hour=0, minute=50)),
    "finish merges of people": ("stakeholders.tasks.finish_old_merges", crontab(hour=0, minute=25)),
    "rest quiet organisations": ("stakeholders.tasks.rest_quiet", crontab(hour=0, minute=45)),
    "end consents": ("consents.tasks.end_consents", crontab()),
    "tend minors": ("consents.tasks.run_minors_maintenance", crontab(hour=0, minute=20)),
    "look at tomorrow's expeditions": ("journeys.tasks.check_trips", crontab(minute=35)),
    "close exchanges": ("exchange.tasks.close_late_exchanges", crontab(minute=20)),
    "publish numbers of growth engines": ("growth.tasks.publish_engine_counts", crontab()),
    "lapse invitations": ("growth.tasks.lapse_invitations", crontab(hour=0, minute=38)),
    "prepare forums": ("forum.tasks.prepare_forums", crontab(minute=45)),
    "lapse proposals": ("collaborations.tasks.lapse_proposals", crontab(hour=0, minute=35)),
    "suggest people who could meet": ("matching.tasks.suggest_people", crontab(hour=0, minute=55)),
    "forget unconfirmed acts": ("challenges.tasks.forget_unconfirmed_acts", crontab(hour=0, minute=20)),
    "send weekly digests": ("cities.tasks.send_weekly_digests", crontab(minute=5)),
    "send opening alerts": ("challenges.tasks.send_opening_alerts", crontab(minute=5)),
    "purge what the API kept": ("educities.api.tasks.purge_api_leftovers", crontab(hour=3, minute=10)),
    "forget old rows": ("cities.tasks.forget_old_rows", crontab(hour=3, minute=30)),
    "recompute reminders": ("educities.activity.tasks.recompute_reminders", crontab(hour=2, minute=20)),
}
# A tick that nobody took is followed by the next; the night's work is done late rather than not at all.
TICK_SECONDS, NIGHT_SECONDS = 60, 6 * 3600
app.conf.beat_schedule = {
    name: {
        "task": task,
        "schedule": when,
        "options": {"expires": TICK_SECONDS if isinstance(when, float) else NIGHT_SECONDS},
    }
    for name, (task, when) in BEAT.items()
}
# Mail has a worker of its own, so that nothing else waits behind a slow mail server. A worker that is told no queues
# takes from both.
WORK, MAIL = "celery", "mail"
app.conf.task_queues = [Queue(WORK), Queue(MAIL)]
app.conf.task_default_queue = WORK
app.conf.task_routes = {BEAT["deliver mail"][0]: {"queue": MAIL}}
app.conf.beat_max_loop_interval = SECONDS


@setup_logging.connect
def _leave_logging_alone(**_: Any) -> None:
    """Django's settings configure the logs, for workers too."""


@worker_init.connect
@beat_init.connect
def _refuse_insecure(**_: Any) -> None:
    from educities.settings_guard import refuse_insecure  # noqa: PLC0415 (the settings are ready only now)

    refuse_insecure()
