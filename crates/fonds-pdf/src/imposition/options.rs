//! What can be chosen of an imposition.

use serde::{Deserialize, Serialize};

/// How the pages of a finished PDF are put on sheets. Sheets are printed on both sides and turned over the short edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Imposition {
    /// Which page stands beside which.
    pub scheme: Scheme,
    /// The sheet that is printed on, in landscape.
    pub sheet: SheetSize,
    /// What is done with pages that are not half as large as the sheet.
    pub fit: Fit,
    /// How thick a sheet of the paper is, in millimetres; office paper of 80 g/m² has 0.1. The pages of each sheet are
    /// pushed towards the spine by this, times the sheets that lie around it in its signature (push-in creep). 0 leaves
    /// them where they are. Only for [`Scheme::SaddleStitch`].
    pub creep_mm: f64,
    /// The spine is at the right of the front cover, as in Arabic and Hebrew books.
    pub right_to_left: bool,
    /// Blank pages come before the last page instead of after it, so that the last page is the outside back. Only for
    /// [`Scheme::SaddleStitch`].
    pub keep_back_cover: bool,
    /// Draw dashed marks where the sheet is folded. With [`Scheme::TwoUp`], which is cut there, the line is whole.
    pub fold_marks: bool,
    /// Draw marks at the corners, where the sheet is cut.
    pub crop_marks: bool,
}

/// Which page stands beside which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Scheme {
    /// Folded sheets, laid in one another and stitched through the fold. Blank pages make the number of pages a
    /// multiple of four.
    SaddleStitch {
        /// Sheets in a signature; absent or 0 for all in one. Where they do not come out even, the last signature is
        /// thinner.
        #[serde(default)]
        sheets_per_signature: Option<u32>,
    },
    /// Two pages side by side, in reading order.
    TwoUp,
}

impl Default for Scheme {
    fn default() -> Self {
        Self::SaddleStitch { sheets_per_signature: None }
    }
}

/// The size of the sheet, in landscape. On a named sheet marks take 8 mm from each side, or 5 mm more than the bleed if
/// that is wider than 3 mm; bleed that the sheet has no room for is cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SheetSize {
    /// As large as two pages, with their bleed and marks.
    #[default]
    Automatic,
    /// 297 × 210 mm
    A4,
    /// 420 × 297 mm
    A3,
    /// 450 × 320 mm, which is A3 with room for bleed and marks.
    Sra3,
    /// 11 × 8.5 in
    Letter,
    /// 17 × 11 in, also called ledger.
    #[serde(alias = "ledger")]
    Tabloid,
}

impl SheetSize {
    /// Width and height in millimetres; none for a sheet that fits the pages.
    pub fn size_mm(self) -> Option<(f64, f64)> {
        Some(match self {
            Self::Automatic => return None,
            Self::A4 => (297.0, 210.0),
            Self::A3 => (420.0, 297.0),
            Self::Sra3 => (450.0, 320.0),
            Self::Letter => (279.4, 215.9),
            Self::Tabloid => (431.8, 279.4),
        })
    }
}

/// What is done with pages that are not half as large as a named sheet. They are never enlarged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Pages that are too large are scaled down, smaller ones stand in the middle of the sheet.
    #[default]
    ScaleDown,
    /// Pages keep their size and stand in the middle of the sheet; those that are too large are an error.
    Centre,
}
