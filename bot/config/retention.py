"""What is kept of people, where, and for how long: the stores prune by this table, and whoever asks is told from it."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec import Struct

FORGOTTEN = "削除済み"
"""What stands in place of a person who was forgotten, where a record must stay."""
BY_FORGET = f"forget を実行すると、名前が「{FORGOTTEN}」に変わります"


class Kept(Struct, frozen=True, kw_only=True):
    """A table in a folder of the data folder. `life`: None until somebody deletes it, or as `until` says.

    `of_people`: which personal data stand there, "" for none. `most`: so many at most, None for any number.
    """

    folder: str
    table: str
    what: str
    of_people: str = ""
    life: timedelta | None = None
    most: int | None = None
    until: str = "削除するまで"

    @property
    def how_long(self) -> str:
        if self.life is None:
            return self.until
        days, hours = self.life.days, self.life // timedelta(hours=1)
        return f"{days}日" if days > 1 else f"{hours}時間"


RETENTION: tuple[Kept, ...] = (
    Kept(  # Slack's Delayed Events come up to 24 h late
        folder="bot", table="events", what="受け取った知らせの番号（二度答えないため）",
        of_people="答え終わるまでの間だけ、質問の文とユーザー ID", life=timedelta(hours=24), most=20_000,
    ),
    Kept(  # as long as somebody may press a button under an answer
        folder="bot", table="answers", what="答えた質問（ボタンを押したとき同じ答えを出すため）",
        of_people="質問の文とユーザー ID", life=timedelta(days=90), most=5_000,
    ),
    Kept(
        folder="bot", table="contexts", what="会話で最近見せた事業などの番号（続けて聞けるように）",
        of_people="会話の場所（コマンドではユーザー ID も）", life=timedelta(days=30), most=2_000,
    ),
    Kept(
        folder="bot", table="opinions", what="回答へのご意見", life=timedelta(days=365), most=20_000,
        of_people="評価とコメント、ユーザー ID。質問の文は、答えた質問と一緒に消えます",
    ),
    Kept(folder="bot", table="workspace", what="ワークスペースで使えるブロックの種類"),
    Kept(
        folder="bot", table="announcements", what="前の版が残した、まだ知らせていない登録",
        of_people="ユーザー ID", until="次に起動するまで",
    ),
    Kept(
        folder="actuals", table="actuals", what="登録された実績と取り消しの履歴",
        of_people="登録した人の名前とユーザー ID", until=f"期限なし（{BY_FORGET}）",
    ),
    Kept(folder="actuals", table="rewritten", what="名前を消した回数"),
    Kept(
        folder="digests", table="schedules", what="定期配信の設定",
        of_people="担当者と変更できる人のユーザー ID", until="定期配信を削除するまで",
    ),
    Kept(folder="digests", table="ids", what="定期配信の番号"),
    Kept(folder="deliveries", table="slots", what="定期配信ごとの最近の結果", until="新しい 40 回分"),
    Kept(folder="deliveries", table="streams", what="定期配信ごとの結果の並び", until="定期配信を削除するまで"),
    Kept(
        folder="deliveries", table="requests", what="「今すぐ配信」の依頼", of_people="ユーザー ID",
        until="配信するまで",
    ),
    Kept(
        folder="deliveries", table="notices", what="まだ伝えていないお知らせ", of_people="ユーザー ID",
        until="伝えるまで",
    ),
    Kept(  # from when it was last current: a loss that lasts is looked at every day
        folder="deliveries", table="told", what="伝え終えたお知らせの番号（二度伝えないため）",
        life=timedelta(days=400),
    ),
    Kept(
        folder="deliveries", table="done", what="済んだ操作の番号（二度行わないため）", life=timedelta(hours=24),
    ),
    Kept(
        folder="taught", table="taught", what="編集者が加えた言葉と質問の例",
        of_people="例の質問の文、加えた人のユーザー ID", until=f"取り消すまで（{BY_FORGET}）",
    ),
    Kept(folder="readers", table="readers", what="API の読み手の名前と、トークンの照合用の値", until="取り消すまで"),
    Kept(folder="plans", table="plans", what="加えた計画とその ID", until="ずっと（外しても ID は残ります）"),
    Kept(folder="plans", table="channels", what="チャンネルごとの計画", until="結び付きを解くまで"),
    Kept(folder="plans", table="chosen", what="どの計画かを言わない質問に答える計画"),
)  # fmt: skip


def kept_in(folder: str) -> dict[str, Kept]:
    """By table."""
    return {each.table: each for each in RETENTION if each.folder == folder}


def life_of(folder: str, table: str) -> timedelta:
    return kept_in(folder)[table].life or timedelta.max


HOW_TO_DELETE = """消し方
    senryaku forget ユーザーID … その人の質問・ご意見・名前を、データのフォルダーの
        古い記録からも消します。ボットを止めずに使えます。データのフォルダーの forgotten に、
        ユーザー ID や名前から作った印と日時だけを残し、消す前の控えを戻したときに改めて消します。
        印だけを見ても分かりませんが、名簿と照らし合わせれば分かることがあります。
    SENRYAKU_KEEP_TEXTS=off … これからの質問の文とコメントを保存しません。
    senryaku backup で作った控え、senryaku restore が残した前の中身、画面に出した記録
        （ログ。ユーザー ID を含みます）は、それぞれの場所で消してください。"""


def privacy_lines() -> Iterator[str]:
    """What `senryaku doctor --privacy` prints, and what stands in docs/privacy.md."""
    for each in RETENTION:
        if each.of_people:
            yield each.what
            yield f"    個人に関わるもの: {each.of_people}"
            yield f"    置き場所: {each.folder}/　期間: {each.how_long}"
    yield HOW_TO_DELETE


def privacy_note(*, keeps_texts: bool) -> str:
    """One paragraph for the Home tab."""
    answers, opinions = kept_in("bot")["answers"].how_long, kept_in("bot")["opinions"].how_long
    texts = "質問の文とユーザー ID" if keeps_texts else "ユーザー ID（質問の文は保存しません）"
    return (
        f"ボットは、{texts}を{answers}間、ご意見を{opinions}間、"
        "登録された実績と登録者の名前を期限なく保存します。"
        "ご自分の記録の削除は、ボットの管理者にご依頼ください。"
    )
