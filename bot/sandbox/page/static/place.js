/** What the blocks of one message or view may ask for: who is who, pressing, suggesting, drafts and errors. */

import { fieldWords } from "./words.js";
import { ask } from "./dialogs.js";

/** Drafts of views by their id: "block_id/action_id" → what was typed or chosen and is not yet sent. */
const drafts = new Map();
const clientErrors = new Map();

const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

function inputsIn(blocks) {
  return blocks.flatMap((block) => {
    if (block.type === "input") return [keyOf(block, block.element)];
    return inputsIn(block.child_blocks ?? []);
  });
}

/** block_id → value for every field of the view that was touched, in the shape the stand-in fills in. */
export function filled(view) {
  const own = drafts.get(view.id) ?? new Map();
  const present = new Set(inputsIn(view.blocks));
  return Object.fromEntries([...own].filter(([key]) => present.has(key)).map(([key, value]) => [key.slice(0, key.lastIndexOf("/")), value]));
}

export function forget(viewId) {
  drafts.delete(viewId);
  clientErrors.delete(viewId);
}

/** The client's own checks: block_id → code. They stand until the next attempt. */
export function mark(viewId, errors) {
  clientErrors.set(viewId, errors);
}

export function errorsOf(view) {
  return { ...view.errors, ...clientErrors.get(view.id) };
}

/** `where` is {channel, ts} or {view: id}; `view` is the view itself when the blocks stand in one. */
export function placeFor(app, where, view) {
  const own = view ? (drafts.get(view.id) ?? drafts.set(view.id, new Map()).get(view.id)) : new Map();
  const values = () => (view ? { values: filled(view) } : {});
  return {
    place: { ...where, channel: where.channel ?? app.channel },
    get viewer() { return app.viewer; },
    get people() { return app.people; },
    get channels() { return app.channels; },
    get groups() { return app.groups; },
    announce: app.announce,
    confirm: ask,
    draft: (block, element, choice) => { if (view) own.set(keyOf(block, element), choice); },
    drafted: (block, element) => own.get(keyOf(block, element)),
    kept: (block, element) => view?.state?.values?.[block.block_id]?.[element.action_id],
    error: (blockId) => {
      const error = view && errorsOf(view)[blockId];
      return error ? fieldWords(error) : undefined;
    },
    press: (block, element, choice) =>
      app.play({ do: "press", ...where, ...values(), block_id: block.block_id, action_id: element.action_id, choice }),
    suggest: async (block, element, query) => {
      const told = await app.play({ do: "suggest", ...where, block_id: block.block_id, action_id: element.action_id, query }, { quiet: true });
      const outcome = told?.outcomes[0];
      if (!outcome || outcome.error) throw new Error("候補を取得できませんでした。");
      return outcome.body.option_groups ? outcome.body : { options: outcome.options };
    },
    busy: async (button, work) => {
      button.setAttribute("aria-busy", "true");
      await work;
      button.removeAttribute("aria-busy");
    },
  };
}
