//! Whether a page's Content-Security-Policy lets the widget run (CSP Level 3). Pure: texts in, faults out.
//!
//! A page may have several policies, and each must allow what is done. A directive that is missing stands for its fallback
//! (section 6.8.3). `require-trusted-types-for` is no obstacle: the widget makes no markup from text.

use url::Url;

/// What the widget needs of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Its module is loaded.
    Script,
    /// Its WebAssembly is compiled.
    WebAssembly,
    /// Its WebAssembly and its data are fetched.
    Connect,
    /// Its frame page is shown.
    Frame,
}

/// The needs of the widget as an element of a page.
pub(crate) const ELEMENT: [Need; 3] = [Need::Script, Need::WebAssembly, Need::Connect];

impl Need {
    /// The directives that decide, the first one that is there.
    fn directives(self) -> &'static [&'static str] {
        match self {
            Self::Script => &["script-src-elem", "script-src", "default-src"],
            Self::WebAssembly => &["script-src", "default-src"],
            Self::Connect => &["connect-src", "default-src"],
            Self::Frame => &["frame-src", "child-src", "default-src"],
        }
    }

    /// The directive to write where only the last fallback is there.
    fn own(self) -> &'static str {
        match self {
            Self::Script | Self::WebAssembly => "script-src",
            Self::Connect => "connect-src",
            Self::Frame => "frame-src",
        }
    }

    /// What is loaded from the server, where addresses decide.
    fn paths(self) -> &'static [&'static str] {
        match self {
            Self::Script => &["/embed/v1/causeway-data-flow.js"],
            Self::WebAssembly => &[],
            Self::Connect => &["/embed/v1/causeway-data-flow_bg.wasm", "/embed/v1/connections/0/data-flow"],
            Self::Frame => &["/embed/v1/frame/0"],
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Script => "The widget's script is blocked.",
            Self::WebAssembly => "WebAssembly is blocked.",
            Self::Connect => "Fetching the widget's program and data is blocked.",
            Self::Frame => "Framing pages of this server is blocked.",
        }
    }
}

/// Something that a policy blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The directive that decides, as the page sends it.
    pub(crate) found: String,
    /// What is blocked, and what there is to know about it.
    pub(crate) message: String,
    /// The directive as it has to be.
    pub(crate) line: String,
    /// Whether it may work all the same: with a nonce that the policy cannot tell us.
    pub(crate) may_work: bool,
}

/// The policies of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Policies(Vec<Policy>);

/// Directives in their order, names in small letters; of two with one name the first counts.
type Policy = Vec<(String, Vec<String>)>;

impl Policies {
    /// Policies separated by commas, as headers are put together, or on lines of their own.
    pub(crate) fn parse(text: &str) -> Self {
        let policies = text.split([',', '\n', '\r']).map(policy);
        Self(policies.filter(|policy| !policy.is_empty()).collect())
    }

    /// Whether there is nothing that could block.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What blocks one of `needs` in a page of the origin `page`, for a widget of the server `server`, an origin too.
    /// One fault per policy and directive, with all that is missing there.
    pub(crate) fn faults(&self, needs: &[Need], page: &str, server: &str) -> Vec<Fault> {
        let (Ok(page), Ok(base)) = (Url::parse(page), Url::parse(server)) else { return Vec::new() };
        let place = Place { page: &page, server: &base, origin: server };
        self.0.iter().flat_map(|policy| place.faults_of(policy, needs)).collect()
    }
}

/// A policy, whatever is written before it: people paste the whole header.
fn policy(text: &str) -> Policy {
    let text = text.trim();
    let name = "content-security-policy:";
    let text = match text.get(..name.len()) {
        Some(start) if start.eq_ignore_ascii_case(name) => &text[name.len()..],
        _ => text,
    };
    let mut policy: Policy = Vec::new();
    for directive in text.split(';') {
        let mut words = directive.split_ascii_whitespace().map(str::to_owned);
        let Some(name) = words.next().map(|name| name.to_ascii_lowercase()) else { continue };
        if !policy.iter().any(|(known, _)| *known == name) {
            policy.push((name, words.collect()));
        }
    }
    policy
}

/// Which page loads from which server.
struct Place<'a> {
    page: &'a Url,
    server: &'a Url,
    /// The server as it is written in a policy.
    origin: &'a str,
}

/// What a list of sources has not got.
struct Missing<'a> {
    /// The word to add, if one helps.
    word: Option<&'a str>,
    /// What there is to know about it.
    remark: &'static str,
    /// Whether it may work all the same.
    may_work: bool,
}

