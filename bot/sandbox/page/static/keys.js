/** What the keys of a field mean. */

/** The key belongs to the input method, as the Enter that takes its suggestion; Safari ends the composition before it. */
export const isOfInputMethod = (event) => event.isComposing || event.keyCode === 229;

export const isEnter = (event) => event.key === "Enter" && !isOfInputMethod(event);
