"""PostgreSQL and Valkey for one machine, so that a fresh clone runs. Knows nothing of Django."""
