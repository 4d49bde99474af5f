"""`senryaku doctor`: what is in order, what is not, and what to do about it. Works without Slack, too."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from msgspec import Struct
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.app.manifest import OPTIONAL_SCOPES, SCOPES
from bot.app.record_checks import check_records
from bot.config import BotError
from bot.config.environment import SecretStr
from bot.config.slack_settings import SlackSettings, unlikely_tokens
from bot.rights.named import warnings_about_names
from bot.rights.permissions import Organisation
from bot.slack import LOST, BotStore, code_of, error_text_of
from bot.slack.errors import may_be_otherwise_later, status_of
from bot.slack.forms.refused_blocks import REFUSED_KINDS_LIFE
from bot.slack.installations import Installations, InstalledWorkspace
from bot.slack.link import NO_SOCKS, UNREACHED, Link, is_socks, opening_client, why_unreached
from bot.slack.slack_time import date_of
from bot.slack.store import BOT_FOLDER
from knowledge.answers import Engine
from knowledge.model import JST, Catalog, KnowledgeError, advice_on
from knowledge.model.errors import DatabaseDownError
from knowledge.model.plans import ADD_SUCCESSOR, PlanFacts, ended_note, lacks_successor
from knowledge.storage.place import RecordPlace
from knowledge.storage.plans import PlanStore
from knowledge.storage.server import server_at
from knowledge.wording.moments import stamp_text

CheckState = Literal["ok", "wrong", "note"]
CHECK_MARKS: Mapping[CheckState, str] = {"ok": "○", "wrong": "×", "note": "－"}
USE_SUCCESSOR = "いま計画期間にある計画で答えるには、senryaku kb use auto を実行してください。"
CLOCK_OFF_S = 60  # Slack refuses signatures that are five minutes old, and 「今年度」 hangs on the date
CHECK_NETWORK = "ネットワークと、プロキシの設定（SENRYAKU_PROXY、HTTPS_PROXY、NO_PROXY）を確かめてください。"
RECORDS = "SENRYAKU_RECORDS_CHANNEL"
BLOCK_NAMES: Mapping[str, str] = {
    "card": "カード",
    "carousel": "横に並ぶカード",
    "context_actions": "ご意見のボタン",
    "data_table": "表",
    "data_visualization": "グラフ",
}
OAUTH_BY_ACCIDENT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")


class Check(Struct, frozen=True):
    """One line for the operator. `advice` says what to do, "" where nothing is to be done."""

    state: CheckState
    what: str
    found: str
    advice: str = ""

    @property
    def line(self) -> str:
        advice = f"\n   → {self.advice}" if self.advice else ""
        return f"{CHECK_MARKS[self.state]} {self.what}：{self.found}{advice}"


class Opened(Struct, frozen=True):
    """The knowledge base as the commands open it."""

    catalog: Catalog
    engine: Engine
    plans: tuple[PlanFacts, ...]
    today: date


def checks(
    settings: SlackSettings,
    data: Path,
    open_place: Callable[[], RecordPlace],
    open_knowledge: Callable[[], Opened],
    client: WebClient,
    environment: Mapping[str, str],
) -> Iterator[Check]:
    """In the order in which things must work."""
    yield from _folder(data)
    yield from _records(open_place)
    yield from _knowledge(open_knowledge)
    yield _time_zone()
    yield from _configuration(settings, environment)
    yield from _slack(settings, client)


def checks_of_all(settings: SlackSettings, data: Path, url: SecretStr | None) -> Iterator[Check]:
    """Where workspaces install the app by themselves: what they share, and how each of them stands."""
    yield from _folder(data)
    yield _time_zone()
    secret = settings.signing_secret
    told = "OAuth（Client ID と Client Secret）と HTTP" if secret else "SLACK_SIGNING_SECRET がありません"
    yield Check("ok" if secret else "wrong", "受け取り方", told)
    if url is None:
        yield Check("wrong", "データベース", "SENRYAKU_DATABASE_URL がありません")
        return
    try:
        server = server_at(url.get_secret_value())
        yield Check("ok", "データベース", server.told())
        for each in Installations(server).all():
            yield _workspace(each, len(PlanStore(server.of_city(each.team)).held()))
    except KnowledgeError as error:
        yield Check("wrong", "データベース", "使えません", str(error))


def _workspace(one: InstalledWorkspace, plans: int) -> Check:
    what = f"ワークスペース {one.team}（{one.name}）"
    if not one.is_current:
        return Check("note", what, "アンインストールされました。記録は残っています")
    if not plans:
        return Check("note", what, "計画がありません", f"senryaku kb add --workspace {one.team} 本文 で加えます。")
    return Check("ok", what, f"計画 {plans}件")


def _folder(data: Path) -> Iterator[Check]:
    what = "データの置き場所"
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        advice = "--data か SENRYAKU_DATA で、書き込めるフォルダーを指定してください。"
        yield Check("wrong", what, f"{data} に書き込めません", f"{advice_on(error)}{advice}")
        return
    yield Check("ok", what, f"{data.resolve()}")


def _records(open_place: Callable[[], RecordPlace]) -> Iterator[Check]:
    try:
        place = open_place()
        if not isinstance(place, Path):
            yield Check("ok", "データベース", place.told())
        yield from _databases(place)
    except DatabaseDownError as error:
        yield Check("wrong", "データベース", f"{error.server} につながりません", str(error))
    except KnowledgeError as error:
        yield Check("wrong", "データベース", "使えません", str(error))


def _databases(place: RecordPlace) -> Iterator[Check]:
    for health in check_records(place):
        state: CheckState = "ok" if health.is_sound else "wrong"
        yield Check(state, f"記録（{health.name}）", health.summary, " ".join(health.problems))
        if health.is_sound and health.name == BOT_FOLDER:
            yield from _refused_blocks(place)


def _refused_blocks(place: RecordPlace) -> Iterator[Check]:
    """What this workspace does not take, or not yet."""
    store = BotStore(place, lambda: datetime.now(UTC))
    for kind, since in sorted(store.refused.since.items()):
        found = f"{BLOCK_NAMES.get(kind, kind)}（{kind}）は、Slack に断られたため、ほかの形で出しています"
        advice = f"{stamp_text(since)} に断られました。{REFUSED_KINDS_LIFE.days}日たつと、自動で試し直します。"
        yield Check("note", "回答の形", found, advice)


def _knowledge(open_knowledge: Callable[[], Opened]) -> Iterator[Check]:
    try:
        opened = open_knowledge()
    except (BotError, KnowledgeError) as error:
        yield Check("wrong", "知識ベース", "開けません", str(error))
        return
    base = opened.catalog.base
    wrong = [finding for finding in base.report.findings if finding.severity == "error"]
    counts = f"事業 {sum(1 for _ in opened.catalog.originals())}、KPI {len(opened.catalog.kpis)}"
    found = f"{opened.catalog.strategy.title}（{counts}、本文の版 {opened.catalog.strategy.source.sha256[:8]}）"
    if wrong:
        yield Check("wrong", "知識ベース", f"{found}、誤り {len(wrong)}件", "senryaku kb check で確かめてください。")
    else:
        yield Check("ok", "知識ベース", found)
    yield from _period(opened)
    yield _dictionary(opened)


def _period(opened: Opened) -> Iterator[Check]:
    if len(opened.plans) > 1:
        yield Check("ok", "計画", "、".join(plan.label for plan in opened.plans))
    ended = ended_note(opened.catalog.strategy.period, opened.today)
    if not ended:
        return
    is_last = lacks_successor(opened.plans, opened.today)
    yield Check("note", "計画", ended, ADD_SUCCESSOR if is_last else USE_SUCCESSOR)


def _dictionary(opened: Opened) -> Check:
    """The whole way of a question: words, index, answer."""
    found = f"SudachiPy {version('sudachipy')}、辞書 {version('sudachidict-core')}"
    name = next(opened.catalog.originals()).name
    answer = opened.engine.answer(name)
    if any(item.title == name for item in answer.items):
        return Check("ok", "辞書と検索", found)
    return Check("wrong", "辞書と検索", f"{found}、「{name}」が見つかりません", "make setup をやり直してください。")


def _time_zone() -> Check:
    return Check("ok", "時刻帯", f"{JST.key}（いま {stamp_text(datetime.now(JST))}）")


def _configuration(settings: SlackSettings, environment: Mapping[str, str]) -> Iterator[Check]:
    if not settings.has_tokens:
        advice = "Slack で使うには、README の手順で SLACK_BOT_TOKEN と SLACK_APP_TOKEN を設定してください。"
        yield Check("note", "Slack の設定", "トークンがありません（sandbox、chat、ask は使えます）", advice)
    if settings.has_tokens and not (settings.admins or settings.admin_group):
        advice = "SENRYAKU_ADMINS に決めると、記録が読めないときや、定期配信の担当者がいなくなったときに知らせます。"
        yield Check("note", "ボットの管理者", "決まっていません", advice)
    for name, advice in unlikely_tokens(settings):
        yield Check("wrong", name, "トークンの形ではありません", advice)
    if environment.get("SLACK_BOT_TOKEN") and all(environment.get(name) for name in OAUTH_BY_ACCIDENT):
        found = " と ".join(OAUTH_BY_ACCIDENT)
        advice = "いくつものワークスペースで使うなら SLACK_BOT_TOKEN を、そうでなければほかの二つを消してください。"
        yield Check("note", "環境変数", f"SLACK_BOT_TOKEN があるため、{found} は使いません", advice)


def _slack(settings: SlackSettings, client: WebClient) -> Iterator[Check]:
    if settings.bot_token is None or any(unlikely_tokens(settings)):
        return
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        trouble = error_text_of(error)
        yield Check("wrong", "Slack へのログイン", code_of(error), (trouble and trouble.to_operator) or "")
        return
    except LOST as error:
        advice = NO_SOCKS if is_socks(client.proxy) else CHECK_NETWORK
        yield Check("wrong", "Slack へのログイン", f"つながりません（{type(error).__name__}）", advice)
        return
    yield Check("ok", "Slack へのログイン", f"{answer.get('team')} の {answer.get('user')}")
    yield from _scopes(answer)
    yield from _clock(answer)
    yield from _socket_mode(settings, client)
    yield from _channel("担当に聞くチャンネル", "SENRYAKU_OFFICE_CHANNEL", settings.office_channel, client)
    admits_others, records = settings.answer_external, settings.records_channel
    yield from _channel("実績を知らせるチャンネル", RECORDS, records, client, admits_others=admits_others)
    own = Organisation(str(answer.get("team_id") or ""), str(answer.get("enterprise_id") or ""))
    yield from _writers(settings, client, own)


def _scopes(answer: SlackResponse) -> Iterator[Check]:
    """Granted against what the manifest asks for."""
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes") or "").split(",") if scope.strip()}
    left_out = SCOPES.keys() - granted
    missing = sorted(left_out - OPTIONAL_SCOPES.keys())
    if missing:
        told = "、".join(f"{scope}（{SCOPES[scope]}）" for scope in missing)
        advice = "senryaku manifest の内容でアプリを更新し、ワークスペースに再インストールしてください。"
        yield Check("wrong", "権限", f"足りません：{told}", advice)
    else:
        yield Check("ok", "権限", f"必要な {len(SCOPES.keys() - OPTIONAL_SCOPES.keys())} 個がそろっています")
    for scope in sorted(left_out & OPTIONAL_SCOPES.keys()):
        yield Check("note", "任意の権限", f"{scope} がないため、{OPTIONAL_SCOPES[scope]}")


def _clock(answer: SlackResponse) -> Iterator[Check]:
    """By the Date of Slack's answer."""
    date = date_of(answer)
    if not date:
        return
    off = abs((datetime.now(UTC) - date).total_seconds())
    if off > CLOCK_OFF_S:
        yield Check("wrong", "時計", f"Slack と {off:.0f}秒ずれています", "時刻の同期（NTP）を確かめてください。")
    else:
        yield Check("ok", "時計", "Slack と合っています")


