"""Cities: the tenant, who has which role in it, its public face and settings."""
