"""What a Slack or terminal user can be told."""


class BotError(Exception):
    """`user_message` is Japanese, says what to do, and is shown as it stands."""

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message
