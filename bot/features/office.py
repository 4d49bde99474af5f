"""「担当に聞く」: a question handed over to people, with the asker's consent."""

from bot.views import Message, assemble, context, escape, paragraph
from bot.views.escaping import Markup, person
from bot.views.ids import ButtonValue
from bot.views.parts import section
from knowledge.model import Catalog
from knowledge.wording import title

NO_OFFICE = "担当に質問を届けるチャンネルが、まだ設定されていません。"


def office_request(question: str, asked_by: str, about: ButtonValue, catalog: Catalog) -> Message:
    """What the office reads: who asks what, and what the bot had shown."""
    records = [record for id in about.records if (record := catalog.records.get(id))]
    shown = "、".join(title(record) for record in records) or "なし"
    lead = Markup(f"{person(asked_by)} さんからのご質問です。スレッドでお答えください。")
    text = f"担当へのご質問：{question}"
    return assemble(text, [section(lead), paragraph(question), context(f"ボットがお見せしたもの：{shown}")])


def office_address(catalog: Catalog) -> str:
    """Where to turn to instead, as the document prints it."""
    contact = catalog.strategy.contact
    if contact is None:
        return f"{NO_OFFICE}ボットの管理者にお尋ねください。"
    return f"{NO_OFFICE}計画の問い合わせ先は {escape(contact.office)}（電話 {escape(contact.tel)}）です。"
