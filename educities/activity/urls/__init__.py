"""The addresses of activity: a city's inbox and deliveries, and the platform's mailbox."""
