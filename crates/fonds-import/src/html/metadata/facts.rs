//! What one source says about an article, and how several sources are made one.

use super::super::letters;
use fonds_model::{Article, ArticleKind, Creator, Diagnostic, Edtf, Identifier};

/// What one source says.
#[derive(Default)]
pub(crate) struct Facts {
    /// Which source, as provenance names it.
    pub origin: &'static str,
    pub kind: Option<ArticleKind>,
    pub title: Option<String>,
    pub creators: Vec<Creator>,
    pub publication: Option<String>,
    pub publisher: Option<String>,
    pub issued: Option<Edtf>,
    pub modified: Option<Edtf>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    pub section: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    pub rights: Option<String>,
    /// What the article is about, in a sentence or two.
    pub description: Option<String>,
    pub keywords: Vec<String>,
    pub identifiers: Vec<Identifier>,
    /// Whether all of it is only for those who subscribe.
    pub closed: bool,
}

impl Facts {
    /// Nothing yet from this source.
    pub fn from(origin: &'static str) -> Self {
        Self { origin, ..Self::default() }
    }

    /// Notes an identifier, its scheme's prefix taken off.
    pub fn identify(&mut self, scheme: &str, value: &str) {
        let value = value.trim();
        let bare = [
            "https://doi.org/",
            "http://dx.doi.org/",
            "http://doi.org/",
            "https://dx.doi.org/",
            "info:doi/",
            "doi:",
            "urn:issn:",
        ];
        let value = bare.iter().find_map(|prefix| value.strip_prefix(prefix)).unwrap_or(value).trim();
        let identifier = Identifier { scheme: scheme.to_owned(), value: value.to_owned() };
        if !value.is_empty() && !self.identifiers.contains(&identifier) {
            self.identifiers.push(identifier);
        }
    }
}

/// Sets a field that is still empty, and notes where the value came from.
macro_rules! fill {
    ($article:expr, $facts:expr, $($field:ident),*) => {$(
        if $article.$field.is_none() && let Some(value) = $facts.$field.take() {
            $article.$field = Some(value);
            note($article, stringify!($field), $facts.origin);
        }
    )*};
}

/// Fills an article's empty fields.
pub(crate) fn fill(article: &mut Article, mut facts: Facts) {
    if let Some(title) = facts.title.take().filter(|title| article.title.is_empty() && !title.is_empty()) {
        article.title = title;
        note(article, "title", facts.origin);
    }
    if article.creators.is_empty() && !facts.creators.is_empty() {
        article.creators = std::mem::take(&mut facts.creators);
        note(article, "creators", facts.origin);
    }
    if article.keywords.is_empty() && !facts.keywords.is_empty() {
        article.keywords = std::mem::take(&mut facts.keywords);
        note(article, "keywords", facts.origin);
    }
    fill!(
        article,
        facts,
        publication,
        publisher,
        issued,
        modified,
        volume,
        issue,
        pages,
        section,
        url,
        language,
        rights
    );
    for identifier in facts.identifiers {
        if !article.identifiers.contains(&identifier) {
            article.identifiers.push(identifier);
            note(article, "identifiers", facts.origin);
        }
    }
}

/// Notes where a field's value was found.
pub(crate) fn note(article: &mut Article, field: &str, origin: &str) {
    article.source.provenance.entry(field.to_owned()).or_insert_with(|| origin.to_owned());
}

/// The remark on a page that says of itself that it does not show everybody its whole text.
pub(crate) fn paywall(sources: &[Facts]) -> Option<Diagnostic> {
    let message =
        "the page says that its whole text is for subscribers only; perhaps only its beginning came";
    let hint =
        "read to the end, and save the page in a browser where you are signed in if something is missing";
    sources.iter().any(|facts| facts.closed).then(|| Diagnostic::warning("paywall", message).hint(hint))
}

/// Remarks on fields of which sources say different things, not the same in other words.
pub(crate) fn disagreements(sources: &[Facts]) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    let titles = sources.iter().filter_map(|facts| Some((facts.origin, facts.title.clone()?)));
    remarks.extend(disagreement("title", titles, share_words));
    let dates = sources.iter().filter_map(|facts| Some((facts.origin, facts.issued.as_ref()?.to_string())));
    remarks.extend(disagreement("issued", dates, same_day));
    let creators = sources.iter().filter(|facts| !facts.creators.is_empty());
    let creators = creators.map(|facts| {
        (facts.origin, facts.creators.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", "))
    });
    remarks.extend(disagreement("creators", creators, share_words));
    remarks
}

fn disagreement(
    field: &str,
    claims: impl Iterator<Item = (&'static str, String)>,
    agree: impl Fn(&str, &str) -> bool,
) -> Option<Diagnostic> {
    let claims: Vec<_> = claims.collect();
    let (origin, first) = claims.first()?;
    let (other, value) = claims.iter().find(|(_, value)| !agree(first, value))?;
    let message =
        format!("the page says two things about the {field}: “{first}” ({origin}) and “{value}” ({other})");
    Some(Diagnostic::info("metadata-disagrees", message).hint("check the field").at(field))
}

/// Whether one text holds half of the words of the shorter.
fn share_words(a: &str, b: &str) -> bool {
    let words =
        |text: &str| text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * 2 >= short.len()
}

/// Whether two dates could be one day, seen from two zones.
fn same_day(a: &str, b: &str) -> bool {
    let day = |date: &str| {
        let mut parts = date.get(..10)?.split('-').map(|part| part.parse::<i64>().ok());
        Some((parts.next()?? * 12 + parts.next()??) * 31 + parts.next()??)
    };
    match (day(a), day(b)) {
        (Some(a), Some(b)) => (a - b).abs() <= 1,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_in_other_words_is_no_disagreement() {
        assert!(share_words("Cầu mới qua sông Đào", "Cầu mới qua sông Đào - Báo Ví Dụ"));
        assert!(!share_words("Cầu mới qua sông Đào", "Giá lúa tăng"));
        assert!(same_day("2022-11-25T23:30:00Z", "2022-11-26T06:30:00+07:00"));
        assert!(!same_day("2022-11-25", "2021-11-25"));
    }
}
