//! The law of who may import whom, and the few rules about source text that compilers do not check.
//!
//! Pure functions over text: the caller asks Cargo and reads files. It must not run or read anything itself.

/// Programs of the server side that have no place in code meant for the browser too.
const SERVER: &[&str] = &[
    "axum",
    "hyper",
    "tokio",
    "tower",
    "rusqlite",
    "libsqlite3-sys",
    "causeway-assertion",
    "causeway-server",
];
/// Browser bindings that have no place in code meant for the server too.
const BROWSER: &[&str] = &[
    "leptos",
    "leptos_router",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "gloo-net",
    "gloo-timers",
    "wasm-bindgen-futures",
];

/// One line of the law: what must not be among the normal dependencies of a package, at any depth.
pub(crate) struct Law {
    pub(crate) package: &'static str,
    /// Whether it holds for the browser's target or for the machine's own.
    pub(crate) browser: bool,
    forbidden: &'static [&'static [&'static str]],
}

/// The table of docs/ARCHITECTURE.md, in code.
pub(crate) const LAWS: &[Law] = &[
    Law {
        package: "causeway-model",
        browser: false,
        forbidden: &[SERVER, BROWSER, &["causeway-data-flow", "causeway-data-flow-view", "causeway-client"]],
    },
    Law {
        package: "causeway-data-flow",
        browser: false,
        forbidden: &[SERVER, BROWSER, &["causeway-data-flow-view", "causeway-client"]],
    },
    // What decides who gets in is a function of its arguments: it reaches no network and no storage, and takes its types
    // from nobody.
    Law {
        package: "causeway-assertion",
        browser: false,
        forbidden: &[
            SERVER,
            BROWSER,
            &[
                "reqwest",
                "causeway-model",
                "causeway-data-flow",
                "causeway-data-flow-view",
                "causeway-client",
            ],
        ],
    },
    Law { package: "causeway-model", browser: true, forbidden: &[SERVER, BROWSER] },
    Law { package: "causeway-data-flow", browser: true, forbidden: &[SERVER, BROWSER] },
    // Signals are a feature of it, and of the dashboard alone.
    Law {
        package: "causeway-dom",
        browser: true,
        forbidden: &[
            SERVER,
            &["leptos", "leptos_router", "causeway-model", "causeway-data-flow", "causeway-client"],
        ],
    },
    Law {
        package: "causeway-data-flow-view",
        browser: true,
        forbidden: &[SERVER, &["leptos", "leptos_router", "causeway-client"]],
    },
    Law {
        package: "causeway-client",
        browser: true,
        forbidden: &[SERVER, &["leptos", "reqwest", "causeway-data-flow", "causeway-data-flow-view"]],
    },
    // Every byte of it is loaded by somebody else's page.
    Law {
        package: "causeway-embed",
        browser: true,
        forbidden: &[SERVER, &["leptos", "causeway-dom", "causeway-data-flow-view", "causeway"]],
    },
    // On the machine itself the client speaks HTTP with reqwest, which brings tokio and hyper.
    Law {
        package: "causeway-client",
        browser: false,
        forbidden: &[&[
            "leptos",
            "axum",
            "rusqlite",
            "causeway-server",
            "causeway-data-flow",
            "causeway-data-flow-view",
        ]],
    },
    // It calls others, so tokio and hyper are its trade; who asks it to, and why, it must not know.
    Law {
        package: "causeway-outbound",
        browser: false,
        forbidden: &[
            BROWSER,
            &[
                "axum",
                "rusqlite",
                "libsqlite3-sys",
                "causeway-server",
                "causeway-model",
                "causeway-data-flow",
                "causeway-data-flow-view",
                "causeway-client",
                "causeway-dom",
            ],
        ],
    },
    Law {
        package: "causeway-server",
        browser: false,
        forbidden: &[&[
            "leptos",
            "leptos_router",
            "gloo-net",
            "causeway",
            "causeway-client",
            "causeway-dom",
            "causeway-data-flow-view",
        ]],
    },
    Law { package: "causeway", browser: true, forbidden: &[SERVER] },
];

impl Law {
    /// The forbidden packages that are in `tree`, the output of `cargo tree --prefix none`.
    pub(crate) fn broken_by(&self, tree: &str) -> Vec<String> {
        let mut found: Vec<String> = tree
            .lines()
            // The first line is the package itself.
            .skip(1)
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| self.forbidden.iter().any(|group| group.contains(name)))
            .map(str::to_owned)
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

/// What is wrong with one source file of the dashboard or the picture; `name` is its path in the clone.
pub(crate) fn faults_of_source(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        let at = format!("{name}:{}", number + 1);
        if name.starts_with("src/") && !name.starts_with("src/data/") && line.contains("causeway_client") {
            faults.push(format!("{at}: only src/data/ may name causeway_client"));
        }
        if line.contains("attr(\"style\"") || line.contains("attr_of(\"style\"") {
            faults.push(format!(
                "{at}: an inline style attribute is blocked by the content security policy; use a class or `style`"
            ));
        }
    }
    faults
}

/// What the content security policy would block in the page that the dashboard starts from.
pub(crate) fn faults_of_page(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lower = text.to_ascii_lowercase();
    for script in lower.split("<script").skip(1) {
        if !script.split('>').next().is_some_and(|tag| tag.contains("src=")) {
            faults.push(format!("{name}: an inline script is blocked by the content security policy"));
        }
    }
    if lower.contains("<style") || lower.contains(" style=") {
        faults.push(format!("{name}: an inline style is blocked by the content security policy"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{LAWS, faults_of_page, faults_of_source};

    fn model() -> &'static super::Law {
        LAWS.iter().find(|law| law.package == "causeway-model").unwrap()
    }

    #[test]
    fn a_browser_crate_deep_in_the_tree_breaks_the_law_once() {
        let tree =
            "causeway-model v0.1.0 (/x)\nuuid v1.29.0\njs-sys v0.3.107\nserde v1.0.0\njs-sys v0.3.107 (*)\n";
        assert_eq!(model().broken_by(tree), ["js-sys"]);
    }

    #[test]
    fn a_package_does_not_forbid_itself_and_similar_names_are_fine() {
        let tree = "causeway-model v0.1.0 (/x)\nserde v1.0.0\ntokio-like v1.0.0\n";
        assert!(model().broken_by(tree).is_empty());
    }

    #[test]
    fn calls_to_others_may_bring_hyper_and_not_the_server() {
        let law = LAWS.iter().find(|law| law.package == "causeway-outbound").unwrap();
        let tree =
            "causeway-outbound v0.1.0 (/x)\nhyper v1.12.0\ntokio v1.54.1\naxum v0.8.9\nweb-sys v0.3.107\n";
        assert_eq!(law.broken_by(tree), ["axum", "web-sys"]);
    }

    #[test]
    fn only_data_names_the_client() {
        let text = "// causeway_client is elsewhere\nuse causeway_client::Client;\n";
        assert_eq!(faults_of_source("src/pages/home.rs", text).len(), 1);
        assert!(faults_of_source("src/data/mod.rs", text).is_empty());
        assert!(faults_of_source("crates/data-flow-view/src/lib.rs", text).is_empty());
    }

    #[test]
    fn inline_styles_are_found_and_style_properties_are_not() {
        assert_eq!(faults_of_source("src/a.rs", "html(\"p\").live_attr(\"style\", color)").len(), 1);
        assert!(faults_of_source("src/a.rs", "html(\"p\").live_style(\"color\", color)").is_empty());
    }

    #[test]
    fn inline_scripts_are_found_in_the_page() {
        assert_eq!(faults_of_page("index.html", "<script>1</script>").len(), 1);
        assert!(faults_of_page("index.html", "<script data-trunk src=\"a.js\"></script>").is_empty());
        assert_eq!(faults_of_page("index.html", "<p style=\"x\">").len(), 1);
    }
}
