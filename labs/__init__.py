"""Labs, cohorts and their four stages: sessions, attendance, gates, overrides."""
