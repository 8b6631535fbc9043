// The widget in a frame: what it shows is in the address, its token comes from the page that frames it.
//
// That page is asked by message, and messages are believed only when they come from it and from an origin of the embed,
// which the server wrote into this page. What is told goes to that origin alone; nobody is told anything before a token
// came, except that one is wanted, which holds nothing secret.

const PATIENCE = 10_000;
/** A page that is slower than its frame hears of it a moment later. */
const AGAIN = 2_500;
const VALUES = ["connection", "theme", "density", "refresh"];
const SWITCHES = ["mirror", "without-legend", "without-details", "with-endpoint-select"];

const origins = document.querySelector('meta[name="causeway-origins"]').content.split(" ").filter(Boolean);
const wanted = new URLSearchParams(location.search);
const main = document.getElementById("frame");

/** The origin of the page that gave the first token; it stays the only one. */
let host = null;
/** What waits for a token: functions that take it. */
let waiting = [];

function tell(message) {
  if (host !== null) parent.postMessage(message, host);
}

/** A token from the page around this one. */
function getToken() {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      clearInterval(asking);
      waiting = waiting.filter((other) => other !== take);
      reject(new Error("The page around this one gave no token."));
    }, PATIENCE);
    const take = (token) => {
      clearTimeout(late);
      clearInterval(asking);
      resolve(token);
    };
    waiting.push(take);
    // At first it is not known which of the embed's origins is around; no other can be (`frame-ancestors`).
    const ask = () => parent.postMessage({ type: "causeway-token-wanted" }, host ?? "*");
    const asking = setInterval(ask, AGAIN);
    ask();
  });
}

addEventListener("message", ({ data, origin, source }) => {
  if (source !== parent || !origins.includes(origin) || (host !== null && origin !== host)) return;
  if (data?.type !== "causeway-token" || typeof data.token !== "string") return;
  host = origin;
  const takers = waiting;
  waiting = [];
  for (const take of takers) take(data.token);
  tellHeight();
});

function tellHeight() {
  tell({ type: "causeway-height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
}

function start() {
  const root = document.documentElement;
  for (const name of ["lang", "dir"]) if (wanted.has(name)) root.setAttribute(name, wanted.get(name));
  if (wanted.has("theme")) root.dataset.theme = wanted.get("theme");

  const element = document.createElement("causeway-data-flow");
  for (const name of VALUES) if (wanted.has(name)) element.setAttribute(name, wanted.get(name));
  for (const name of SWITCHES) if (wanted.has(name)) element.setAttribute(name, "");
  element.setAttribute("api-base", location.origin);
  element.getToken = getToken;

  element.addEventListener("causeway-error", ({ detail: { code, message } }) => {
    tell({ type: "causeway-error", code, message });
  });
  element.addEventListener("causeway-flow-select", ({ detail: { id } }) => {
    tell({ type: "causeway-flow-select", id });
  });
  element.addEventListener("causeway-endpoint-select", ({ detail: { id, kind, name } }) => {
    tell({ type: "causeway-endpoint-select", id, kind, name });
  });
  new ResizeObserver(tellHeight).observe(root);
  main.replaceChildren(element);
}

if (parent === window) {
  const hint = document.createElement("p");
  hint.textContent = "This page is shown in a frame of a page that has a token for it.";
  main.replaceChildren(hint);
} else {
  start();
}
