//! Blocks of code as Shiki, the highlighter of Astro, writes them, without the spans of tokens.

/// The background and the colour of the themes that come with Shiki 3.
const THEMES: &[(&str, &str, &str)] = &[
    ("andromeeda", "#23262E", "#D5CED9"),
    ("aurora-x", "#07090F", "#bbbbbb"),
    ("ayu-dark", "#0d1017", "#bfbdb6"),
    ("ayu-light", "#f8f9fa", "#5c6166"),
    ("ayu-mirage", "#1f2430", "#cccac2"),
    ("catppuccin-frappe", "#303446", "#c6d0f5"),
    ("catppuccin-latte", "#eff1f5", "#4c4f69"),
    ("catppuccin-macchiato", "#24273a", "#cad3f5"),
    ("catppuccin-mocha", "#1e1e2e", "#cdd6f4"),
    ("dark-plus", "#1E1E1E", "#D4D4D4"),
    ("dracula", "#282A36", "#F8F8F2"),
    ("dracula-soft", "#282A36", "#f6f6f4"),
    ("everforest-dark", "#2d353b", "#d3c6aa"),
    ("everforest-light", "#fdf6e3", "#5c6a72"),
    ("github-dark", "#24292e", "#e1e4e8"),
    ("github-dark-default", "#0d1117", "#e6edf3"),
    ("github-dark-dimmed", "#22272e", "#adbac7"),
    ("github-dark-high-contrast", "#0a0c10", "#f0f3f6"),
    ("github-light", "#fff", "#24292e"),
    ("github-light-default", "#ffffff", "#1f2328"),
    ("github-light-high-contrast", "#ffffff", "#0e1116"),
    ("gruvbox-dark-hard", "#1d2021", "#ebdbb2"),
    ("gruvbox-dark-medium", "#282828", "#ebdbb2"),
    ("gruvbox-dark-soft", "#32302f", "#ebdbb2"),
    ("gruvbox-light-hard", "#f9f5d7", "#3c3836"),
    ("gruvbox-light-medium", "#fbf1c7", "#3c3836"),
    ("gruvbox-light-soft", "#f2e5bc", "#3c3836"),
    ("horizon", "#1C1E26", "#bbbbbb"),
    ("horizon-bright", "#FDF0ED", "#bbbbbb"),
    ("houston", "#17191e", "#eef0f9"),
    ("kanagawa-dragon", "#181616", "#C5C9C5"),
    ("kanagawa-lotus", "#F2ECBC", "#545464"),
    ("kanagawa-wave", "#1F1F28", "#DCD7BA"),
    ("laserwave", "#27212e", "#ffffff"),
    ("light-plus", "#FFFFFF", "#000000"),
    ("material-theme", "#263238", "#EEFFFF"),
    ("material-theme-darker", "#212121", "#EEFFFF"),
    ("material-theme-lighter", "#FAFAFA", "#90A4AE"),
    ("material-theme-ocean", "#0F111A", "#babed8"),
    ("material-theme-palenight", "#292D3E", "#babed8"),
    ("min-dark", "#1f1f1f", "#b392f0"),
    ("min-light", "#ffffff", "#24292eff"),
    ("monokai", "#272822", "#F8F8F2"),
    ("night-owl", "#011627", "#d6deeb"),
    ("night-owl-light", "#FBFBFB", "#403f53"),
    ("nord", "#2e3440ff", "#d8dee9ff"),
    ("one-dark-pro", "#282c34", "#abb2bf"),
    ("one-light", "#FAFAFA", "#383A42"),
    ("plastic", "#21252B", "#A9B2C3"),
    ("poimandres", "#1b1e28", "#a6accd"),
    ("red", "#390000", "#F8F8F8"),
    ("rose-pine", "#191724", "#e0def4"),
    ("rose-pine-dawn", "#faf4ed", "#575279"),
    ("rose-pine-moon", "#232136", "#e0def4"),
    ("slack-dark", "#222222", "#E6E6E6"),
    ("slack-ochin", "#FFF", "#002339"),
    ("snazzy-light", "#FAFBFC", "#565869"),
    ("solarized-dark", "#002B36", "#839496"),
    ("solarized-light", "#FDF6E3", "#657B83"),
    ("synthwave-84", "#262335", "#bbbbbb"),
    ("tokyo-night", "#1a1b26", "#a9b1d6"),
    ("vesper", "#101010", "#FFF"),
    ("vitesse-black", "#000", "#dbd7cacc"),
    ("vitesse-dark", "#121212", "#dbd7caee"),
    ("vitesse-light", "#ffffff", "#393a34"),
];

