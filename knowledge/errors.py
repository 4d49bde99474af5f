"""What can go wrong for callers. Each error carries data; its text is one Japanese sentence that says what to do."""

from collections.abc import Sequence


class KnowledgeError(Exception):
    """A caller's mistake or unusable input. `str(error)` is fit for a reader."""


class UnreadableSourceError(KnowledgeError):
    """The file given as a strategy text cannot be read as Japanese text."""

    def __init__(self, path: str, advice: str) -> None:
        super().__init__(f"「{path}」を読めません。{advice}")
        self.path = path


class NotAStrategyError(KnowledgeError):
    """The text was read, yet holds no projects or no KPIs: not the document we were promised."""

    def __init__(self, path: str, missing: Sequence[str]) -> None:
        super().__init__(
            f"「{path}」から{'と'.join(missing)}を見つけられませんでした。"
            "総合戦略の本文（事業の見出しと KPI の表があるもの）を指定してください。"
        )
        self.path = path
        self.missing = tuple(missing)


class BadDataFileError(KnowledgeError):
    """A TOML file beside the strategy text is malformed."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"データファイル「{path}」に誤りがあります（{reason}）。書き方を直してください。")
        self.path = path
        self.reason = reason


class UnknownIdError(KnowledgeError):
    """No record has this id."""

    def __init__(self, kind: str, id: str, suggestions: Sequence[str] = ()) -> None:
        hint = f"近いもの: {'、'.join(suggestions)}。" if suggestions else ""
        super().__init__(f"「{id}」という{kind}はありません。{hint}")
        self.kind = kind
        self.id = id
        self.suggestions = tuple(suggestions)


class UnwritableFolderError(KnowledgeError):
    """Nothing can be written under the data folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"データの置き場所「{folder}」に書き込めません。"
            "書き込めるフォルダーを --data か環境変数 SENRYAKU_DATA で指定してください。"
        )
        self.folder = folder
