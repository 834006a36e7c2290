//! Chroma, the highlighter of Hugo: which languages it knows, and the colours of a block in each of its styles.

/// What every style sets beside its colours.
const TABS: &str = "-moz-tab-size:4;-o-tab-size:4;tab-size:4;-webkit-text-size-adjust:none;";

/// Returns whether Chroma highlights a language of this name, in any case.
pub(crate) fn is_known(name: &str) -> bool {
    NAMES.binary_search(&name.to_lowercase().as_str()).is_ok()
}

/// The style of this name; `monokai`, which is Hugo's default, for one that is not known.
pub(crate) fn style_of(name: &str) -> &'static str {
    row(name).map_or("monokai", |(name, _)| name)
}

/// The `style` attribute of a block, its tokens uncoloured.
pub(crate) fn style(name: &str) -> String {
    match row(name) {
        Some((_, colours)) if !colours.is_empty() => format!("{colours};{TABS}"),
        _ => TABS.to_owned(),
    }
}

fn row(name: &str) -> Option<(&'static str, &'static str)> {
    let name = name.to_lowercase();
    STYLES.binary_search_by(|(style, _)| (*style).cmp(&name)).ok().and_then(|at| STYLES.get(at)).copied()
}

/// The colours of each style's blocks.
#[rustfmt::skip]
const STYLES: &[(&str, &str)] = &[
    ("abap", "background-color:#fff"),
    ("algol", "background-color:#fff"),
    ("algol_nu", "background-color:#fff"),
    ("arduino", "background-color:#fff"),
    ("ashen", "color:#b4b4b4;background-color:#121212"),
    ("aura-theme-dark", "color:#edecee;background-color:#15141b"),
    ("aura-theme-dark-soft", "color:#bdbdbd;background-color:#15141b"),
    ("autumn", "background-color:#fff"),
    ("average", "color:#757575;background-color:#000"),
    ("base16-snazzy", "color:#e2e4e5;background-color:#282a36"),
    ("borland", "background-color:#fff"),
    ("bw", "background-color:#fff"),
    ("catppuccin-frappe", "color:#c6d0f5;background-color:#303446"),
    ("catppuccin-latte", "color:#4c4f69;background-color:#eff1f5"),
    ("catppuccin-macchiato", "color:#cad3f5;background-color:#24273a"),
    ("catppuccin-mocha", "color:#cdd6f4;background-color:#1e1e2e"),
    ("colorful", "background-color:#fff"),
    ("darcula", "color:#a9b7c6;background-color:#2b2b2b"),
    ("doom-one", "color:#b0c4de;background-color:#282c34"),
    ("doom-one2", "color:#b0c4de;background-color:#282c34"),
    ("dracula", "color:#f8f8f2;background-color:#282a36"),
    ("emacs", "background-color:#f8f8f8"),
    ("evergarden", "color:#d6cbb4;background-color:#252b2e"),
    ("friendly", "background-color:#f0f0f0"),
    ("fruity", "color:#fff;background-color:#111"),
    ("github", "background-color:#f7f7f7"),
    ("github-dark", "color:#e6edf3;background-color:#0d1117"),
    ("gruvbox", "color:#ebdbb2;background-color:#282828"),
    ("gruvbox-light", "color:#3c3836;background-color:#fbf1c7"),
    ("hr_high_contrast", "color:#000"),
    ("hrdark", "color:#1d2432"),
    ("igor", "background-color:#fff"),
    ("kanagawa-dragon", "color:#c5c9c5;background-color:#181616"),
    ("kanagawa-lotus", "color:#545464;background-color:#f2ecbc"),
    ("kanagawa-wave", "color:#dcd7ba;background-color:#1f1f28"),
    ("lovelace", "background-color:#fff"),
    ("manni", "background-color:#f0f3f3"),
    ("modus-operandi", "color:#000;background-color:#fff"),
    ("modus-vivendi", "color:#fff;background-color:#000"),
    ("monokai", "color:#f8f8f2;background-color:#272822"),
    ("monokailight", "color:#272822;background-color:#fafafa"),
    ("murphy", "background-color:#fff"),
    ("native", "color:#d0d0d0;background-color:#202020"),
    ("nord", "color:#d8dee9;background-color:#2e3440"),
    ("nordic", "color:#bbc3d4;background-color:#242933"),
    ("onedark", "color:#abb2bf;background-color:#282c34"),
    ("onesenterprise", "color:#000"),
    ("paraiso-dark", "color:#e7e9db;background-color:#2f1e2e"),
    ("paraiso-light", "color:#2f1e2e;background-color:#e7e9db"),
    ("pastie", "background-color:#fff"),
    ("perldoc", "background-color:#eed"),
    ("pygments", ""),
    ("rainbow_dash", "color:#4d4d4d;background-color:#fff"),
    ("rose-pine", "color:#e0def4;background-color:#191724"),
    ("rose-pine-dawn", "color:#575279;background-color:#faf4ed"),
    ("rose-pine-moon", "color:#e0def4;background-color:#232136"),
    ("rpgle", "color:#272822;background-color:#fafafa"),
    ("rrt", "color:#f8f8f2;background-color:#000"),
    ("solarized-dark", "color:#93a1a1;background-color:#002b36"),
    ("solarized-dark256", "color:#8a8a8a;background-color:#1c1c1c"),
    ("solarized-light", "color:#586e75;background-color:#fdf6e3"),
    ("swapoff", "color:#e5e5e5;background-color:#000"),
    ("tango", "background-color:#f8f8f8"),
    ("tokyonight-day", "color:#3760bf;background-color:#e1e2e7"),
    ("tokyonight-moon", "color:#c8d3f5;background-color:#222436"),
    ("tokyonight-night", "color:#c0caf5;background-color:#1a1b26"),
    ("tokyonight-storm", "color:#c0caf5;background-color:#1a1b26"),
    ("trac", "background-color:#fff"),
    ("vim", "color:#ccc;background-color:#000"),
    ("vs", "background-color:#fff"),
    ("vulcan", "color:#c9c9c9;background-color:#282c34"),
    ("witchhazel", "color:#f8f8f2;background-color:#433e56"),
    ("xcode", "background-color:#fff"),
    ("xcode-dark", "color:#fff;background-color:#1f1f24"),
];

