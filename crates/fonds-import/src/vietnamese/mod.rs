//! Vietnamese in encodings from before Unicode: in whole files, and in runs of documents set in fonts of that time.
//!
//! 1. [`recognise`] decides by syllables: of a text that is Vietnamese, nearly every word is one.
//! 2. [`Converted`] converts runs by the names of their fonts, and says so once.

mod syllable;
pub(crate) mod tables;

#[cfg(test)]
pub(crate) use tables::writing;

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use fonds_model::Diagnostic;
use fonds_model::text::nfc;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// An encoding from before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OldEncoding {
    /// TCVN3, of the ABC fonts.
    Tcvn3,
    /// VNI for Windows.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
    /// windows-1258.
    Windows1258,
}

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 32 << 10;

impl OldEncoding {
    const ALL: [Self; 4] = [Self::Windows1258, Self::Tcvn3, Self::Vni, Self::Viscii];

    /// What users call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
            Self::Viscii => "VISCII",
            Self::Windows1258 => "windows-1258",
        }
    }

    /// The text of these bytes, NFC.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Windows1258 => nfc(&WINDOWS_1258.decode_without_bom_handling(bytes).0),
            Self::Viscii => bytes.iter().map(|b| tables::viscii(*b).unwrap_or(char::from(*b))).collect(),
            _ => self.convert(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }

    /// A text that was taken for windows-1252, as text in a font of this encoding is.
    fn convert(self, text: &str) -> String {
        let symbol = |c: char| match u32::from(c) {
            code @ 0xf020..=0xf0ff => char::from_u32(code - 0xf000).unwrap_or(c),
            _ => c,
        };
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().map(symbol).peekable();
        while let Some(c) = chars.next() {
            if self == Self::Vni {
                let letter = tables::vni(c).unwrap_or(c);
                let marked = chars.peek().and_then(|mark| tables::vni_marked(letter, *mark));
                if marked.is_some() {
                    chars.next();
                }
                out.push(marked.unwrap_or(letter));
            } else {
                let byte = u8::try_from(c).ok().filter(|_| self == Self::Tcvn3);
                out.push(byte.and_then(tables::tcvn3).unwrap_or(c));
            }
        }
        out
    }

    /// The encoding of a font, and whether it shows small letters as capitals.
    fn of_font(font: &str) -> Option<(Self, bool)> {
        let lower = font.trim().trim_start_matches('@').to_lowercase();
        if lower.starts_with(".vn") {
            Some((Self::Tcvn3, lower.ends_with('h')))
        } else if lower.starts_with("vni-") || lower.starts_with("vni ") {
            Some((Self::Vni, false))
        } else {
            None
        }
    }
}

/// The old encoding that bytes are Vietnamese in; `None` where they are something else.
pub(crate) fn recognise(bytes: &[u8], is_html: bool) -> Option<OldEncoding> {
    if bytes.is_ascii() {
        return None;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let sample = if is_html { Cow::Owned(outside_tags(sample)) } else { Cow::Borrowed(sample) };
    let scores = OldEncoding::ALL.into_iter().filter_map(|encoding| {
        let score = Score::of(&encoding.decode(&sample));
        score.is_vietnamese().then_some((score.marked_right, encoding))
    });
    // Of equals the first: they read this text alike.
    scores.rev().max_by_key(|(right, _)| *right).map(|(_, encoding)| encoding)
}

/// The text of a page, roughly.
fn outside_tags(bytes: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'<' => inside = true,
            b'>' => {
                inside = false;
                out.push(b' ');
            }
            _ if !inside => out.push(*byte),
            _ => {}
        }
    }
    out
}

/// How Vietnamese a text is.
#[derive(Default)]
struct Score {
    words: usize,
    right: usize,
    marked: usize,
    marked_right: usize,
}

impl Score {
    fn of(text: &str) -> Self {
        let mut score = Self::default();
        let is_letter = |c: char| c.is_alphabetic() || (!c.is_ascii() && !c.is_whitespace() && !is_sign(c));
        for word in text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()) {
            let right = syllable::is_syllable(word);
            score.words += 1;
            score.right += usize::from(right);
            if !word.is_ascii() {
                score.marked += 1;
                score.marked_right += usize::from(right);
            }
        }
        score
    }

    /// Nearly all words with marks and most of all words are syllables; a few words are too little to say so.
    fn is_vietnamese(&self) -> bool {
        self.marked >= 4 && self.marked_right * 100 >= self.marked * 85 && self.right * 100 >= self.words * 75
    }
}

/// Quotation marks, dashes and the like are no part of a word.
fn is_sign(c: char) -> bool {
    ('\u{2010}'..='\u{2044}').contains(&c) || matches!(c, '«' | '»' | '°' | '·' | '€')
}

/// Runs of documents that were converted by their fonts.
#[derive(Debug, Default)]
pub(crate) struct Converted(BTreeSet<OldEncoding>);

