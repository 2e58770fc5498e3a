"""What a cohort makes on its way: activity areas, expeditions and learnings, the city model, initiatives."""
