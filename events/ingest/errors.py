"""What is wrong with an input, as a sentence for the person who gave it."""


class IngestError(ValueError):
    """The input cannot become an article; the message says what is wrong and where."""
