"""Labs, cohorts and their four stages: seats, gates, overrides."""
