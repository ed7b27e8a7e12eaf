//! How a book is printed: what a house style sets and a collection may set otherwise.

use serde::{Deserialize, Serialize};

/// Settings of print. What is not said here is taken from the house style, and what that leaves open from the paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PrintSettings {
    /// The house style's name; empty for the usual one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub house: String,
    /// Width and height of a page of another size than [`crate::Paper`] knows, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_paper: Option<[f64; 2]>,
    /// The margin at the spine, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<f64>,
    /// The margin at the fore edge, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outer: Option<f64>,
    /// The margin above the text, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<f64>,
    /// The margin below the text, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bottom: Option<f64>,
    /// How far the sheet goes on beyond the trimmed page, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bleed: Option<f64>,
    /// Print crop marks around the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crop_marks: Option<bool>,
    /// Columns of an article's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<u8>,
    /// Size of the text in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// White between two lines as a share of the size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leading: Option<f64>,
    /// The text's typeface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typeface: Option<Typeface>,
    /// The shape of numerals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerals: Option<Numerals>,
    /// What stands at the head of left pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_head: Option<RunningHead>,
    /// What stands at the head of right pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right_head: Option<RunningHead>,
    /// Where page numbers stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_numbers: Option<PageNumbers>,
    /// Where notes stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_place: Option<NotePlace>,
    /// Levels of the table of contents: 0 for none, 1 for parts, 2 with articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents_depth: Option<u8>,
    /// Begin with a page that bears the title alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_title: Option<bool>,
    /// Print the imprint on the back of the title page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imprint: Option<bool>,
    /// Begin parts and articles on right pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_right: Option<bool>,
    /// Print codes with the addresses of the sources in the colophon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_codes: Option<bool>,
    /// Add highlights as annotations that readers of PDF list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<bool>,
    /// Impose the pages as a booklet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booklet: Option<Booklet>,
    /// Put citations, annotations and provenance into the file as data (PDF/A-3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embed_data: Option<bool>,
}

/// How pages are put on sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Booklet {
    /// Two pages side by side in reading order, instead of sheets that are folded and stitched.
    pub two_up: bool,
    /// Sheets of a signature; one signature of all sheets when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<u32>,
    /// Thickness of the paper in millimetres, by which the pages of inner sheets move to the spine.
    pub creep: f64,
    /// Marks for folding and cutting.
    pub marks: bool,
}

/// A family of typefaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Typeface {
    /// With serifs.
    #[default]
    Serif,
    /// Without serifs.
    Sans,
}

/// The shape of numerals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numerals {
    /// As high as capitals.
    #[default]
    Lining,
    /// With ascenders and descenders, where the typeface has them.
    OldStyle,
}

/// What a running head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunningHead {
    /// Nothing.
    None,
    /// The book's title.
    Book,
    /// The part's title; the book's outside of parts.
    Part,
    /// The article's title.
    Article,
    /// The article's publication and date.
    Publication,
}

/// Where page numbers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageNumbers {
    /// At the fore edge.
    #[default]
    Outside,
    /// In the middle.
    Centre,
    /// Nowhere.
    None,
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// At the foot of the page.
    #[default]
    Footnotes,
    /// After their article.
    Endnotes,
    /// In the outer margin, beside their line.
    Margin,
}

impl PrintSettings {
    /// These settings, and the others' where these say nothing.
    pub fn or(&self, others: &Self) -> Self {
        macro_rules! either {
            ($($field:ident),*) => { Self {
                house: if self.house.is_empty() { others.house.clone() } else { self.house.clone() },
                $($field: self.$field.or(others.$field)),*
            } };
        }
        either!(
            custom_paper,
            inner,
            outer,
            top,
            bottom,
            bleed,
            crop_marks,
            columns,
            size,
            leading,
            typeface,
            numerals,
            left_head,
            right_head,
            page_numbers,
            note_place,
            contents_depth,
            half_title,
            imprint,
            open_right,
            qr_codes,
            annotations,
            booklet,
            embed_data
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_taken_from_the_others() {
        let own = PrintSettings { size: Some(12.0), ..PrintSettings::default() };
        let house = PrintSettings { size: Some(9.0), columns: Some(2), ..PrintSettings::default() };
        let both = own.or(&house);
        assert_eq!((both.size, both.columns, both.inner), (Some(12.0), Some(2), None));
        assert_eq!(serde_json::to_string(&own).unwrap(), r#"{"size":12.0}"#);
    }
}
