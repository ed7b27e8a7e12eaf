//! Generated articles: the same ones each time, with words as unevenly frequent as in real texts (Zipf).

use fonds_model::{ArticleKind, Edtf, TagId};

/// Vietnamese syllables and English words of a text's vocabulary.
const VIETNAMESE: usize = 5_000;
const ENGLISH: usize = 20_000;
const PUBLICATIONS: usize = 60;
const TAGS: usize = 300;
const AUTHORS: usize = 800;

/// The vocabulary, the most frequent words first.
pub struct Texts {
    vietnamese: Vec<String>,
    english: Vec<String>,
}

/// A generated article.
pub struct Generated {
    pub title: String,
    pub text: String,
    pub creators: Vec<String>,
    pub publication: String,
    pub kind: ArticleKind,
    pub language: &'static str,
    pub year: usize,
    pub issued: Option<Edtf>,
    pub tags: Vec<TagId>,
}

/// Numbers that look random and are the same each time (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `end`, the frequency of rank `r` being about `1 / (r + 1)`.
    fn rank(&mut self, end: usize) -> usize {
        ((end as f64 + 1.0).powf(self.unit()) - 1.0) as usize
    }
}

impl Texts {
    pub fn new() -> Self {
        let mut random = Random::new(7);
        let vietnamese = distinct(VIETNAMESE, || syllable(&mut random));
        let mut random = Random::new(8);
        Self { vietnamese, english: distinct(ENGLISH, || english(&mut random)) }
    }

    /// The article of a number; three in four are Vietnamese.
    pub fn article(&self, number: usize) -> Generated {
        let mut random = Random::new(number as u64 + 1);
        let is_vietnamese = number % 4 != 3;
        let words = |random: &mut Random, least: usize, more: usize| {
            let count = least + random.below(more);
            let words = (0..count).map(|_| {
                let of =
                    if is_vietnamese == (random.below(20) > 0) { &self.vietnamese } else { &self.english };
                of.get(random.rank(of.len())).map_or("", String::as_str)
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let paragraphs: Vec<_> = (0..4).map(|_| words(&mut random, 40, 80)).collect();
        let year = 1930 + random.below(95);
        let kinds =
            [ArticleKind::Newspaper, ArticleKind::Magazine, ArticleKind::WebPage, ArticleKind::Report];
        Generated {
            title: words(&mut random, 5, 8),
            text: paragraphs.join(".\n"),
            creators: vec![format!(
                "{} {}",
                self.name(random.rank(AUTHORS)),
                self.name(random.rank(AUTHORS))
            )],
            publication: format!("Báo {}", self.name(random.rank(PUBLICATIONS))),
            kind: kinds.get(random.rank(kinds.len())).copied().unwrap_or_default(),
            language: if is_vietnamese { "vi" } else { "en" },
            year,
            issued: Edtf::parse(&format!("{year}-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28))),
            tags: (0..random.below(4)).map(|_| tag(random.rank(TAGS))).collect(),
        }
    }

    /// A name of its own for each number.
    pub fn name(&self, number: usize) -> String {
        let word = |at: usize| self.vietnamese.get(at % VIETNAMESE).map_or("", String::as_str);
        format!("{} {}", word(900 + number), word(2000 + number / 7))
    }

    /// The library's tags: ids and labels.
    pub fn tags(&self) -> impl Iterator<Item = (TagId, String)> {
        (0..TAGS).map(|number| (tag(number), self.name(number + 60)))
    }
}

fn tag(number: usize) -> TagId {
    TagId(format!("tag{number:04}"))
}

fn distinct(count: usize, mut make: impl FnMut() -> String) -> Vec<String> {
    let mut known = std::collections::HashSet::new();
    let mut words = Vec::with_capacity(count);
    while words.len() < count {
        let word = make();
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn syllable(random: &mut Random) -> String {
    const INITIALS: [&str; 24] = [
        "", "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
        "t", "th", "tr", "v", "x",
    ];
    const VOWELS: [&str; 72] = [
        "a", "á", "à", "ả", "ã", "ạ", "ă", "ắ", "ằ", "ẳ", "ẵ", "ặ", "â", "ấ", "ầ", "ẩ", "ẫ", "ậ", "e", "é",
        "è", "ẻ", "ẽ", "ẹ", "ê", "ế", "ề", "ể", "ễ", "ệ", "i", "í", "ì", "ỉ", "ĩ", "ị", "o", "ó", "ò", "ỏ",
        "õ", "ọ", "ô", "ố", "ồ", "ổ", "ỗ", "ộ", "ơ", "ớ", "ờ", "ở", "ỡ", "ợ", "u", "ú", "ù", "ủ", "ũ", "ụ",
        "ư", "ứ", "ừ", "ử", "ữ", "ự", "iế", "iề", "ươ", "ướ", "ườ", "uố",
    ];
    const ENDS: [&str; 10] = ["", "", "", "n", "ng", "m", "c", "t", "i", "nh"];
    let mut pick = |of: &[&'static str]| of.get(random.below(of.len())).copied().unwrap_or_default();
    [pick(&INITIALS), pick(&VOWELS), pick(&ENDS)].concat()
}

fn english(random: &mut Random) -> String {
    const CONSONANTS: [&str; 16] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "st", "t", "th", "tr", "w"];
    const VOWELS: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "oo"];
    let length = 1 + random.below(3);
    let mut pick = |of: &[&'static str]| of.get(random.below(of.len())).copied().unwrap_or_default();
    let mut word: String = (0..length).map(|_| [pick(&CONSONANTS), pick(&VOWELS)].concat()).collect();
    word.push_str(pick(&["", "n", "s", "r", "ed", "ing", "t"]));
    word
}