def _socket_mode(settings: SlackSettings, client: WebClient) -> Iterator[Check]:
    """Opens the link that `serve` will use, and lets it go."""
    if settings.app_token is None:
        if settings.signing_secret is not None:
            yield Check("ok", "受け取り方", "HTTP（senryaku serve --http）")
        return
    try:
        Link(opening_client(client), settings.app_token.get_secret_value()).close()
    except SlackApiError as error:
        advice = "アプリの設定で Socket Mode を有効にし、権限 connections:write のトークンを作り直してください。"
        if may_be_otherwise_later(error):
            advice = "Slack の側の事情です。しばらくしてから、もう一度確かめてください。"
        yield Check("wrong", "受け取り方", f"Socket Mode を使えません（{code_of(error) or status_of(error)}）", advice)
    except UNREACHED as error:
        found = f"Socket Mode の接続先につながりません（{why_unreached(error)}）"
        yield Check("wrong", "受け取り方", found, CHECK_NETWORK)
    else:
        yield Check("ok", "受け取り方", "Socket Mode")


def _writers(settings: SlackSettings, client: WebClient, own: Organisation) -> Iterator[Check]:
    """Who may record actuals from Slack, and whom the settings name in vain."""
    what, group = "実績を登録できる人", settings.writer_group
    doubts = list(warnings_about_names(settings, client, own))
    yield from (Check("wrong", "任された人", doubt) for doubt in doubts)
    if not settings.writers and group is None:
        yield Check("note", what, "Slack からはだれも登録できません（SENRYAKU_WRITERS、SENRYAKU_WRITER_GROUP）")
    elif not doubts:
        named = f"{len(settings.writers)}人の指定" if settings.writers else ""
        members = f"ユーザーグループ {group} の{_count(group, client)}人" if group else ""
        yield Check("ok", what, "、".join(filter(None, [named, members])))


def _count(group: str, client: WebClient) -> int:
    try:
        return len(client.usergroups_users_list(usergroup=group)["users"])
    except (SlackApiError, *LOST):
        return 0


def _channel(
    what: str, setting: str, channel: str | None, client: WebClient, *, admits_others: bool = False
) -> Iterator[Check]:
    if channel is None:
        yield Check("note", what, f"設定されていません（{setting}）")
        return
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except (SlackApiError, *LOST) as error:
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        yield Check(
            "wrong", what, f"{channel} を確かめられません（{code}）", "チャンネルの ID と招待を確かめてください。"
        )
        return
    if setting == RECORDS and found.get("is_ext_shared") and not admits_others:
        advice = "自組織だけのチャンネルを設定してください。"
        yield Check("wrong", what, f"#{found['name']} はほかの組織と共有されています", advice)
    elif found.get("is_archived"):
        yield Check("wrong", what, f"#{found['name']} はアーカイブされています", "別のチャンネルを設定してください。")
    elif not found.get("is_member"):
        yield Check("wrong", what, f"#{found['name']} に参加していません", "/invite @senryaku で招待してください。")
    else:
        yield Check("ok", what, f"#{found['name']}")
