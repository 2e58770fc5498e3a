"""Words that read the same in Hebrew."""

WORDS = {"PDF", "Excel"}