/// Names and aliases of the lexers of Chroma 2, in lower case.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "1s", "1s:enterprise", "abap", "abl", "abnf", "aconf", "actionscript", "actionscript3", "ada", "ada2005",
    "ada95", "agda", "ahk", "al", "alloy", "ampl", "angular2", "ansible", "antlr", "apache", "apacheconf",
    "apl", "applescript", "aql", "arduino", "arexx", "armasm", "art", "arturo", "as", "as3", "asm", "atl",
    "autohotkey", "autoit", "awk", "b3d", "ballerina", "bash", "bash-session", "basic", "bat", "batch",
    "batchfile", "beef", "bf", "bib", "bibtex", "bicep", "bind", "blitzbasic", "bnf", "bplus", "bqn",
    "brainfuck", "bsdmake", "bzl", "c", "c#", "c++", "c3", "caddy", "caddyfile", "capnp", "cassandra",
    "cassette", "cc", "ceylon", "cf3", "cfengine3", "cfg", "cfs", "cfstatement", "chai", "chaiscript",
    "chapel", "cheetah", "chpl", "cjs", "cl", "clj", "clojure", "cmake", "cmd", "cobol", "coffee",
    "coffee-script", "coffeescript", "common-lisp", "console", "containerfile", "coq", "core", "cpp", "cql",
    "cr", "crystal", "cs", "csh", "csharp", "css", "csv", "cucumber", "cue", "cython", "d", "dart", "dax",
    "desktop", "desktop_entry", "devicetree", "diff", "django", "django/jinja", "dns", "docker", "dockerfile",
    "dosbatch", "dosini", "dtd", "dts", "duby", "dylan", "ebnf", "ecl", "edn", "eex", "el", "elisp", "elixir",
    "elm", "emacs", "emacs-lisp", "emacslisp", "env", "eps", "erb", "erl", "erlang", "ex", "exs", "f90",
    "factor", "fennel", "fish", "fishshell", "fnl", "forth", "fortran", "fortranfixed", "fs", "fsharp", "gas",
    "gawk", "gd", "gd3", "gdscript", "gdscript3", "gemfile-lock", "gemfile.lock", "gemfilelock", "gettext",
    "gherkin", "gleam", "glsl", "gnuplot", "go", "go-html-template", "go-template", "go-text-template",
    "golang", "gql", "gradle", "graphql", "graphqls", "groff", "groovy", "gsed", "h", "handlebars", "hare",
    "haskell", "haxe", "hbs", "hcl", "hexdump", "hh", "hlb", "hlsl", "holyc", "hpp", "hrl", "hs", "htm",
    "html", "http", "hx", "hy", "hylang", "idr", "idris", "igor", "igorpro", "ini", "io", "iscdhcpd", "j",
    "janet", "java", "java-properties", "javascript", "jdn", "jinja", "jl", "js", "json", "json5", "jsonata",
    "jsonc", "jsonl", "jsonnet", "jsx", "julia", "jungle", "justfile", "kak", "kakoune", "kakrc", "kakscript",
    "kdl", "kotlin", "ksh", "kt", "kts", "lateralus", "latex", "lean", "lean4", "lighttpd", "lighty",
    "lilypond", "lisp", "llvm", "lox", "ltl", "lua", "luau", "m", "m2", "make", "makefile", "mako", "man",
    "mariadb", "markdown", "mason", "materialize", "mathematica", "matlab", "mawk", "mbt", "mcf",
    "mcfunction", "md", "meson", "meson.build", "metal", "mf", "microcad", "minizinc", "mjs", "mk", "mkd",
    "ml", "mli", "mlir", "mma", "modelica", "modula-2", "modula2", "mojo", "monkeyc", "moon", "moonbit",
    "moonscript", "morrowind", "morrowindscript", "mwscript", "myghty", "mysql", "mzn", "mzsql", "nasm",
    "natural", "nawk", "nb", "ndisasm", "newspeak", "ng2", "nginx", "nim", "nimrod", "nix", "nixos",
    "no-highlight", "nroff", "nsh", "nsi", "nsis", "nu", "obj-c", "objc", "objective-c", "objectivec",
    "objectpascal", "ocaml", "octave", "odin", "ones", "onesenterprise", "openedge", "openedgeabl",
    "openscad", "org", "orgmode", "pacmanconf", "patch", "perl", "perl6", "php", "php3", "php4", "php5",
    "pig", "pkgconfig", "pl", "pl/pgsql", "plain", "plaintext", "plc", "plpgsql", "plutus-core", "pm", "po",
    "pony", "posh", "postgres", "postgresql", "postscr", "postscript", "pot", "pov", "povray", "powerquery",
    "powershell", "pp", "pq", "progress", "prolog", "promela", "promql", "properties", "proto", "protobuf",
    "prql", "ps", "ps1", "psd1", "psl", "psm1", "puppet", "pwsh", "py", "py2", "py3", "pyrex", "python",
    "python2", "python3", "pyx", "qbasic", "qbs", "qml", "r", "racket", "ragel", "raku", "rb", "react",
    "reason", "reasonml", "reg", "registry", "rego", "rexx", "rgbasm", "rhtml", "ring", "rkt", "rpgle",
    "rpmspec", "rs", "rst", "ruby", "rust", "s", "sage", "sas", "sass", "sc", "scala", "scdoc", "scheme",
    "scilab", "scm", "scss", "sed", "service", "sh", "shell", "shell-session", "sieve", "slice", "smali",
    "smalltalk", "smarty", "sml", "snbt", "snobol", "sol", "solidity", "sourcepawn", "sp", "spade", "sparql",
    "spec", "spitfire", "splus", "sql", "sqlrpgle", "squeak", "squid", "squid.conf", "squidconf", "ssed",
    "st", "starlark", "stas", "stylus", "sv", "svelte", "swift", "systemd", "systemverilog", "t-sql",
    "tablegen", "tal", "tape", "tasm", "tcl", "tcsh", "templ", "termcap", "terminfo", "terraform", "tex",
    "text", "tf", "thrift", "toml", "tradingview", "transact-sql", "ts", "tsql", "tsx", "ttl", "turing",
    "turtle", "tv", "twig", "txt", "txtpb", "typescript", "typoscript", "typoscriptcssdata",
    "typoscripthtmldata", "typst", "ucode", "udiff", "uxntal", "v", "vala", "vapi", "vb", "vb.net", "vbnet",
    "verilog", "vhdl", "vhs", "vim", "viml", "vlang", "vsh", "vshell", "vtt", "vue", "vuejs", "wast", "wat",
    "wdte", "webvtt", "wgsl", "whiley", "winbatch", "wl", "xml", "xorg", "xorg.conf", "yaml", "yang", "yml",
    "z80", "zed", "zig", "zone", "zsh", "µcad", "🔥",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(NAMES.is_sorted() && STYLES.is_sorted());
        assert!(is_known("Go") && is_known("c++") && !is_known("mermaid") && !is_known(""));
        assert!(style("monokai").starts_with("color:#f8f8f2;background-color:#272822;-moz"));
    }
}
