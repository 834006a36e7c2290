//! The titles that docutils gives admonitions and lists of headings, in the language of the site.
//!
//! Source: docutils 0.23, `languages`.

/// The kinds of admonitions, in the order of the titles below.
const KINDS: [&str; 9] =
    ["attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"];

const ENGLISH: [&str; 9] =
    ["Attention!", "Caution!", "!DANGER!", "Error", "Hint", "Important", "Note", "Tip", "Warning"];

/// Titles by language; other languages have the English ones.
const TITLES: &[(&str, [&str; 9])] = &[
    ("cs", ["Pozor!", "Opatrně!", "!NEBEZPEČÍ!", "Chyba", "Rada", "Důležité", "Poznámka", "Tip", "Varování"]),
    (
        "de",
        ["Achtung!", "Vorsicht!", "!GEFAHR!", "Fehler", "Hinweis", "Wichtig", "Bemerkung", "Tipp", "Warnung"],
    ),
    (
        "es",
        [
            "¡Atención!",
            "¡Precaución!",
            "¡PELIGRO!",
            "Error",
            "Sugerencia",
            "Importante",
            "Nota",
            "Consejo",
            "Advertencia",
        ],
    ),
    (
        "fr",
        [
            "Attention!",
            "Avertissement!",
            "!DANGER!",
            "Erreur",
            "Indication",
            "Important",
            "Note",
            "Astuce",
            "Avis",
        ],
    ),
    (
        "it",
        [
            "Attenzione!",
            "Cautela!",
            "!PERICOLO!",
            "Errore",
            "Suggerimento",
            "Importante",
            "Nota",
            "Consiglio",
            "Avvertenza",
        ],
    ),
    ("ja", ["注目!", "注意!", "!危険!", "エラー", "ヒント", "重要", "備考", "通報", "警告"]),
    (
        "nl",
        [
            "Attentie!",
            "Let op!",
            "!GEVAAR!",
            "Fout",
            "Hint",
            "Belangrijk",
            "Opmerking",
            "Tip",
            "Waarschuwing",
        ],
    ),
    (
        "pl",
        [
            "Uwaga!",
            "Ostrożnie!",
            "!Niebezpieczeństwo!",
            "Błąd",
            "Wskazówka",
            "Ważne",
            "Przypis",
            "Rada",
            "Ostrzeżenie",
        ],
    ),
    ("pt_br", ["Atenção!", "Cuidado!", "PERIGO!", "Erro", "Sugestão", "Importante", "Nota", "Dica", "Aviso"]),
    (
        "ru",
        [
            "Внимание!",
            "Осторожно!",
            "ОПАСНО!",
            "Ошибка",
            "Совет",
            "Важно",
            "Примечание",
            "Подсказка",
            "Предупреждение",
        ],
    ),
    ("sv", ["Observera!", "Akta!", "FARA!", "Fel", "Vink", "Viktigt", "Notera", "Tips", "Varning"]),
    ("zh_cn", ["注意", "小心", "危险", "错误", "提示", "重要", "注解", "技巧", "警告"]),
];

/// The title of a list of headings.
const CONTENTS: &[(&str, &str)] = &[
    ("ca", "Contingut"),
    ("cs", "Obsah"),
    ("da", "Indhold"),
    ("de", "Inhalt"),
    ("es", "Contenido"),
    ("fi", "Sisällys"),
    ("fr", "Sommaire"),
    ("it", "Indice"),
    ("ja", "目次"),
    ("ko", "목차"),
    ("nl", "Inhoud"),
    ("pl", "Treść"),
    ("pt_br", "Sumário"),
    ("ru", "Содержание"),
    ("sk", "Obsah"),
    ("sv", "Innehåll"),
    ("uk", "Зміст"),
    ("zh_cn", "目录"),
    ("zh_tw", "目錄"),
];

/// The title of a list of headings without one of its own.
pub(super) fn contents(language: &str) -> &'static str {
    let language = code(language);
    CONTENTS.iter().find(|(known, _)| *known == language).map_or("Contents", |(_, title)| title)
}

/// A language as docutils writes it.
fn code(language: &str) -> String {
    language.to_lowercase().replace('-', "_")
}

/// The title of a kind of admonition; nothing for a name that is not one.
pub(super) fn title(kind: &str, language: &str) -> Option<&'static str> {
    let place = KINDS.iter().position(|known| *known == kind)?;
    let language = code(language);
    let known = TITLES.iter().find(|(code, _)| *code == language);
    known.map_or(&ENGLISH, |(_, titles)| titles).get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn titles_follow_the_language() {
        assert_eq!(title("note", "en"), Some("Note"));
        assert_eq!(title("danger", "xx"), Some("!DANGER!"));
        assert_eq!(title("warning", "de"), Some("Warnung"));
        assert_eq!(title("tip", "pt-BR"), Some("Dica"));
        assert_eq!(title("topic", "de"), None);
    }
}
