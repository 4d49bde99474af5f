// Which records are meant: by name, kana reading, words, everyday words. The data come from
// search-index.js and search-meanings.js.
"use strict";

const senryakuFind = (() => {
  const LEAST_PAIRS = 0.6; // of a word's pairs of letters, when it stands nowhere as a whole
  const LEAST_ALIKE = 0.35; // of a question and a way to speak of a record
  const LEAST_MEANT = 0.2; // of what the pieces of a question weigh together
  const FEWEST_PAIRS = 2;
  const PART = 0.8; // what is alike in a part only is less so
  const SMALL_KANA = 3; // hiragana up to this length are endings and particles
  const BAR = "|";
  const HAN = /\p{Script=Han}/u;

  // As fold() of the program: widths, case, katakana and hiragana, spaces and signs make no difference.
  const fold = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
      .replace(/[\s・、。「」『』()（）【】?!？！\-‐–—−]/g, "");

  const pairsOf = (word) => {
    const letters = [...word];
    return letters.slice(1).map((letter, at) => letters[at] + letter);
  };

  const records = globalThis.senryakuIndex.map((record, order) => ({
    record,
    order,
    title: fold(record.title),
    all: [record.title, record.text, record.home].map(fold).join("\n"),
    titleReading: fold(record.titleReading),
    reading: fold(record.reading),
    words: fold(record.words.replaceAll(" ", "\n")),
    spoken: record.spoken.split(BAR).filter(Boolean).map(fold).map((text) => ({ text, pairs: new Set(pairsOf(text)) })),
  }));
  const meanings = globalThis.senryakuMeanings.map(([says, means]) => [says, means].map((texts) => texts.split(BAR).map(fold)));
  const segmenter = Intl.Segmenter ? new Intl.Segmenter("ja", { granularity: "word" }) : null; // else runs of one script

  // 空家 also finds 空き家: a kana ending may stand after each kanji
  const withEndings = (word) => (/^\p{Script=Han}{2,}$/u.test(word) ? new RegExp([...word].join("[ぁ-ん]?"), "u") : null);

  // チャンピオン is no 赤ちゃん, and ニーズ with サポート no ニート: kana alone meet by chance
  function shareOfPairs(known, { word, pairs }) {
    if (pairs.length < (HAN.test(word) ? 2 : 3)) return 0;
    const found = pairs.filter((pair) => known.all.includes(pair));
    if (HAN.test(word) && !found.some((pair) => HAN.test(pair))) return 0;
    return found.length / pairs.length >= LEAST_PAIRS ? found.length / pairs.length : 0;
  }

  const readWord = (word) => ({ word, pairs: [...new Set(pairsOf(word))], endings: withEndings(word) });

  function scoreOfWord(known, asked) {
    const { word, endings } = asked;
    if (known.title === word) return 120;
    if (known.title.startsWith(word)) return 80;
    if (known.title.includes(word)) return 60;
    if (word.length > 1 && known.titleReading.includes(word)) return 50;
    if (known.all.includes(word)) return 20;
    if (word.length > 1 && known.reading.includes(word)) return 15;
    if (known.words.includes(word)) return 10;
    if (endings?.test(known.all)) return 10;
    return 8 * shareOfPairs(known, asked);
  }

  // All the words stand there, as typed
  function scoreOfWords(known, words) {
    const scores = words.map((word) => scoreOfWord(known, word));
    return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
  }

  // What the question is made of: its own words, and what the document says for them
  function piecesOf(query) {
    const normal = query.normalize("NFKC");
    const runs = segmenter ? [...segmenter.segment(normal)].map((part) => part.segment) : normal.match(/[\p{Script=Han}々]+|[ァ-ヶー]+|[a-z0-9]+/giu) ?? [];
    const own = runs.filter((run) => !/^[ぁ-ん]+$/u.test(run) || run.length > SMALL_KANA).map(fold).filter((run) => run.length > 1);
    const asked = fold(query);
    const said = meanings.flatMap(([says, means]) => says.filter((say) => say.length > 1 && asked.includes(say)).map((say) => ({ say, means })));
    const longest = said.filter(({ say }) => !said.some((other) => other.say.length > say.length && other.say.includes(say)));
    return [...new Set(own)].map((word) => [word]).concat(longest.map(({ means }) => means));
  }

  const weightOf = (texts) => {
    const holders = records.filter((known) => texts.some((text) => known.all.includes(text))).length;
    return Math.log(1 + records.length / Math.max(holders, 1)); // what stands nowhere was asked for all the same
  };

  const shareOf = (known, texts) => (texts.some((text) => known.title.includes(text)) ? 1 : texts.some((text) => known.all.includes(text)) ? 0.6 : 0);

  // By pairs of letters. A question is often longer than the saying in it, which then counts by itself
  function likeness(asked, said) {
    let common = 0;
    for (const pair of said) common += asked.has(pair) ? 1 : 0;
    if (common < FEWEST_PAIRS) return 0;
    return Math.max((2 * common) / (asked.size + said.size), (PART * common) / said.size);
  }

  // The most alike of the ways in which people speak of the record
  function spokenOf(known, asked, pairs) {
    let best = 0;
    for (const { text, pairs: own } of known.spoken) {
      const contained = text.length > 2 && asked.includes(text) ? 0.7 : asked.length > 2 && text.includes(asked) ? 0.7 : 0;
      best = Math.max(best, contained, likeness(pairs, own));
    }
    return best >= LEAST_ALIKE ? best : 0;
  }

  // In everyday words: below every record that holds the words themselves
  function meant(query) {
    const asked = fold(query);
    const pairs = new Set(pairsOf(asked));
    const pieces = piecesOf(query).map((texts) => ({ texts, weight: weightOf(texts) }));
    const total = pieces.reduce((sum, { weight }) => sum + weight, 0);
    return records.map((known) => {
      const share = total ? pieces.reduce((sum, { texts, weight }) => sum + weight * shareOf(known, texts), 0) / total : 0;
      const spoken = spokenOf(known, asked, pairs);
      return (share >= LEAST_MEANT ? 4 * share : 0) + 6 * spoken;
    });
  }

  /** Hits as {record, score}, best first. */
  return (query) => {
    const words = query.split(/\s+/).map(fold).filter(Boolean).map(readWord);
    if (words.length === 0) return [];
    const everyday = meant(query);
    return records
      .map((known, at) => ({ ...known, score: scoreOfWords(known, words) + everyday[at] }))
      .filter((hit) => hit.score > 0)
      .sort((one, other) => other.score - one.score || one.order - other.order);
  };
})();
