from django.contrib.auth.hashers import Argon2PasswordHasher


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id at 19 MiB (OWASP's figure): the default's 100 MiB a sign-in lets a crowd exhaust a small server."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
