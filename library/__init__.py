"""What a city publishes to all cities: the one door in the wall between them."""