impl Place<'_> {
    fn faults_of(&self, policy: &Policy, needs: &[Need]) -> Vec<Fault> {
        let mut faults: Vec<(String, Fault)> = Vec::new();
        for need in needs {
            let decides =
                need.directives().iter().find_map(|name| policy.iter().find(|(known, _)| known == name));
            // What no directive is about is allowed.
            let Some((name, sources)) = decides else { continue };
            let Some(Missing { word, remark, may_work }) = self.missing(*need, sources) else { continue };
            let named = if name == "default-src" { need.own() } else { name };
            let message = format!("{} {remark}", need.words()).trim_end().to_owned();
            if let Some((_, fault)) = faults.iter_mut().find(|(known, _)| known == named) {
                fault.line = [fault.line.as_str()].into_iter().chain(word).collect::<Vec<_>>().join(" ");
                fault.message = format!("{} {message}", fault.message);
                fault.may_work &= may_work;
                continue;
            }
            let kept = sources.iter().filter(|source| !source.eq_ignore_ascii_case("'none'"));
            let line: Vec<&str> = [named].into_iter().chain(kept.map(String::as_str)).chain(word).collect();
            let found = [name.as_str()].into_iter().chain(sources.iter().map(String::as_str));
            let found = found.collect::<Vec<_>>().join(" ");
            let fault = Fault { found, message, line: line.join(" "), may_work };
            faults.push((named.to_owned(), fault));
        }
        for (_, fault) in &mut faults {
            // No word of the policy mends it: the nonce has to be at the script.
            let sources = |text: &str| text.split_once(' ').map(|(_, sources)| sources.to_owned());
            if sources(&fault.line) == sources(&fault.found) {
                let origin = self.origin;
                fault.line = format!(
                    "<script type=\"module\" nonce=\"…\" src=\"{origin}/embed/v1/causeway-data-flow.js\"></script>"
                );
            }
        }
        faults.into_iter().map(|(_, fault)| fault).collect()
    }

    fn missing(&self, need: Need, sources: &[String]) -> Option<Missing<'_>> {
        let has = |word: &str| sources.iter().any(|source| source.eq_ignore_ascii_case(word));
        if need == Need::WebAssembly {
            let allowed = has("'wasm-unsafe-eval'") || has("'unsafe-eval'");
            let missing = Missing { word: Some("'wasm-unsafe-eval'"), remark: "", may_work: false };
            return (!allowed).then_some(missing);
        }
        let by_nonce = need == Need::Script && sources.iter().any(|source| is_nonce_or_hash(source));
        if need == Need::Script && has("'strict-dynamic'") {
            // Section 8.2: addresses count for nothing then, and neither does 'self'.
            let remark = if by_nonce {
                "With 'strict-dynamic' addresses count for nothing: give the <script> of the widget the page's nonce, \
                 or load it from a script that has it."
            } else {
                "With 'strict-dynamic' addresses count for nothing: it takes a nonce, on the <script> of the widget too."
            };
            return Some(Missing { word: None, remark, may_work: by_nonce });
        }
        let allowed = |path: &str| sources.iter().any(|source| self.matches(source, path));
        if need.paths().iter().all(|path| allowed(path)) {
            return None;
        }
        let remark =
            if by_nonce { "It works if the <script> of the widget has the page's nonce." } else { "" };
        Some(Missing { word: Some(self.origin), remark, may_work: by_nonce })
    }

    /// Whether a source is about a path of the server (section 6.7.2.8).
    fn matches(&self, source: &str, path: &str) -> bool {
        if source.eq_ignore_ascii_case("'self'") {
            return self.page.origin() == self.server.origin()
                || (self.page.host() == self.server.host() && is_upgrade(self.page, self.server));
        }
        if source.starts_with('\'') {
            return false;
        }
        if source == "*" {
            // The schemes of the network, and that of the page.
            return matches!(self.server.scheme(), "http" | "https");
        }
        if let Some(scheme) = source.strip_suffix(':') {
            return scheme_matches(scheme, self.server.scheme());
        }
        let (scheme, rest) = match source.split_once("://") {
            Some((scheme, rest)) => (scheme, rest),
            None => (self.page.scheme(), source),
        };
        let (authority, wanted) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        scheme_matches(scheme, self.server.scheme())
            && host_matches(host, self.server.host_str().unwrap_or_default())
            && self.port_matches(port)
            && path_matches(wanted, path)
    }

    fn port_matches(&self, wanted: Option<&str>) -> bool {
        let port = self.server.port_or_known_default();
        let usual = if self.server.scheme() == "https" { 443 } else { 80 };
        match wanted {
            None => port == Some(usual),
            Some("*") => true,
            Some(wanted) => {
                let wanted = wanted.parse().ok();
                wanted == port || (wanted == Some(80) && port == Some(443))
            }
        }
    }
}

