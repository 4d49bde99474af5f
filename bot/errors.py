"""What a Slack or terminal user can be told."""


class BotError(Exception):
    """`user_message` is Japanese, says what to do, and is shown as it stands."""

    exit_code = 1

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class WrongCallError(BotError):
    """The command was called in a way that makes no sense; nothing was tried."""

    exit_code = 2
