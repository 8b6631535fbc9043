// Exchanges the code of a sign-in link for a session cookie.
// The code stands behind the # of the link, where no server log and no referrer sees it.

const form = document.querySelector("form");
const input = form.querySelector("input");
const button = form.querySelector("button");
const problem = document.getElementById("problem");
const progress = document.getElementById("progress");

/** Where to go after signing in: a path of this site, or the connections. */
function destination() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  // One slash, then neither slash nor backslash nor anything a browser would drop: those lead to other sites.
  const plain = /^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(next);
  if (plain && new URL(next, location.origin).origin === location.origin) return next;
  return "/connections";
}

/** The code in what was pasted: a whole link or the code alone. */
function codeIn(text) {
  return text.slice(text.lastIndexOf("#") + 1).trim();
}

function show(message) {
  progress.textContent = "";
  problem.textContent = message;
  input.setAttribute("aria-invalid", "true");
  button.disabled = false;
  input.focus();
}

async function signedInAlready() {
  const answer = await fetch("/api/v1/session", { headers: { accept: "application/json" } });
  return answer.ok;
}

async function signIn(code) {
  problem.textContent = "";
  input.removeAttribute("aria-invalid");
  button.disabled = true;
  progress.textContent = "Signing in…";
  try {
    const answer = await fetch("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ code }),
    });
    // An old link opened again in a browser that is signed in: just go on.
    if (answer.ok || (answer.status === 401 && (await signedInAlready()))) {
      location.replace(destination());
    } else if (answer.status === 401) {
      show("This link was used already, has expired, or is incomplete. Run “causeway sign-in” for a new one.");
    } else {
      show("The server cannot sign you in right now. Try again in a moment.");
    }
  } catch {
    show("The server does not answer. Is “causeway serve” still running?");
  }
}

function takeCodeFromAddress() {
  const code = codeIn(location.hash);
  if (code === "") return;
  // Out of the address bar and the history before anything else happens.
  history.replaceState(null, "", location.pathname + location.search);
  signIn(code);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = codeIn(input.value);
  if (code === "") show("Paste the link, or the code behind its #.");
  else signIn(code);
});
window.addEventListener("hashchange", takeCodeFromAddress);
takeCodeFromAddress();