/// The names of the languages that come with Shiki 3.
const LANGUAGES: &str = "1c 1c-query abap actionscript-3 ada adoc angular-html angular-ts ansi apache apex apl applescript ara \
    asciidoc asm astro awk ballerina bash bat batch be beancount berry bibtex bicep bird bird2 blade bsl c \
    c# c++ c3 cadence cairo cdc cjs clarity clj clojure closure-templates cmake cmd cobol codeowners codeql \
    coffee coffeescript common-lisp console coq cpp cql crystal cs csharp css csv cts cue cypher d dart dax \
    desktop diff docker dockerfile dotenv dream-maker edge elisp elixir elm emacs-lisp erb erl erlang f f# \
    f03 f08 f18 f77 f90 f95 fennel fish fluent for fortran-fixed-form fortran-free-form fs fsharp fsl ftl \
    gd gdresource gdscript gdshader genie gherkin git-commit git-rebase gjs gleam glimmer-js glimmer-ts \
    glsl gn gnuplot go gql graphql groovy gts hack haml handlebars haskell haxe hbs hcl hjson hlsl hs html \
    html-derivative http hurl hxml hy imba ini jade java javascript jinja jison jl js json json5 jsonc \
    jsonl jsonnet jssm jsx julia just kdl kotlin kql kt kts kusto latex lean lean4 less liquid lisp lit \
    llvm log logo lua luau make makefile markdown marko matlab mbt mbti md mdc mdx mediawiki mermaid mips \
    mipsasm mjs mmd mojo moonbit move mts nar narrat nextflow nextflow-groovy nf nginx nim nix nu nushell \
    objc objective-c objective-cpp ocaml odin openscad pascal perl perl6 php pkl plain plaintext plsql po \
    polar postcss pot potx powerquery powershell prisma prolog properties proto protobuf ps ps1 pug puppet \
    purescript py python ql qml qmldir qss r racket raku razor rb reg regex regexp rel riscv ron rosmsg rs \
    rst ruby rust sas sass scad scala scheme scss sdbl sh shader shaderlab shell shellscript shellsession \
    smalltalk solidity soy sparql spl splunk sql ssh-config stata styl stylus surql surrealql svelte swift \
    system-verilog systemd talon talonscript tasl tcl templ terraform tex text tf tfvars toml tres ts \
    ts-tags tscn tsp tsv tsx turtle twig txt typ typescript typespec typst v vala vb verilog vhdl vim viml \
    vimscript vue vue-html vue-vine vy vyper wasm wenyan wgsl wiki wikitext wit wl wolfram xml xsl yaml yml \
    zenscript zig zsh 文言";

/// The background and the colour of a theme.
pub(crate) fn theme(name: &str) -> Option<(&'static str, &'static str)> {
    THEMES.iter().find(|(known, ..)| *known == name).map(|(_, background, colour)| (*background, *colour))
}

/// Returns whether Shiki knows a language.
pub(crate) fn is_known(language: &str) -> bool {
    LANGUAGES.split(' ').any(|known| known == language)
}

#[cfg(test)]
mod tests {
    use super::{is_known, theme};

    #[test]
    fn themes_and_languages_are_found_by_name() {
        assert_eq!(theme("github-dark"), Some(("#24292e", "#e1e4e8")));
        assert!(is_known("js") && is_known("rust") && !is_known("") && !is_known("unheard"));
    }
}
