//! A rectangle of a picture, in the words of W3C Media Fragments URI 1.0: `xywh=percent:12.5,20,30,40`.
//!
//! Percents hold for the picture in any size that it is shown in. They are written with up to two decimals, as image
//! annotation tools write them, where the grammar of Media Fragments has whole numbers only: a percent of a scanned page
//! is wider than its letters.

use crate::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a W3C `FragmentSelector` of a region conforms to.
pub const MEDIA_FRAGMENTS: &str = "http://www.w3.org/TR/media-frags/";

/// A part of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The picture.
    pub asset: Digest,
    /// Which part of it.
    pub fragment: Area,
}

/// A rectangle within a picture, in hundredths of a percent of its width and height. It has a size and lies within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

/// The whole width or height.
const WHOLE: u32 = 10_000;

impl Area {
    /// The rectangle whose left upper corner is at `x`, `y`, in percent; what juts out of the picture is cut off. `None`
    /// when nothing is left, or a number is none.
    pub fn percent(x: f64, y: f64, width: f64, height: f64) -> Option<Self> {
        let (x, width) = side(x, width)?;
        let (y, height) = side(y, height)?;
        Some(Self { x, y, width, height })
    }

    /// Reads the `xywh` of a media fragment, with or without `#` and other parameters. Pixels, which are meant where no
    /// unit is named, are those of a picture of `size` (width, height).
    pub fn read(fragment: &str, size: Option<(u32, u32)>) -> Option<Self> {
        let fragment = fragment.rsplit_once('#').map_or(fragment, |(_, fragment)| fragment);
        let value = fragment.split('&').find_map(|part| part.trim().strip_prefix("xywh="))?;
        let (unit, numbers) = value.split_once(':').unwrap_or(("pixel", value));
        let numbers: Vec<f64> = numbers.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
        let &[x, y, width, height] = numbers.as_slice() else { return None };
        match (unit, size) {
            ("percent", _) => Self::percent(x, y, width, height),
            ("pixel", Some((across, down))) if across > 0 && down > 0 => {
                let (across, down) = (100.0 / f64::from(across), 100.0 / f64::from(down));
                Self::percent(x * across, y * down, width * across, height * down)
            }
            _ => None,
        }
    }

    /// Left, top, width and height, in percent.
    pub fn in_percent(self) -> [f64; 4] {
        [self.x, self.y, self.width, self.height].map(|n| f64::from(n) / 100.0)
    }
}

/// A side in hundredths of a percent, cut to the picture.
fn side(start: f64, length: f64) -> Option<(u32, u32)> {
    if !(start.is_finite() && length.is_finite()) {
        return None;
    }
    let hundredths = |percent: f64| (percent * 100.0).round().clamp(0.0, f64::from(WHOLE)) as u32;
    let (from, to) = (hundredths(start), hundredths(start + length));
    (from < to).then(|| (from, to - from))
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, width, height] = self.in_percent();
        write!(f, "xywh=percent:{x},{y},{width},{height}")
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.to_string()
    }
}

impl TryFrom<String> for Area {
    type Error = String;

    fn try_from(fragment: String) -> Result<Self, String> {
        Self::read(&fragment, None).ok_or_else(|| format!("\"{fragment}\" is no xywh=percent: of a picture"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fragments_of_other_programs_are_read() {
        let read = |fragment: &str| Area::read(fragment, Some((400, 200))).map(|area| area.to_string());
        let whole = Some("xywh=percent:25,50,12.5,25".to_owned());
        for fragment in [
            "xywh=percent:25,50,12.5,25",
            "xywh=pixel:100,100,50,50",
            "xywh=100,100,50,50",
            "https://a.vn/p.png#t=1&xywh=pixel:100.0, 100, 50,50.0",
        ] {
            assert_eq!(read(fragment), whole, "{fragment}");
        }
        assert_eq!(read("xywh=percent:-10,90,30,30").unwrap(), "xywh=percent:0,90,20,10");
        for wrong in ["", "t=1", "xywh=percent:1,2,3", "xywh=percent:1,2,3,4,5", "xywh=percent:NaN,0,inf,1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        for outside in ["xywh=percent:100,0,10,10", "xywh=percent:5,5,0,10", "xywh=cm:1,1,1,1"] {
            assert_eq!(read(outside), None, "{outside}");
        }
        assert_eq!(Area::read("xywh=pixel:1,1,1,1", None), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(x in -50f64..150.0, y in -50f64..150.0, w in -9f64..120.0, h in 0f64..120.0) {
            if let Some(area) = Area::percent(x, y, w, h) {
                prop_assert_eq!(Area::read(&area.to_string(), None), Some(area));
                let [x, y, w, h] = area.in_percent();
                prop_assert!(x >= 0.0 && y >= 0.0 && w > 0.0 && h > 0.0 && x + w <= 100.001 && y + h <= 100.001);
                let json = serde_json::to_string(&area).unwrap();
                prop_assert_eq!(serde_json::from_str::<Area>(&json).unwrap(), area);
            }
        }
    }
}
