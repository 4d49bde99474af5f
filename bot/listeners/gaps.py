"""The list of questions without a good answer, and the form that teaches: tried out, then taken, or taken back."""

from slack_bolt import Ack

from bot.config import BotError
from bot.features import Handled, HomeTab, Jobs, Teaching
from bot.features.asking import key_of
from bot.features.digest_form import show_form
from bot.listeners.bolt_listeners import STALE
from bot.slack import Origin, Outbox, Press
from bot.values.taught import TaughtEntry
from bot.views import Block, Submitted, field_errors, ids
from bot.views.gaps import UNDER_TRIAL, GapForm, Tried, gap_modal, gaps_modal, read_gap, taught_modal
from knowledge.answers.gaps import Gap
from knowledge.answers.understanding.concepts import concept_words
from knowledge.model import Catalog
from knowledge.model.structs import replace
from knowledge.wording import title

NEITHER = "言葉とその意味か、この質問が指すもののどちらかを入れてください。"
NO_CONCEPT = "その言葉と同じ意味の言葉を選んでください。"
NO_RECORD = "選んだ事業やKPIが見つかりません。選び直してください。"
NO_WORD = "意味を選んだときは、加える言葉も書いてください。"
NOT_CONFIRMED = "試した結果を確認して、チェックを入れてください。"
NO_TEXTS_KEPT = "質問の文を保存しない設定のため、ここからは教えられません。"
NOW_IN_USE = "次の質問から、この意味で答えます。"
KEPT_AS_CHECK = "例は確認用です。今後、言葉を加えるときに、この質問に正しく答えられるかを確かめます。"
TAKEN_BACK = "{label}を取り消しました。"


def show_gaps(press: Press, teaching: Teaching, outbox: Outbox) -> Handled:
    return show_form(press, _list(teaching), outbox)


def _list(teaching: Teaching, note: str = "") -> Block:
    labels = {number: lesson.label for number, lesson in teaching.taught.numbered.items()}
    return gaps_modal(teaching.gaps(), taught=labels, can_teach=teaching.can_teach, note=note, lost=teaching.losses)


def open_gap(press: Press, teaching: Teaching, catalog: Catalog, outbox: Outbox) -> Handled:
    about = ids.decode(press.value)
    gap = _get(about.record, teaching)
    word = teaching.first_guess(gap.question)
    return show_form(press, gap_modal(gap, GapForm(about=about, word=word), catalog), outbox)


def _get(key: str, teaching: Teaching) -> Gap:
    gap = teaching.find(key)
    if gap is None:
        raise BotError(STALE)
    if not (teaching.can_teach and gap.has_words):
        raise BotError(NO_TEXTS_KEPT)
    return gap


def taught(
    ack: Ack,
    origin: Origin,
    view: Submitted,
    teaching: Teaching,
    catalog: Catalog,
    home_tab: HomeTab,
    outbox: Outbox,
    jobs: Jobs,
) -> Handled:
    """Nothing is taken whose changes were not seen: another word after the trial is tried out anew."""
    form = read_gap(view)
    gap = _get(form.about.record, teaching)
    if problems := _problems(form, catalog):
        ack(**field_errors(problems))
        return Handled("unfinished")
    lessons = _lessons(form, gap, catalog, origin.user)
    if refusals := _refusals(lessons, teaching):
        ack(**field_errors(refusals))
        return Handled("refused")
    key = _key(lessons, teaching.taught.version)
    is_seen = key in form.about.records[1:]
    if is_seen and not form.has_confirmed:
        ack(**field_errors({ids.GAP_CONFIRM: NOT_CONFIRMED}))
        return Handled("unconfirmed")
    if not is_seen:
        ack(response_action="update", view=outbox.forms.fitting_view(gap_modal(gap, form, catalog, note=UNDER_TRIAL)))
        view_id = str(view["id"])

        def try_out() -> Handled:
            tried = Tried(key=key, trial=teaching.preview(lessons))
            outbox.update_view(view_id, gap_modal(gap, replace(form, has_confirmed=False), catalog, tried=tried))
            return Handled("tried", len(tried.trial.changes))

        jobs.put(origin, try_out, lane=f"view {view_id}")
        return Handled("trial_asked")
    number = [teaching.teach(lesson) for lesson in lessons][-1]
    ack(response_action="update", view=outbox.forms.fitting_view(taught_modal(_added(lessons), str(number))))
    home_tab.refresh(origin.user)
    return Handled("taught", len(lessons))


def _problems(form: GapForm, catalog: Catalog) -> dict[str, str]:
    """The word is filled in beforehand: beside an example, one without a meaning is nobody's wish."""
    if form.means and form.means not in catalog.records:
        return {ids.GAP_MEANS: NO_RECORD}
    if form.concept is not None and form.concept not in concept_words():
        return {ids.GAP_CONCEPT: NO_CONCEPT}
    match bool(form.word), form.concept is not None, bool(form.means):
        case False, False, False:
            return {ids.GAP_WORD: NEITHER}
        case True, False, False:
            return {ids.GAP_CONCEPT: NO_CONCEPT}
        case False, True, _:
            return {ids.GAP_WORD: NO_WORD}
    return {}


def _refusals(lessons: list[TaughtEntry], teaching: Teaching) -> dict[str, str]:
    """By the field that each lesson comes from."""
    refused: dict[str, str] = {}
    for lesson in lessons:
        try:
            teaching.taught.check(lesson)
        except BotError as error:
            refused[ids.GAP_WORD if lesson.kind == "word" else ids.GAP_MEANS] = error.user_message
    return refused


def _lessons(form: GapForm, gap: Gap, catalog: Catalog, by: str) -> list[TaughtEntry]:
    """The example first: the word that makes it right is the one to take back."""
    made = []
    if record := catalog.records.get(form.means):
        made.append(TaughtEntry(kind="example", by=by, question=gap.question, means=(title(record),)))
    if form.concept is not None:
        made.append(TaughtEntry(kind="word", by=by, part=form.concept.part, name=form.concept.name, word=form.word))
    return made


def _added(lessons: list[TaughtEntry]) -> str:
    """What has come of each: a word is in use, an example is a check."""
    kinds = {lesson.kind for lesson in lessons}
    after = (NOW_IN_USE if "word" in kinds else "", KEPT_AS_CHECK if "example" in kinds else "")
    return "".join([f"{'と、'.join(lesson.label for lesson in lessons)}を加えました。", *after])


def _key(lessons: list[TaughtEntry], version: int) -> str:
    """`version`: of what is taught; what somebody else has added since the trial may answer otherwise."""
    return key_of("\n".join([*(lesson.label for lesson in lessons), str(version)]))


def undo_teaching(press: Press, teaching: Teaching, home_tab: HomeTab, outbox: Outbox) -> Handled:
    """What somebody else has taken back meanwhile is said above the list as it stands."""
    number = ids.decode(press.value).record
    try:
        note = TAKEN_BACK.format(label=teaching.take_back(int(number) if number else None).label)
    except BotError as error:
        note = error.user_message
    home_tab.refresh(press.origin.user)
    return show_form(press, _list(teaching, note), outbox)