impl Converted {
    /// The text of a run in a font; the same where the font is of today, or the text is Unicode in spite of it.
    pub fn run<'a>(&mut self, font: Option<&str>, text: &'a str) -> Cow<'a, str> {
        let Some((encoding, capitals)) = font.and_then(OldEncoding::of_font) else {
            return Cow::Borrowed(text);
        };
        if text.chars().any(|c| c > '\u{ff}' && c.is_alphabetic() && !('\u{e000}'..='\u{f8ff}').contains(&c))
        {
            return Cow::Borrowed(text);
        }
        let converted = encoding.convert(text);
        let converted = if capitals { converted.to_uppercase() } else { converted };
        if converted != text {
            self.0.insert(encoding);
        }
        Cow::Owned(converted)
    }

    /// What is to be said of it.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let names: Vec<_> = self.0.iter().map(|encoding| encoding.name()).collect();
        (!names.is_empty()).then(|| old_encoding(&names.join(", ")))
    }
}

/// The remark that a text was in an old encoding.
pub(crate) fn old_encoding(name: &str) -> Diagnostic {
    Diagnostic::info("old-encoding", format!("the text was in {name} and was converted to Unicode"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tables::writing::{as_tcvn3, as_viscii, as_vni};

    const TEXT: &str =
        "Ngày hôm ấy, nước sông Đuống dâng rất nhanh; người dân hai bên bờ phải chạy lũ suốt đêm.";

    #[test]
    fn what_the_fonts_of_the_time_hold() {
        assert_eq!(OldEncoding::Tcvn3.decode(b"Th\xad vi\xd6n Qu\xe8c gia"), "Thư viện Quốc gia");
        assert_eq!(OldEncoding::Vni.decode(b"Th\xf6 vie\xe4n Quo\xe1c gia"), "Thư viện Quốc gia");
        let mut converted = Converted::default();
        assert_eq!(converted.run(Some(".VnTimeH"), "Th\u{ad} viÖn"), "THƯ VIỆN");
        assert_eq!(converted.run(Some("VNI-Times"), "Ñöôøng saét Vieät Nam"), "Đường sắt Việt Nam");
        assert_eq!(converted.run(Some("Arial"), "café"), "café");
        assert_eq!(converted.run(Some(".VnTime"), "Đã là Unicode"), "Đã là Unicode");
        assert!(converted.diagnostic().unwrap().message.contains("TCVN3, VNI"));
    }

    #[test]
    fn each_is_recognised() {
        let shown = |bytes: Option<Vec<u8>>| recognise(&bytes.unwrap(), false).map(OldEncoding::name);
        assert_eq!(shown(as_tcvn3(TEXT)), Some("TCVN3"));
        assert_eq!(shown(as_viscii(TEXT)), Some("VISCII"));
        assert_eq!(shown(as_vni(TEXT)), Some("VNI"));
    }

    #[test]
    fn other_languages_are_not() {
        use encoding_rs::WINDOWS_1250;
        let french = "Là-bas, où l’été était déjà passé, le thé à la pêche coûtait très cher; la forêt, elle, \
            était brûlée. Où êtes-vous allés, mes chères sœurs ? À Orléans, paraît-il, près de la Loire.";
        let german = "Über die Brücke fährt täglich ein Zug; die Straße daneben führt nach Köln. Die Bäume blühen früh, \
            und das Mädchen hört schöne Lieder für alle Gäste.";
        let czech =
            "Příliš žluťoučký kůň úpěl ďábelské ódy. Děti běžely přes most k řece, kde čekala stará žena.";
        let spanish =
            "El niño bebió té en el jardín de su mamá; mañana irá a la montaña con su tío y más gente.";
        for text in [
            french,
            german,
            spanish,
            "It’s “fine” – na\u{ef}ve caf\u{e9}s, the r\u{e9}sum\u{e9}, £5 and 20 °C.",
        ] {
            assert_eq!(recognise(&WINDOWS_1252.encode(text).0, false), None, "{text}");
        }
        assert_eq!(recognise(&WINDOWS_1250.encode(czech).0, false), None);
        assert_eq!(recognise(b"plain ASCII ma be di", false), None);
    }

    /// Words of Vietnamese sentences, without capitals that TCVN3 lacks.
    const WORDS: &str = "người dân hai bên bờ sông đã chờ cây cầu mới từ rất lâu và hôm nay lễ thông xe được tổ chức với \
        sự có mặt của nhiều đại biểu tỉnh huyện xã những đoàn thuyền nối đuôi nhau trên mặt nước phẳng lặng ở giữa \
        làng nghề gốm cổ truyền Đống Đa Ôn Ưng vẫn giữ lửa lò suốt mấy thế kỷ qua dẫu thợ giỏi ngày càng ít khuya muỗng";

    fn sentence() -> impl Strategy<Value = String> {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        prop::collection::vec(prop::sample::select(words), 1..120)
            .prop_map(|words| words.join(" ") + ".")
            .prop_filter("too few letters with marks", |text| {
                text.chars().filter(|c| !c.is_ascii()).count() >= 40
            })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(text in sentence()) {
            for bytes in [as_tcvn3(&text), as_viscii(&text), as_vni(&text)] {
                let bytes = bytes.unwrap();
                let encoding = recognise(&bytes, false);
                prop_assert_eq!(encoding.map(|encoding| encoding.decode(&bytes)), Some(text.clone()));
            }
        }
    }
}
