//! The archived copy in a source note: when it was captured, where the original is kept, and what proves it.

use fonds_model::{Article, Inline};

/// How many digits of a SHA-256 tell one copy from any other of an archive.
const SHORT_DIGEST: usize = 16;

/// What is known of an article's archived copy, as a sentence that follows its citation; empty when nothing is.
pub fn archived_copy(article: &Article, locale: &str) -> Vec<Inline> {
    let vietnamese = locale.starts_with("vi");
    let holding = article.holding.iter().flat_map(|holding| [&holding.repository, &holding.call_number]);
    let holding: Vec<&str> = holding.map(String::as_str).filter(|part| !part.is_empty()).collect();
    let captured = article.source.captured.map(|time| {
        let format = if vietnamese { "%d/%m/%Y %H:%M UTC" } else { "%Y-%m-%d %H:%M UTC" };
        time.strftime(format).to_string()
    });
    let digest: String = article.source.digest.as_str().chars().take(SHORT_DIGEST).collect();
    let digest = (!digest.is_empty()).then(|| format!("SHA-256 {digest}…"));
    let holding = (!holding.is_empty()).then(|| holding.join(", "));
    let parts: Vec<String> = captured.into_iter().chain(holding).chain(digest).collect();
    if parts.is_empty() {
        return vec![];
    }
    let head = if vietnamese { "Bản lưu" } else { "Archived copy" };
    let told = parts.join("; ");
    // An ellipsis ends a sentence by itself.
    let stop = if told.ends_with('…') { "" } else { "." };
    vec![Inline::text(format!(" {head}: {told}{stop}"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::article::Holding;
    use fonds_model::body::plain_text;
    use fonds_model::{Digest, Source};

    #[test]
    fn what_is_known_is_told() {
        let mut article = Article::default();
        assert_eq!(archived_copy(&article, "vi-VN"), []);
        article.source = Source {
            digest: Digest::of("bài".as_bytes()),
            captured: "2022-12-01T03:04:05Z".parse().ok(),
            ..Source::default()
        };
        assert_eq!(
            plain_text(&archived_copy(&article, "en-US")),
            " Archived copy: 2022-12-01 03:04 UTC; SHA-256 7b7ee8dfeef16669…"
        );
        let captured = Source { digest: Digest::default(), ..article.source.clone() };
        let undigested = Article { source: captured, ..Article::default() };
        assert_eq!(plain_text(&archived_copy(&undigested, "en-US")), " Archived copy: 2022-12-01 03:04 UTC.");
        article.holding = Some(Holding {
            repository: "Lưu trữ xã Thượng".into(),
            call_number: "UB.71.12".into(),
            ..Holding::default()
        });
        let text = plain_text(&archived_copy(&article, "vi-VN"));
        assert!(
            text.starts_with(" Bản lưu: 01/12/2022 03:04 UTC; Lưu trữ xã Thượng, UB.71.12; SHA-256 "),
            "{text}"
        );
    }
}
