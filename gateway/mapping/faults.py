"""What can go wrong while an expression is evaluated on a file's data."""


class EvaluationFault(Exception):
    """A value cannot be made from this file's data; becomes the finding with code `code`."""

    def __init__(self, code: str, *, value: object = "", expected: object = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.expected = expected
        self.details = details
