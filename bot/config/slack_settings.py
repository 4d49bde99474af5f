"""Settings of the Slack bot, from the environment or a file `.env`; settings_table.py lists them with all others."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, get_args
from urllib.parse import urljoin

from bot.config.environment import (
    BadSettingError,
    EnvironmentSettings,
    SecretStr,
    secret,
    setting,
    text,
    whole_number,
    yes_or_no,
)
from bot.config.errors import BotError, UnreadableFileError
from bot.config.logs import LogFormat

OFFICIAL_API = "https://slack.com/api/"
SLACK_ID = re.compile(r"[UWS][A-Z0-9]{2,}")
_BETWEEN_IDS = re.compile(r"[,;、，；\s]+")
_AROUND_IDS = "\"'「」『』“”‘’<>@＠"
_URL = text(r"https?://\S+")
_TOKEN_CHARACTERS = re.compile(r"[!-~]+")  # what may stand in a header of HTTP


def _names(given: str | tuple[str, ...]) -> tuple[str, ...]:
    """「U1, U2」, 「u1、<@U2|sato>」 and 「"U1" "U2"」 → ("U1", "U2"). What is no id stays as it is, to be told of."""
    if not isinstance(given, str):
        return given
    folded = unicodedata.normalize("NFKC", given)
    parts = (part.strip(_AROUND_IDS).partition("|")[0] for part in _BETWEEN_IDS.split(folded))
    return tuple(dict.fromkeys(_id(part) for part in parts if part))


def _group(given: str) -> str | None:
    """「<!subteam^S1|@kpi>」 → 「S1」; the first where several are named."""
    return next(iter(_names(given)), None)


def _id(part: str) -> str:
    named = part.removeprefix("!subteam^").upper()
    return named if SLACK_ID.fullmatch(named) else part


NAMING = (
    "writers",
    "writer_group",
    "admins",
    "admin_group",
    "records_channel",
    "office_channel",
    "site_url",
)
"""What names people, channels and pages of one workspace: another one never has it from the environment."""
OF_WORKSPACE = (*NAMING, "answer_guests", "answer_external")
"""What each workspace may have of its own."""


class SlackSettings(EnvironmentSettings):
    """Each field is one environment variable; its description is what an operator reads."""

    bot_token: SecretStr | None = setting(
        None,
        "ボットのトークン（xoxb-…）。アプリの設定画面の OAuth & Permissions にあります。",
        secret,
        env="SLACK_BOT_TOKEN",
    )
    app_token: SecretStr | None = setting(
        None,
        "アプリレベルのトークン（xapp-…、権限 connections:write）。Socket Mode で使います。",
        secret,
        env="SLACK_APP_TOKEN",
    )
    signing_secret: SecretStr | None = setting(
        None, "署名の検証に使う Signing Secret。HTTP（serve --http）で使います。", secret, env="SLACK_SIGNING_SECRET"
    )
    client_id: str | None = setting(
        None,
        "いくつものワークスペースで使うときの、アプリの Client ID。アプリの設定画面の Basic Information にあります。"
        "SLACK_BOT_TOKEN があれば使いません。",
        env="SLACK_CLIENT_ID",
    )
    client_secret: SecretStr | None = setting(
        None, "いくつものワークスペースで使うときの、アプリの Client Secret。", secret, env="SLACK_CLIENT_SECRET"
    )
    install_minutes: int = setting(
        10, "/slack/install を開いてから、Slack の画面で許可を終えるまでの時間（分）。", whole_number(1, 60)
    )
    api_base_url: str = setting(
        OFFICIAL_API,
        "Slack Web API の場所。試験用の Slack や中継サーバーを使うときだけ変えます。",
        _URL,
        env="SLACK_API_BASE_URL",
    )
    proxy: str | None = setting(
        None,
        "HTTP プロキシ（http://ホスト:ポート）。なければ HTTPS_PROXY を使います。"
        "Socket Mode にも使われます。NO_PROXY に書いた先には使いません。",
    )
    answer_guests: bool = setting(False, "ゲストの質問に答えるか。登録や変更は、どの場合もできません。", yes_or_no)
    answer_external: bool = setting(
        False, "Slack コネクトでつながる他組織の人の質問に答えるか。登録や変更は、どの場合もできません。", yes_or_no
    )
    keep_texts: bool = setting(
        True,
        "質問の文とご意見のコメントを保存するか。off にすると、再起動の前に答えられなかった質問には答え直せず、"
        "「なぜこの答え？」も使えません。保存するものと期間は doctor --privacy で確かめられます。",
        yes_or_no,
    )
    writers: tuple[str, ...] = setting(
        (), "実績を登録できる人のユーザー ID（カンマ区切り。例 U012ABC,U034DEF）。", _names
    )
    writer_group: str | None = setting(None, "実績を登録できるユーザーグループの ID（例 S012ABC）。", _group)
    admins: tuple[str, ...] = setting(
        (),
        "ボットの管理者のユーザー ID（カンマ区切り）。すべての定期配信を直せて、配信できなくなると知らせを受けます。",
        _names,
    )
    admin_group: str | None = setting(
        None,
        "ボットの管理者とみなすユーザーグループの ID（例 S034DEF）。できることと届く知らせは、管理者と同じです。",
        _group,
    )
    records_channel: str | None = setting(
        None, "実績の登録と取り消しを知らせるチャンネルの ID（例 C012ABC）。なければ知らせません。"
    )
    office_channel: str | None = setting(
        None, "「担当に聞く」の質問を届けるチャンネルの ID（例 C012ABC）。なければボタンを押した人に窓口を案内します。"
    )
    site_url: str | None = setting(
        None,
        "「export site」で作ったウェブサイトを置いた場所（例 https://intra.example.jp/strategy）。"
        "あれば、カードに「全文」のリンクが付きます。",
        _URL,
    )
    edit_minutes: int = setting(10, "質問を書き直すと回答も書き直す時間（分）。", whole_number(0, 1440))
    digest_grace_hours: int = setting(
        12,
        "止まっていたとき、定期配信を予定から何時間まで遅れて届けるか。保存した定期配信ごとに決まります。"
        "変えたあとは、編集して保存し直すと新しい時間になります。",
        whole_number(1, 168),
    )
    workers: int = setting(16, "同時に回答する数。", whole_number(1, 200))
    queue_length: int = setting(
        1000, "順番を待てる質問の数。これを超えると、Slack に後で送り直してもらいます。", whole_number(1)
    )
    shutdown_seconds: int = setting(
        20, "停止の合図（SIGTERM）のあと、受け付けた質問に答え終えて終了するまでの、最大の秒数。", whole_number(1)
    )
    http_host: str = setting("127.0.0.1", "serve --http で待ち受けるアドレス。コンテナーでは 0.0.0.0 にします。")
    health_port: int | None = setting(
        None, "Socket Mode のとき、稼働状況（/healthz）を答えるポート。なければ開きません。", whole_number(1, 65535)
    )
    api_port: int = setting(
        8090,
        "serve --api で、ほかのプログラムからの質問を待ち受けるポート。アドレスは SENRYAKU_HTTP_HOST です。",
        whole_number(0, 65535),
    )
    api: bool = setting(
        False,
        "serve で、ほかのプログラムからの質問にも答えるか（serve --api と同じ）。"
        "いつも動かしているボットでは、これを使います。",
        yes_or_no,
    )
    api_per_minute: int = setting(300, "API や mcp で、一つの読み手（トークン）に1分間に答える数。", whole_number(1))
    metrics: bool = setting(
        False,
        "数えたもの（質問の数、かかった時間、Slack のエラー、定期配信など）を /metrics で Prometheus に答えるか。"
        "Socket Mode では SENRYAKU_HEALTH_PORT も要ります。",
        yes_or_no,
    )
    log_level: str = setting(
        "INFO",
        "記録の細かさ（DEBUG、INFO、WARNING、ERROR）。質問の文は記録しません。",
        text("(?i:debug|info|warning|error)"),
    )
    log_format: LogFormat = setting(
        "text", "記録の書き方。text は1行の文、json は1行に一つの JSON です。", text("|".join(get_args(LogFormat)))
    )

    @property
    def has_tokens(self) -> bool:
        """Enough to run: a bot token and either way of hearing from Slack."""
        return bool(self.bot_token and (self.app_token or self.signing_secret))

    @property
    def serves_many(self) -> bool:
        """Workspaces install the app by themselves, and each has a token of its own."""
        return bool(self.client_id and self.client_secret and not self.bot_token)

    @property
    def authorize_url(self) -> str:
        """Slack's own page that asks whether to install the app."""
        return urljoin(self.base_url, "../oauth/v2/authorize")

    def of_workspace(self, token: str | None, given: Mapping[str, str]) -> "SlackSettings":
        """With its own token, people and channels, and none of anybody else's. `given`: by field."""
        none = {name: self.fields()[name].default for name in NAMING}
        return read_slack_settings(**vars(self) | none | dict(given) | {"bot_token": token})

    @property
    def digest_grace(self) -> timedelta:
        return timedelta(hours=self.digest_grace_hours)

    @property
    def base_url(self) -> str:
        """With one slash at the end, as slack_sdk wants it."""
        return self.api_base_url.rstrip("/") + "/"


def read_slack_settings(**given: Any) -> SlackSettings:
    """Raises BotError that names the variable which cannot be read, and never its value."""
    try:
        return SlackSettings(**given)
    except UnicodeDecodeError:
        raise UnreadableFileError from None
    except BadSettingError as error:
        raise BotError(
            f"設定 {env_name(error.field)} の値を読めません。「senryaku doctor --settings」の説明を見て直してください。"
        ) from None


def unlikely_tokens(settings: SlackSettings) -> Iterator[tuple[str, str]]:
    """(variable, what it should be) of tokens that are none: swapped, or still the dots of the example."""
    for name, token, start in (
        ("SLACK_BOT_TOKEN", settings.bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", settings.app_token, "xapp-"),
    ):
        value = token.get_secret_value().strip() if token else start
        if not value.startswith(start):
            yield name, f"{start} で始まる値を設定してください。"
        elif not _TOKEN_CHARACTERS.fullmatch(value):
            yield (
                name,
                f"アプリの設定画面からコピーした、{start} で始まる値の全部を書いてください。",
            )


def env_name(name: str) -> str:
    """The variable of a field, which may be named by it already."""
    field = SlackSettings.fields().get(name)
    return field.variable if field else name
