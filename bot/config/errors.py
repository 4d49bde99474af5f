"""What a Slack or terminal user can be told."""

import errno

_PORT_REASONS = {
    errno.EADDRINUSE: "ほかのプログラムが使っています",
    errno.EACCES: "使う権限がありません",
    errno.EADDRNOTAVAIL: "この機械のアドレスではありません",
}


class BotError(Exception):
    """`user_message` is Japanese, says what to do, and is shown as it stands."""

    exit_code = 1

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class UnreadableFileError(BotError):
    """The file of settings is no UTF-8, as an older editor of Windows saves it."""

    def __init__(self) -> None:
        super().__init__(
            "設定のファイル（.env など）の文字を読めません。エディターの「名前を付けて保存」で、"
            "文字コードに UTF-8 を選んで保存し直してください。"
        )


class PortError(BotError):
    """A port that cannot be listened on."""

    def __init__(self, port: int | None, error: OSError, advice: str = "別の番号を指定してください。") -> None:
        reason = _PORT_REASONS.get(error.errno or 0, "開けません")
        super().__init__(f"ポート {port} を使えません（{reason}）。{advice}")

    @staticmethod
    def is_of(error: OSError) -> bool:
        return error.errno in _PORT_REASONS


class WrongCallError(BotError):
    """The command was called in a way that makes no sense; nothing was tried."""

    exit_code = 2
