"""Labs, cohorts and their four stages: expeditions, the city model, initiatives."""
