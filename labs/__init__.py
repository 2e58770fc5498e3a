"""Labs, cohorts and their four stages: sessions, attendance, expeditions, the city model, initiatives."""
