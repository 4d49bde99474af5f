/** Slack's codes in Japanese: what a person reads when the stand-in refuses, or when nothing came back. */

/** For whoever pressed something and got no answer. */
const OUTCOMES = {
  operation_timeout: "ボットが3秒以内に応答しませんでした。もう一度お試しください。",
  dispatch_failed: "ボットに届きませんでした。ボットが動いているかご確認ください。",
  pending: "ボットの応答を待っています。",
  invalid_options: "ボットが返した候補を表示できません（「動作の確認」をご覧ください）。",
  missing_scope: "ボットにこの操作の権限がありません（「動作の確認」をご覧ください）。",
  bot_not_in_channel: "ボットがこのチャンネルにいません。先に招待してください。",
};
/** What was settled without anything going wrong. */
const QUIET = new Set(["not_subscribed", "not_notified", "query_too_short", "client_errors"]);

export function outcomeWords(outcome) {
  if (!outcome?.error || QUIET.has(outcome.error)) return null;
  return OUTCOMES[outcome.error] ?? `ボットの返事を Slack は受け取りません：${outcome.error}（「動作の確認」をご覧ください）。`;
}

const FIELDS = {
  required: "入力してください。",
  too_short: "文字数が足りません。",
  too_long: "文字数が多すぎます。",
};
/** The client's own checks send a code; the app's errors come as sentences. */
export const fieldWords = (error) => FIELDS[error] ?? error;

const GONE = /^no (element|option|input)|is not shown to/;
export const isGone = (reason) => GONE.test(reason);

const PLAYS = [
  [/is archived/, "このチャンネルはアーカイブされています。"],
  [/other organisations/, "他の組織の人は、コマンドとショートカットを使えません。"],
  [/is not in/, "このチャンネルの参加者ではありません。"],
  [/not there|not on the screen|no modal/, "その投稿や画面は、もうありません。"],
  [GONE, "その欄やボタンは、画面が新しくなって無くなりました。もう一度お試しください。"],
  [/no scope/, "アプリに、コマンドとショートカットの権限（commands）がありません。"],
  [/Failed to fetch|NetworkError/, "お試し環境につながりません。"],
];
export const playWords = (reason) => PLAYS.find(([pattern]) => pattern.test(reason))?.[1] ?? `この操作はできませんでした。画面を読み込み直してください（${reason}）。`;

const REFUSALS = {
  acknowledged_twice: "同じ知らせに2回応答（ack）しました。",
  cant_update_message: "自分の投稿ではないので書き換えられません。",
  channel_not_found: "そのチャンネルは無いか、ボットからは見えません。",
  connection_failed: "ボットがつながっていないため、届けられませんでした。",
  exchanged_trigger_id: "trigger_id は1回しか使えません。",
  expired_trigger_id: "trigger_id の期限（3秒）が過ぎました。先に画面を開いてから、時間のかかる処理をします。",
  expired_url: "response_url の期限（30分）が過ぎました。",
  file_not_found: "そのファイルはありません。",
  hash_conflict: "画面は、その間に新しくなっていました（hash の不一致）。",
  invalid_arguments: "引数や画面（view）が Slack の決まりに合いません。",
  invalid_auth: "トークンが正しくありません。",
  invalid_blocks: "ブロックが Slack の決まり（種類・文字数・個数）に合いません。",
  invalid_blocks_format: "blocks が配列ではありません。",
  invalid_errors: "画面に無い入力欄を指してエラーを返しました。",
  invalid_options: "候補の形か数が Slack の決まりに合いません（100件まで）。",
  invalid_trigger_id: "その trigger_id はありません。",
  is_archived: "アーカイブされたチャンネルには投稿できません。",
  late_acknowledgement: "応答（ack）が遅れました。3秒以内に必要です。",
  message_not_found: "その投稿はありません。",
  missing_scope: "ボットに必要な権限（スコープ）がありません。",
  msg_blocks_too_long: "ブロックの文字数の合計が多すぎます。",
  msg_too_long: "本文が長すぎます。",
  no_active_hooks: "その response_url はありません。",
  no_text: "本文もブロックもありません。",
  not_an_acknowledgement: "応答（ack）の形ではないものが届きました。",
  not_authed: "トークンがありません。",
  not_found: "その画面は、もう開いていません。",
  not_in_channel: "ボットがそのチャンネルにいません。",
  push_limit_reached: "画面は3枚までしか重ねられません。",
  ratelimited: "投稿が速すぎます（1つのチャンネルに毎秒1件が目安）。",
  timeout: "3秒以内に応答（ack）がありませんでした。",
  too_many_websockets: "接続は10本までです。",
  unknown_envelope: "知らない封筒（envelope_id）への応答です。",
  unknown_method: "そのような API はありません。",
  used_url: "response_url は5回までしか使えません。",
  user_not_in_channel: "その人はチャンネルにいないので、本人だけへの投稿ができません。",
  view_too_large: "画面（view）が大きすぎます。",
};
export const refusalWords = (error) => REFUSALS[error] ?? "Slack が受け取らない内容でした。";

const PLACES = { ack: "応答（ack）", event: "知らせ", response_url: "response_url", socket: "接続", upload: "ファイル" };
export const placeWords = (where) => PLACES[where] ?? where;
