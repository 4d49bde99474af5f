/** The doors of the stand-in: its state as one person sees it, what happened, playing people, and switches. */

const LATER_MS = [200, 500, 1000, 3000];

async function answered(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? String(response.status));
  return body;
}

const post = (path, body) => fetch(path, {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
}).then(answered);

export const loadMenu = () => fetch("/sandbox/menu").then(answered);
export const loadState = (viewer) => fetch(`/sandbox/state?viewer=${encodeURIComponent(viewer)}`).then(answered);
export const play = (viewer, wish) => post("/sandbox/play", { as: viewer, ...wish });
export const turn = (wish) => post("/sandbox/switch", wish);
export const fileAddress = (file, viewer) => `/sandbox/files/${encodeURIComponent(file)}?viewer=${encodeURIComponent(viewer)}`;

/** Calls `changed` at every change and after every connection, `lost` when the server is gone; tries again for ever. */
export function follow(changed, lost) {
  let tries = 0;
  const dial = () => {
    const socket = new WebSocket(`ws://${window.location.host}/sandbox/changes`);
    socket.addEventListener("open", () => { tries = 0; changed(); });
    socket.addEventListener("message", changed);
    socket.addEventListener("close", () => {
      lost();
      setTimeout(dial, LATER_MS[Math.min(tries, LATER_MS.length - 1)]);
      tries += 1;
    });
  };
  dial();
}
