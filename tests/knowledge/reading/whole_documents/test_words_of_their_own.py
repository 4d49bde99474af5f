"""A plan that calls everything by words of its own: 旗じるし, 現在地 and 到達点, 数え方 (架空)."""

from pathlib import Path

from knowledge.reading.build import build

TEXT = """いそべ町
浜の創生戦略　第２期
（令和７年度～令和11年度）

◆◆◆　みちしるべその一　海で働く　◆◆◆

　　このみちしるべのゴール
　　　干物の出荷額
　　　　現在地　　8.2億円（令和４年）
　　　　到達点　　11億円（令和10年）
　　　　数え方　　その年の数

　アクション①　育てる漁業へ
　　　《ものさし》
　　　ア　養殖に取り組む経営体
　　　　現在地　　３経営体（令和６年度）
　　　　到達点　　６経営体
　　　　数え方　　その時点の数
　　　イ　新しく漁師になった人
　　　　現在地　　７人（令和２～６年度の合計）
　　　　到達点　　12人
　　　　数え方　　期間中の合計

　アクション②　港に呼ぶ
　　　《ものさし》
　　　ア　一人当たりの消費額
　　　　現在地　　調査なし
　　　　到達点　　3,500円
　　　　数え方　　その年の数
　　　イ　分譲地の成約
　　　　現在地　　全30区画のうち12区画（令和６年12月末）
　　　　到達点　　完売
　　　　数え方　　その時点の数

◆◆◆　みちしるべその二　丘で育てる　◆◆◆

　アクション③　産む人に寄り添う
　　　《ものさし》
　　　ア　祝い品の贈呈
　　　　現在地　　21件（令和５年度）
　　　　到達点　　毎年20件以上
　　　　数え方　　その年の数
"""


def test_values_behind_words_of_their_own_are_read_with_what_they_count(tmp_path: Path) -> None:
    path = tmp_path / "strategy.txt"
    path.write_text(TEXT, encoding="utf-8")
    base = build(path)
    assert [goal.name for goal in base.goals] == ["海で働く", "丘で育てる"]
    kpis = {one.name: one for package in base.packages for one in package.kpis}
    assert set(kpis) == {"養殖に取り組む経営体", "新しく漁師になった人", "一人当たりの消費額", "祝い品の贈呈"}
    counted = kpis["新しく漁師になった人"]
    assert counted.counting == "cumulative"
    assert counted.target.years is not None
    assert (counted.target.years.first, counted.target.years.last) == (2025, 2029)
    assert kpis["養殖に取り組む経営体"].counting == "single"
    told = [finding.span for finding in base.report.findings if finding.severity == "warning" and finding.span]
    at = next(at for at, line in enumerate(TEXT.splitlines(), start=1) if "全30区画" in line)
    assert any(span.first_line <= at <= span.last_line for span in told)
