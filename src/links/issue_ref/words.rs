//! Words and names before a number.

/// The meaning of a word before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// An issue: `bug`, `ticket`.
    Issue,
    /// A pull or merge request.
    Change,
    /// Either: `GH`.
    Either,
    /// Nothing by itself: `see`, `fixes`.
    Filler,
}

/// The words in lower case, one list a meaning. Words that name other numbered things as often (`problem`, `task`,
/// `feature`, `error`) are not among them: a series of references shows what they mean on a site.
const WORDS: &[(Word, &[&str])] = &[
    (
        Word::Issue,
        &[
            "issue",
            "issues",
            "bug",
            "bugs",
            "ticket",
            "tickets",
            "defect",
            "report",
            // German, Dutch, Swedish, Danish, Norwegian, Finnish
            "fehler",
            "fehlerbericht",
            "vorgang",
            "fout",
            "bugg",
            "ärende",
            "fejl",
            "feil",
            "virhe",
            "vika",
            // French, Spanish, Portuguese, Italian, Romanian
            "bogue",
            "anomalie",
            "incidencia",
            "fallo",
            "falha",
            "segnalazione",
            "difetto",
            "eroare",
            // Polish, Czech, Russian, Ukrainian, Hungarian, Turkish, Greek
            "błąd",
            "zgłoszenie",
            "chyba",
            "hlášení",
            "баг",
            "ошибка",
            "тикет",
            "заявка",
            "вада",
            "помилка",
            "hiba",
            "hata",
            "σφάλμα",
            // Indonesian, Vietnamese, Japanese, Chinese, Korean
            "isu",
            "lỗi",
            "バグ",
            "課題",
            "チケット",
            "イシュー",
            "不具合",
            "缺陷",
            "议题",
            "議題",
            "工单",
            "버그",
            "이슈",
            "티켓",
        ],
    ),
    (
        Word::Change,
        &[
            "pr",
            "prs",
            "pull",
            "mr",
            "mrs",
            "merge",
            "プルリクエスト",
            "プルリク",
            "拉取请求",
            "合并请求",
            "풀리퀘스트",
        ],
    ),
    (Word::Either, &["gh", "github", "gitlab"]),
    (
        Word::Filler,
        &["request", "requests", "fixes", "closes", "resolves", "see", "and", "or", "task", "the"],
    ),
];

/// Returns the meaning of a word before a number; nothing for an unknown word.
pub(crate) fn word(text: &str) -> Option<Word> {
    let lower = text.to_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(meaning, _)| *meaning)
}

/// Names that end in a number which counts nothing: standards, algorithms, products.
const NAMES: &[&str] = &[
    "AES", "AMD", "ARC", "ARM", "BASE", "BLAKE", "CC", "CRC", "CSS", "EC", "ECMA", "ES", "GPL", "GPT",
    "HDMI", "HTML", "HTTP", "IEC", "IEEE", "IP", "IPV", "ISO", "JDK", "JPEG", "LGPL", "LLVM", "LTE", "MD",
    "MP", "MPEG", "OAUTH", "PC", "PHP", "POSIX", "PS", "QCOW", "RC", "RSA", "SHA", "SIMD", "SQL", "SSE",
    "TLS", "USB", "UTC", "UTF", "UUID", "WCAG", "WPA", "XML",
];

/// Returns whether a label is a name rather than a key.
pub(crate) fn is_name(label: &str) -> bool {
    NAMES.iter().any(|name| name.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_in_any_case_and_language() {
        assert_eq!(word("Bug"), Some(Word::Issue));
        assert_eq!(word("ОШИБКА"), Some(Word::Issue));
        assert_eq!(word("PR"), Some(Word::Change));
        assert_eq!(word("Round"), None);
        assert!(is_name("utf") && !is_name("ABC"));
    }
}
