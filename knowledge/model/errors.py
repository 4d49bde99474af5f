"""What can go wrong for callers. Each error carries data; its text is one Japanese sentence that says what to do."""

import errno
from collections.abc import Sequence

_ADVICE = {
    errno.ENOSPC: "ディスクの空き容量がありません。不要なファイルを消してから、もう一度実行してください。",
    errno.EDQUOT: "割り当てられた容量を使い切っています。不要なファイルを消してから、もう一度実行してください。",
    errno.EFBIG: "ファイルの大きさの上限に達しました。管理者に上限を確かめてください。",
    errno.EACCES: "この場所を使う権限がありません。権限を確かめるか、別の場所を指定してください。",
    errno.EPERM: "この場所を使う権限がありません。権限を確かめるか、別の場所を指定してください。",
    errno.EROFS: "読み取り専用の場所です。別の場所を指定してください。",
    errno.ENOENT: "見つかりません。場所を確かめてください。",
    errno.EISDIR: "フォルダーです。ファイルを指定してください。",
    errno.ENOTDIR: "同じ名前のファイルがあります。別の場所を指定してください。",
    errno.EEXIST: "同じ名前のファイルがあります。別の場所を指定してください。",
}


def advice_on(error: OSError) -> str:
    """Why the system refused a file, and what to do about it: one Japanese sentence or two."""
    return _ADVICE.get(error.errno or 0, f"システムの応答: {error.strerror}。")


class KnowledgeError(Exception):
    """A caller's mistake or unusable input. `str(error)` is fit for a reader: `said`, where nothing else is given."""

    said = ""

    def __init__(self, said: str = "") -> None:
        super().__init__(said or self.said)


class _OfPathError(KnowledgeError):
    """Of a file or folder: {path} and {advice} stand in what is said."""

    def __init__(self, path: str, advice: str = "") -> None:
        super().__init__(self.said.format(path=path, advice=advice))
        self.path = path


class UnreadableSourceError(_OfPathError):
    """The file given as a strategy text cannot be read as Japanese text."""

    said = "「{path}」を読めません。{advice}"


class NotAStrategyError(KnowledgeError):
    """The text was read, yet holds neither a heading nor a table: no plan. What a plan lacks besides is zero.

    `seen`: in Japanese, what stands there instead, and what to do about it.
    """

    def __init__(self, path: str, missing: Sequence[str], seen: str = "") -> None:
        other = (
            "計画の本文（章や目標の見出しがあるもの）を指定してください。見出しの書き方は layout.toml で教えられます。"
        )
        super().__init__(f"「{path}」から{'と'.join(missing)}を見つけられませんでした。{seen or other}")
        self.path = path
        self.missing = tuple(missing)


class DamagedSourceError(KnowledgeError):
    """The text breaks off: a table in the middle of a row, a list that names what no chapter has."""

    def __init__(self, path: str, line: int, what: str) -> None:
        super().__init__(f"「{path}」の{line}行目で、{what}。本文の欠けたところを補ってください。")
        self.path = path
        self.line = line


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


class OutsidePlanError(KnowledgeError):
    """A year of which the plan says nothing. `period`: 「令和2年度〜令和6年度」."""

    def __init__(self, year: str, period: str) -> None:
        super().__init__(f"{year}は計画期間（{period}）の外のため、検証できません。計画期間の年度を指定してください。")
        self.year = year
        self.period = period


class UnreadableYearError(KnowledgeError):
    """What should be one fiscal year is none, or may be one or another."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text


class UnwritableStoreError(_OfPathError):
    """The data folder refuses a write: disk full, no permission, a file in its place. Nothing was changed."""

    said = "「{path}」に書き込めません。{advice}"


class NotAFolderError(_OfPathError):
    """A file lies where a folder of the data folder belongs."""

    said = "フォルダーのはずの「{path}」がファイルになっています。名前を変えるか、移してください。"


class UnreadableStoreError(_OfPathError):
    """The system refuses to read a file of the data folder. Going on without it would lose what it holds."""

    said = "「{path}」を読めません。{advice}"


class UnreadableArchiveError(_OfPathError):
    """A file given for restoring is no backup, or not the whole of one. Nothing was changed."""

    said = "「{path}」から復元できません。{advice}"


class RunningBotError(_OfPathError):
    """A bot works on the data folder, which is not to be taken away under it."""

    said = "senryaku が「{path}」を使って動いています。止めてから、もう一度実行してください。"


class BusyStoreError(KnowledgeError):
    """Another process held the data folder's lock for longer than we wait."""

    def __init__(self, path: str, waited_s: float) -> None:
        super().__init__(
            f"データフォルダー「{path}」を別の senryaku が使用中です（{waited_s:g}秒待ちました）。"
            "終わるのを待ってから、もう一度実行してください。"
        )
        self.path = path
        self.waited_s = waited_s


