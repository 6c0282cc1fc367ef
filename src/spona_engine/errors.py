"""What goes wrong with the data a person gives, said so that the person can mend it."""


class ProblemError(ValueError):
    """Input that describes no problem or no result.

    `place` is the path inside the document ("parties[3].min"), `message` says what is wrong there and `remedy` what to
    write instead. All three are English sentences without a trailing stop.
    """

    def __init__(self, place: str, message: str, remedy: str) -> None:
        super().__init__(f"{place}: {message}; {remedy}")
        self.place = place
        self.message = message
        self.remedy = remedy
