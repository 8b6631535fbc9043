//! The lines that put an embed into a page, with its ids in them. Text in, text out.

/// Lines to copy, and what to know of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snippet {
    /// Where they go.
    pub(super) title: &'static str,
    /// What to know before.
    pub(super) about: &'static str,
    /// The lines.
    pub(super) lines: String,
}

/// What stands in the lines for the server, the embed and the connection.
const SERVER: &str = "{server}";
const EMBED: &str = "{embed}";
const CONNECTION: &str = "{connection}";

const SCRIPT_TAG: &str = r#"<script type="module" src="{server}/embed/v1/causeway-data-flow.js"></script>

<causeway-data-flow api-base="{server}" connection="{connection}">
  The data flows are shown here.
</causeway-data-flow>

<script type="module">
  const element = document.querySelector("causeway-data-flow");
  element.getToken = async () => {
    const answer = await fetch("/causeway-token");
    if (!answer.ok) throw new Error(`No token: ${answer.status}`);
    return answer.text();
  };
</script>"#;

// The listener comes first: the frame asks as soon as it is there.
const IFRAME: &str = r#"<script>
  addEventListener("message", async ({ data, origin, source }) => {
    const frame = document.getElementById("causeway-frame");
    if (origin !== "{server}" || source !== frame?.contentWindow) return;
    if (data.type === "causeway-height") frame.style.height = `${data.height}px`;
    if (data.type !== "causeway-token-wanted") return;
    const answer = await fetch("/causeway-token");
    if (!answer.ok) return;
    source.postMessage({ type: "causeway-token", token: await answer.text() }, origin);
  });
</script>

<iframe id="causeway-frame" title="Data flows" allow="clipboard-write"
  src="{server}/embed/v1/frame/{embed}?connection={connection}"></iframe>"#;

// Both functions stand outside of the component: a new one at each drawing would ask for a new token each time.
const REACT: &str = r#"async function getToken() {
  const answer = await fetch("/causeway-token");
  if (!answer.ok) throw new Error(`No token: ${answer.status}`);
  return answer.text();
}

function giveToken(element) {
  if (element) element.getToken = getToken;
}

export function DataFlows() {
  return (
    <>
      <script type="module" async src="{server}/embed/v1/causeway-data-flow.js" />
      <causeway-data-flow
        ref={giveToken}
        api-base="{server}"
        connection="{connection}"
      />
    </>
  );
}"#;

const CURL: &str = r#"curl --fail-with-body -X POST "{server}/api/v1/embeds/{embed}/tokens" \
  -H "Authorization: Bearer $CAUSEWAY_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{"connectionId": "{connection}"}'"#;

const NODE: &str = r#"export async function causewayToken() {
  const answer = await fetch("{server}/api/v1/embeds/{embed}/tokens", {
    method: "POST",
    headers: {
      authorization: `Bearer ${process.env.CAUSEWAY_API_KEY}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ connectionId: "{connection}" }),
  });
  if (!answer.ok) throw new Error(`Causeway gave no token: ${answer.status}`);
  const { token } = await answer.json();
  return new Response(token, {
    headers: { "content-type": "text/plain", "cache-control": "no-store" },
  });
}"#;

/// Everything that is needed, ready to copy: for the page one of the first three, for its server one of the others.
pub(super) fn snippets(server: &str, embed: &str, connection: &str) -> [Snippet; 5] {
    let snippet = |title, about, lines: &str| {
        let lines = lines.replace(SERVER, server).replace(EMBED, embed).replace(CONNECTION, connection);
        Snippet { title, about, lines }
    };
    [
        snippet(
            "Script tag",
            "Where the page's policy forbids inline scripts, put the second script into a file.",
            SCRIPT_TAG,
        ),
        snippet("iframe", "For pages that shall run no script from elsewhere.", IFRAME),
        snippet("React", "For React 19, which adds the script to the page once.", REACT),
        snippet(
            "Your server",
            "What to answer at /causeway-token: to readers who may see this picture, and to nobody else. The API key needs the scope embeds:mint; it stays on the server.",
            NODE,
        ),
        snippet("Your server, tried by hand", "Answers a token for one picture, good for 15 minutes.", CURL),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER_URL: &str = "https://causeway.example";
    const EMBED_ID: &str = "00000000-0000-4000-8000-000000000001";
    const CONNECTION_ID: &str = "00000000-0000-4000-8000-000000000002";

    #[test]
    fn all_lines_are_complete() {
        for Snippet { title, lines, .. } in snippets(SERVER_URL, EMBED_ID, CONNECTION_ID) {
            for left in [SERVER, EMBED, CONNECTION, "…"] {
                assert!(!lines.contains(left), "{left} in {title}");
            }
            assert!(lines.contains(SERVER_URL) && lines.contains(CONNECTION_ID), "{title}");
        }
    }

    #[test]
    fn the_addresses_are_those_of_the_server() {
        let [script, frame, react, node, curl] =
            snippets(SERVER_URL, EMBED_ID, CONNECTION_ID).map(|it| it.lines);
        let module = "src=\"https://causeway.example/embed/v1/causeway-data-flow.js\"";
        assert!(script.contains(module) && react.contains(module));
        let address = [SERVER_URL, "/embed/v1/frame/", EMBED_ID, "?connection=", CONNECTION_ID].concat();
        assert!(frame.contains(&address));
        let tokens = [SERVER_URL, "/api/v1/embeds/", EMBED_ID, "/tokens\""].concat();
        assert!(node.contains(&tokens) && curl.contains(&tokens));
        assert!(curl.contains(&[r#"-d '{"connectionId": ""#, CONNECTION_ID, r#""}'"#].concat()));
    }

    #[test]
    fn only_the_lines_of_the_server_know_of_an_api_key_and_none_has_one() {
        let with_key =
            snippets(SERVER_URL, EMBED_ID, CONNECTION_ID).map(|it| it.lines.contains("CAUSEWAY_API_KEY"));
        assert_eq!(with_key, [false, false, false, true, true]);
    }
}