class DamagedStoreError(KnowledgeError):
    """No generation of a database can be read, and its journals do not reach back to the beginning."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"データフォルダー「{path}」が壊れていて読めません（{reason}）。控えから戻してください。")
        self.path = path
        self.reason = reason


class NewerStoreError(_OfPathError):
    """A later version of the program wrote this database: reading it as ours would lose what we do not know."""

    said = "データ「{path}」は新しい版の senryaku が書いたものです。senryaku を新しくしてください。"


class LedgerConflictError(KnowledgeError):
    """The ledger does not allow this entry as it stands now. `entry` is the one in the way, where there is one."""

    def __init__(self, message: str, entry: str | None = None) -> None:
        super().__init__(message)
        self.entry = entry


class UnreadableTableError(_OfPathError):
    """A file given for import holds no table of actual values that we can read."""

    said = "「{path}」から実績値の表を読めません。{advice}"


class UnreadableMapError(KnowledgeError):
    """What should say which column holds what says neither. `why`: of what is meant as a year, why it is none."""

    def __init__(self, pair: str, why: str = "") -> None:
        super().__init__(
            f"--map の「{pair}」：{why}"
            if why
            else f"--map の「{pair}」を読めません。「実績値=H,年度=G」のように、見出しの語（指標、年度、実績値 など）か"
            "年度と、列の記号を「=」でつないでください。"
        )
        self.pair = pair


class DatabaseDownError(KnowledgeError):
    """The database server does not answer. Nothing was changed, or the one write that was under way is whole."""

    def __init__(self, server: str, advice: str = "しばらくしてから、もう一度お試しください。") -> None:
        super().__init__(
            f"データベースにつながらないため、いまは処理できません。これまでの記録は失われていません。{advice}"
        )
        self.server = server


class FullDatabaseError(KnowledgeError):
    """The server refuses a write. Nothing was changed."""

    said = "データベースに書き込めません。空き容量と、書き込みの権限を確かめてください。何も変更していません。"


class BusyDatabaseError(KnowledgeError):
    """Others held what was needed for longer than we wait. Nothing was changed."""

    said = "ほかの処理が同じ記録を使っています。少し待ってから、もう一度お試しください。"


class BadDatabaseUrlError(KnowledgeError):
    """What was given is no URL of a PostgreSQL database. It may hold a password, and is told nobody."""

    said = (
        "データベースの場所を読めません。postgresql://ユーザー名@ホスト:5432/データベース名 の形で、"
        "SENRYAKU_DATABASE_URL に設定してください。"
    )


class AmbiguousDatabaseUrlError(KnowledgeError):
    """An @ or / of a password may be taken for the end of it: pieces of it would be told as a host's name."""

    said = "接続先の書き方が正しくありません。パスワードの @ や / は %40、%2F と書いてください。"


class NoDatabaseDriverError(KnowledgeError):
    """The program was installed without what talks to a server."""

    said = (
        "PostgreSQL につなぐ部品がありません。pip install 'senryaku[postgres]' で入れてから、もう一度実行してください。"
    )


class NewerDatabaseError(KnowledgeError):
    """A later version of the program has prepared the database."""

    said = "データベースは新しい版の senryaku が用意したものです。この senryaku を新しくしてください。"


class NotEmptyPlaceError(KnowledgeError):
    """Records are to be copied to where there are some already. Nothing was changed."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"写す先の「{place}」には、すでに記録があります。空のデータベースか、空のフォルダー（--data）を指定してください。"
        )
        self.place = place


class CopiedOtherwiseError(KnowledgeError):
    """What was read back differs from what was to be copied. Nothing was changed."""

    said = (
        "写した記録が元と一致しなかったため、取りやめました（何も変更していません）。"
        "記録を書き込んでいるボットを止めてから、もう一度実行してください。"
    )
