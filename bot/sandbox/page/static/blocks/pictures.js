/** Images. The trial environment reaches no other machine, so a picture from elsewhere is told in its own words. */

import { h, link } from "../dom.js";

const isOwn = (url) => url?.startsWith("data:image/") || url?.startsWith("/") || url?.startsWith(window.location.origin);

export function picture(image, size = "") {
  const url = image.image_url ?? image.slack_file?.url ?? (image.slack_file ? `/sandbox/files/${image.slack_file.id}` : undefined);
  if (isOwn(url)) return h("img", { src: url, alt: image.alt_text, class: `picture ${size}`, loading: "lazy" });
  return h("span", { class: `picture away ${size}`, role: "img", "aria-label": image.alt_text },
    size === "small" ? "画像" : [h("span", {}, `画像：${image.alt_text}`), " ", link(url, "別の画面で開く")]);
}
