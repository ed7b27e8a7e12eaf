//! Types of records and the kinds of articles they are. What no kind fits is a document.

use fonds_model::ArticleKind;

/// The kind for a RIS type.
pub(crate) fn of_ris(written: &str) -> ArticleKind {
    match written {
        "NEWS" => ArticleKind::Newspaper,
        "MGZN" => ArticleKind::Magazine,
        "JOUR" | "JFULL" | "EJOUR" | "ABST" | "INPR" => ArticleKind::Journal,
        "ELEC" | "WEB" | "BLOG" | "ICOMM" => ArticleKind::WebPage,
        "RPRT" | "GOVDOC" => ArticleKind::Report,
        "PCOMM" => ArticleKind::Letter,
        "STAT" | "BILL" | "LEGAL" | "CASE" | "UNBILL" => ArticleKind::Legislation,
        "MANSCPT" | "UNPB" | "UNPD" => ArticleKind::Manuscript,
        _ => ArticleKind::Document,
    }
}

/// The kind for a BibTeX or BibLaTeX type, with its subtype.
pub(crate) fn of_bibtex(written: &str, subtype: &str) -> ArticleKind {
    match (written.to_ascii_lowercase().as_str(), subtype.to_lowercase().as_str()) {
        ("article", "newspaper") => ArticleKind::Newspaper,
        ("article", "magazine") => ArticleKind::Magazine,
        ("article", _) => ArticleKind::Journal,
        ("online" | "electronic" | "www" | "webpage", _) => ArticleKind::WebPage,
        ("report" | "techreport", _) => ArticleKind::Report,
        ("letter", _) => ArticleKind::Letter,
        ("legislation" | "legal" | "jurisdiction", _) => ArticleKind::Legislation,
        ("unpublished", _) => ArticleKind::Manuscript,
        _ => ArticleKind::Document,
    }
}

/// The kind for a type of CSL 1.0.2.
pub(crate) fn of_csl(written: &str) -> ArticleKind {
    match written {
        "article-newspaper" => ArticleKind::Newspaper,
        "article-magazine" => ArticleKind::Magazine,
        "article-journal" | "article" | "review" => ArticleKind::Journal,
        "webpage" | "post" | "post-weblog" => ArticleKind::WebPage,
        "report" => ArticleKind::Report,
        "personal_communication" => ArticleKind::Letter,
        "interview" => ArticleKind::Interview,
        "speech" => ArticleKind::Speech,
        "legislation" | "bill" | "legal_case" | "regulation" | "treaty" => ArticleKind::Legislation,
        "manuscript" => ArticleKind::Manuscript,
        _ => ArticleKind::Document,
    }
}