fn is_nonce_or_hash(source: &str) -> bool {
    let source = source.to_ascii_lowercase();
    ["'nonce-", "'sha256-", "'sha384-", "'sha512-"].iter().any(|start| source.starts_with(start))
}

/// A source of plain HTTP is about TLS as well.
fn scheme_matches(wanted: &str, scheme: &str) -> bool {
    wanted.eq_ignore_ascii_case(scheme) || (wanted.eq_ignore_ascii_case("http") && scheme == "https")
}

/// Whether one of two addresses of a host is the other one with TLS, both at the ports that go without saying.
fn is_upgrade(page: &Url, server: &Url) -> bool {
    page.port().is_none() && server.port().is_none() && scheme_matches(page.scheme(), server.scheme())
}

fn host_matches(wanted: &str, host: &str) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    if wanted == "*" {
        return true;
    }
    match wanted.strip_prefix('*') {
        // `*.example.org`: everything below, not the name itself.
        Some(suffix) => suffix.starts_with('.') && suffix.len() > 1 && host.ends_with(suffix),
        None => wanted == host,
    }
}

fn path_matches(wanted: &str, path: &str) -> bool {
    match wanted {
        "" | "/" => true,
        wanted if wanted.ends_with('/') => path.starts_with(wanted),
        wanted => wanted == path,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "https://portal.example";
    const SERVER: &str = "https://causeway.example";

    /// The lines that mend a policy.
    fn lines(policy: &str, needs: &[Need]) -> Vec<String> {
        let faults = Policies::parse(policy).faults(needs, PAGE, SERVER);
        faults.into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn what_the_documentation_asks_for_is_enough() {
        let needed = "script-src 'self' https://causeway.example 'wasm-unsafe-eval'; \
             connect-src 'self' https://causeway.example; frame-src https://causeway.example";
        for policy in [
            needed,
            "",
            "img-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self'",
            "default-src * 'unsafe-eval'",
            "default-src https: 'wasm-unsafe-eval'",
            "Content-Security-Policy: default-src 'self' https://causeway.example 'wasm-unsafe-eval'",
            &needed.to_uppercase().replace("HTTPS://CAUSEWAY.EXAMPLE", "HTTPS://Causeway.Example"),
        ] {
            for need in ELEMENT.into_iter().chain([Need::Frame]) {
                assert_eq!(lines(policy, &[need]), Vec::<String>::new(), "{need:?} {policy}");
            }
        }
    }

    #[test]
    fn the_line_has_what_was_there_and_what_is_missing() {
        for (policy, needs, mended) in [
            (
                "script-src 'self'",
                &ELEMENT[..],
                &["script-src 'self' https://causeway.example 'wasm-unsafe-eval'"][..],
            ),
            (
                "default-src 'self'",
                &ELEMENT,
                &[
                    "script-src 'self' https://causeway.example 'wasm-unsafe-eval'",
                    "connect-src 'self' https://causeway.example",
                ],
            ),
            (
                "default-src 'none'",
                &ELEMENT,
                &[
                    "script-src https://causeway.example 'wasm-unsafe-eval'",
                    "connect-src https://causeway.example",
                ],
            ),
            ("default-src 'none'", &[Need::Frame], &["frame-src https://causeway.example"]),
            ("child-src a.example", &[Need::Frame], &["child-src a.example https://causeway.example"]),
            ("frame-src 'self'; child-src *", &[Need::Frame], &["frame-src 'self' https://causeway.example"]),
            (
                "script-src-elem 'self'; script-src 'self' 'unsafe-eval' https://causeway.example",
                &ELEMENT,
                &["script-src-elem 'self' https://causeway.example"],
            ),
            (
                "script-src-elem https://causeway.example; script-src 'self'",
                &ELEMENT,
                &["script-src 'self' 'wasm-unsafe-eval'"],
            ),
            (
                "script-src https://causeway.example",
                &ELEMENT,
                &["script-src https://causeway.example 'wasm-unsafe-eval'"],
            ),
            // Of two directives with one name the first counts.
            ("connect-src 'self'; connect-src *", &ELEMENT, &["connect-src 'self' https://causeway.example"]),
            // Each policy must allow it.
            ("connect-src *, connect-src 'self'", &ELEMENT, &["connect-src 'self' https://causeway.example"]),
            ("connect-src *\nconnect-src 'self'", &ELEMENT, &["connect-src 'self' https://causeway.example"]),
        ] {
            assert_eq!(lines(policy, needs), mended, "{policy}");
        }
    }

    #[test]
    fn sources_match_as_browsers_match_them() {
        let allows = |source: &str, page: &str, server: &str| {
            let policy = Policies::parse(&format!("connect-src {source}"));
            policy.faults(&[Need::Connect], page, server).is_empty()
        };
        for source in [
            "*",
            "https:",
            "http:",
            "https://causeway.example",
            "http://causeway.example",
            "causeway.example",
            "causeway.example:443",
            "causeway.example:*",
            "http://causeway.example:80",
            "*.example",
            "https://*",
            "https://causeway.example/",
            "https://causeway.example/embed/",
            "https://causeway.example/embed/v1/",
        ] {
            assert!(allows(source, PAGE, SERVER), "{source}");
        }
        for source in [
            "'self'",
            "'none'",
            "",
            "wss:",
            "data:",
            "https://causeway.example:8443",
            "https://causeway.example.evil",
            "*.causeway.example",
            "https://auseway.example",
            "https://causeway.example/embed",
            "https://causeway.example/embed/v1/causeway-data-flow_bg.wasm",
            "'unsafe-inline'",
            "*example",
        ] {
            assert!(!allows(source, PAGE, SERVER), "{source}");
        }
        assert!(allows("'self'", SERVER, SERVER));
        assert!(allows("'self'", "http://causeway.example", SERVER), "the same host with TLS");
        assert!(!allows("'self'", "https://causeway.example:8443", SERVER));
        let local = "http://127.0.0.1:8080";
        assert!(allows("127.0.0.1:8080", "http://localhost:3000", local));
        assert!(allows("http://127.0.0.1:*", PAGE, local));
        assert!(!allows("127.0.0.1:8080", PAGE, local), "without a scheme it is that of the page");
        assert!(!allows("127.0.0.1", "http://localhost:3000", local));
    }

    #[test]
    fn nonces_may_do_and_are_explained() {
        let faults = |policy: &str| Policies::parse(policy).faults(&[Need::Script], PAGE, SERVER);
        let with_nonce = faults("script-src 'nonce-abc' 'strict-dynamic'");
        assert!(with_nonce[0].may_work && with_nonce[0].message.contains("'strict-dynamic'"));
        assert!(
            with_nonce[0]
                .line
                .starts_with("<script type=\"module\" nonce=\"…\" src=\"https://causeway.example/")
        );
        let ignored = faults("script-src 'nonce-abc' 'strict-dynamic' https://causeway.example");
        assert!(ignored[0].may_work, "the address counts for nothing");
        assert!(!faults("script-src 'strict-dynamic' https://causeway.example")[0].may_work);
        let nonce = faults("script-src 'self' 'nonce-abc'");
        assert!(nonce[0].may_work && nonce[0].message.contains("nonce"));
        assert_eq!(nonce[0].line, "script-src 'self' 'nonce-abc' https://causeway.example");
        assert!(faults("script-src 'sha256-abc=' 'self'")[0].may_work);
        assert!(faults("script-src 'nonce-abc' https://causeway.example").is_empty());
        let wasm = Policies::parse("script-src 'nonce-abc' 'strict-dynamic'");
        let wasm = wasm.faults(&ELEMENT, PAGE, SERVER);
        assert!(!wasm[0].may_work, "WebAssembly has no nonce");
        assert!(wasm[0].line.ends_with("'wasm-unsafe-eval'"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "((script|connect|default)-src|[a-z;, ]| |'self'|https?://|[^ ]{0,9}|\n){0,12}") {
            let _ = Policies::parse(&text).faults(&ELEMENT, PAGE, SERVER);
        }

        /// A policy with the lines in place of what they mend allows everything.
        #[test]
        fn the_lines_mend_it(text in "(script-src|script-src-elem|connect-src|default-src)( ('self'|'none'|https:|a\\.example|\\*)){0,3}(; (connect-src|script-src)( ('self'|b\\.example)){0,2})?") {
            let faults = Policies::parse(&text).faults(&ELEMENT, PAGE, SERVER);
            let lines: Vec<String> = faults.into_iter().map(|fault| fault.line).collect();
            // The first of a name counts.
            let mended = format!("{}; {text}", lines.join("; "));
            prop_assert!(Policies::parse(&mended).faults(&ELEMENT, PAGE, SERVER).is_empty(), "{text} → {mended}");
        }
    }
}
