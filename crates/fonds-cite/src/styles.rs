//! The styles that come with hayagriva.

use crate::CiteError;
use fonds_model::text::fold;
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style};
use serde::Serialize;

/// A citation style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StyleInfo {
    /// Its name on the command line and in settings.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// Every bundled style, by title.
pub fn styles() -> Vec<StyleInfo> {
    let info = |style: &ArchivedStyle| StyleInfo {
        name: style.names().first().copied().unwrap_or_default().to_owned(),
        title: style.display_name().to_owned(),
    };
    let mut styles: Vec<_> =
        ArchivedStyle::all().iter().map(info).filter(|style| !style.name.is_empty()).collect();
    styles.sort_by_key(|style| fold(&style.title));
    styles.dedup();
    styles
}

/// The bundled styles whose name or title has these words, case and marks apart.
pub fn find_styles(filter: &str) -> Vec<StyleInfo> {
    filtered(styles(), filter)
}

/// Those of these styles whose name or title has the words, case and marks apart.
pub fn filtered(styles: Vec<StyleInfo>, filter: &str) -> Vec<StyleInfo> {
    let wanted = fold(filter);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let matches = |style: &StyleInfo| {
        let text = fold(&format!("{} {}", style.name, style.title));
        words.iter().all(|word| text.contains(word))
    };
    styles.into_iter().filter(matches).collect()
}

pub(crate) fn style_named(name: &str) -> Result<IndependentStyle, CiteError> {
    let unknown = || CiteError::UnknownStyle { name: name.to_owned() };
    let archived =
        ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_name(&name.to_ascii_lowercase()));
    match archived.ok_or_else(unknown)?.get() {
        Style::Independent(style) => Ok(style),
        Style::Dependent(style) => {
            let parent = ArchivedStyle::by_id(&style.parent_link.href).ok_or_else(unknown)?;
            if let Style::Independent(style) = parent.get() { Ok(style) } else { Err(unknown()) }
        }
    }
}

/// The least style that has these macros.
pub(crate) fn around(macros: &str) -> String {
    format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>m</title><id>m</id><updated>2024-01-01T00:00:00+00:00</updated></info>
{macros}<citation><layout><text variable="title"/></layout></citation></style>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_is_there() {
        assert!(styles().len() >= 75, "{}", styles().len());
        assert!(find_styles("chicago notes").iter().any(|style| style.name == "chicago-notes"));
        for style in styles() {
            assert!(style_named(&style.name).is_ok(), "{}", style.name);
        }
    }

    #[test]
    fn names_are_forgiving_to_a_point() {
        assert_eq!(style_named("no such style").unwrap_err().code(), "unknown-style");
    }
}
