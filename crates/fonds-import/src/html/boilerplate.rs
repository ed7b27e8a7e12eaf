//! What stands between an article's paragraphs and is not part of it: related links, shares, newsletters, biographies.

use super::hints::Hints;
use super::measure::Measures;
use super::page::{At, Page};
use super::region::Running;
use std::collections::HashSet;

/// Marks what is not part of the article below its root; gives the first text that runs.
pub(crate) fn mark(page: &Page, measures: &Measures, running: &Running, root: At, out: &mut [bool]) -> At {
    let total = running.good(page, root).max(1.0);
    let (first, last) = ends(page, measures, running, root, out);
    let title = page.named(root, &["h1"]).take_while(|title| *title < first).last();
    let marker = Marker { page, measures, running, root, total, first, last, title };
    let mut seen = HashSet::new();
    let (mut at, mut table_end) = (root + 1, root);
    while at < page.end(root) {
        // What stands in a table is not alone in what it says.
        let is_beside =
            |at: At| if at < table_end { marker.is_named_beside(at) } else { marker.is_beside(at) };
        if out[at] || (page.is_text(at) && marker.is_markup(at)) || (!page.is_text(at) && is_beside(at)) {
            out[at..page.end(at)].fill(true);
            at = page.end(at);
        } else {
            if !page.is_text(at) && measures.own[at] > 40 && marker.is_repeated(at, &mut seen) {
                out[at..page.end(at)].fill(true);
            }
            if at >= table_end && page.name(at) == "table" && marker.is_data(at) {
                table_end = page.end(at);
            }
            at += 1;
        }
    }
    marker.mark_headings(out);
    first
}

/// The first and the last text that is part of running text.
fn ends(page: &Page, measures: &Measures, running: &Running, root: At, out: &[bool]) -> (At, At) {
    let runs = |at: &At| {
        page.is_text(*at)
            && !out[*at]
            && running.own(measures.holder[*at]) > 40.0
            && measures.letters(page, *at) > 15
    };
    let first = (root..page.end(root)).find(runs).unwrap_or(root);
    let last = (root..page.end(root)).rev().find(runs).unwrap_or(page.end(root));
    (first, last)
}

struct Marker<'a> {
    page: &'a Page,
    measures: &'a Measures,
    running: &'a Running,
    root: At,
    total: f32,
    first: At,
    last: At,
    /// The last heading of the first level before the running text.
    title: Option<At>,
}

impl Marker<'_> {
    fn is_beside(&self, at: At) -> bool {
        self.is_named_beside(at)
            || self.is_links(at)
            || self.is_pointer(at)
            || self.is_tags(at)
            || self.is_before(at)
            || self.is_after(at)
    }

    /// A table that does not lay the page out: rows of several cells, one of which at least is no link; no table in it, and
    /// not most of the text.
    fn is_data(&self, table: At) -> bool {
        let page = self.page;
        let is_row = |row: &At| {
            let cells = || page.children(*row).filter(|cell| matches!(page.name(*cell), "td" | "th"));
            let says = |cell: At| self.letters(cell) > 0 && self.measures.linked(page, cell) == 0;
            cells().count() > 1 && cells().any(says)
        };
        let rows = page.named(table, &["tr"]).filter(is_row).count();
        rows > 1 && self.share(table) < 0.4 && page.first(table, "table").is_none()
    }

    fn share(&self, at: At) -> f32 {
        self.running.good(self.page, at) / self.total
    }

    fn letters(&self, at: At) -> u32 {
        self.measures.letters(self.page, at)
    }

    fn is_named_beside(&self, at: At) -> bool {
        let hints = self.measures.hints[at];
        let share = self.share(at);
        if self.measures.is_in_a_line(self.page, at) {
            return hints.any(Hints::HIDDEN);
        }
        let embed = hints.any(Hints::EMBED) && self.letters(at) > 0;
        let is_heading = matches!(self.page.name(at), "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "th");
        hints.any(Hints::NEVER.and(Hints::COMMENTS)) && share < 0.4
            || hints.any(Hints::HIDDEN.and(Hints::BESIDE)) && !embed && share < 0.4
            || hints.any(Hints::BIOGRAPHY) && share < 0.3
            || hints.any(Hints::ASIDE) && share < 0.2
            || hints.any(Hints::FIELD) && !is_heading && share < 0.1 && self.letters(at) < 200
            || hints.any(Hints::FIELD) && !is_heading && at < self.first && self.letters(at) < 80
    }

    /// A list, table, box or line that mostly leads elsewhere.
    fn is_links(&self, at: At) -> bool {
        let (letters, linked) = (self.letters(at), self.measures.linked(self.page, at));
        if letters == 0 || linked * 10 <= letters * 6 || self.share(at) >= 0.1 {
            return false;
        }
        let page = self.page;
        let links = || page.named(at, &["a"]).count();
        match page.name(at) {
            // Under an item that was kept.
            "ul" | "ol"
                if page
                    .ancestors(at)
                    .take_while(|around| *around > self.root)
                    .any(|around| page.name(around) == "li") =>
            {
                false
            }
            "table" if at > self.first && at < self.last && self.is_data(at) => false,
            // One or two links between paragraphs are part of what is said.
            "ul" | "ol" if at > self.first && at < self.last => {
                let titles = page.named(at, &["h2", "h3", "h4", "h5", "img"]).next().is_some();
                titles || page.named(at, &["li"]).count() > 2
            }
            "ul" | "ol" | "div" | "section" | "table" | "dl" | "aside" | "header" => true,
            "p" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let address = page.text(at).trim_start().starts_with("http");
                let only = linked * 20 > letters * 19 && !address && (letters > 40 || self.is_loud(at));
                only || links() > 2 && !address && !self.holds_links(at)
            }
            "span" => letters > 60 && links() > 2 && !self.holds_links(at),
            _ => false,
        }
    }

    /// Whether it is a part within the line that leads elsewhere, not all of it.
    fn holds_links(&self, at: At) -> bool {
        self.page
            .children(at)
            .any(|child| self.page.name(child) == "span" && (self.is_links(child) || self.holds_links(child)))
    }

    /// All capitals.
    fn is_loud(&self, at: At) -> bool {
        let text = self.page.text(at);
        self.letters(at) > 12 && !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase)
    }

    /// A short paragraph that points elsewhere.
    fn is_pointer(&self, at: At) -> bool {
        let short = matches!(
            self.page.name(at),
            "p" | "div" | "h2" | "h3" | "h4" | "h5" | "li" | "strong" | "em" | "i" | "span" | "aside"
        );
        let letters = self.letters(at);
        if !short || letters > 300 || letters == 0 {
            return false;
        }
        let text =
            self.page.text(at).trim_start().trim_start_matches(['[', '(', '>', '»', '•', '-', '*']).trim();
        let head: String = text.chars().take(60).collect::<String>().to_lowercase();
        if LABELS.contains(&head.trim_end_matches([':', '.', '…', '!', '-', '»', '>']).trim())
            || is_reading_time(&head)
        {
            return true;
        }
        let linked = self.measures.linked(self.page, at);
        let points = linked * 3 > letters || (letters <= 60 && !text.ends_with(['.', '!', '?', '”']));
        if letters <= 160 && points && POINTERS.iter().any(|pointer| head.starts_with(pointer)) {
            return true;
        }
        if letters <= 200
            && linked > 0
            && self.page.name(at) != "li"
            && OFFERS.iter().any(|offer| head.starts_with(offer))
        {
            return true;
        }
        let late = at * 5 > self.last * 4 || self.page.end(at) > self.last;
        if !late {
            return false;
        }
        let text = text.to_lowercase();
        // An article may be about one; what offers one leads to it.
        let offers = linked > 0 && text.contains("newsletter");
        offers || CONTACTS.iter().any(|contact| text.contains(contact))
    }

    /// A line that says under which tags the article stands.
    fn is_tags(&self, at: At) -> bool {
        let page = self.page;
        let (letters, linked) = (self.letters(at), self.measures.linked(page, at));
        if linked == 0 || letters > 300 || letters - linked > 25 || !page.is_block(at) {
            return false;
        }
        let is_tag = |link: At| page.attr_lower(link, "rel").split_whitespace().any(|word| word == "tag");
        page.named(at, &["a"]).all(is_tag)
    }

    /// What stands before the title, and the title.
    fn is_before(&self, at: At) -> bool {
        let page = self.page;
        if at > self.first {
            return false;
        }
        if page.name(at) == "header" && self.share(at) < 0.1 {
            return true;
        }
        if self.share(at) > 0.0 {
            return false;
        }
        if page.name(at) == "h1" {
            return true;
        }
        if page.end(at) >= self.first || self.letters(at) > 120 {
            return false;
        }
        self.title.is_some_and(|title| page.end(at) <= title)
            || crate::dates::date_line(page.text(at).trim()).is_some()
    }

    /// What stands after the last running text and leads elsewhere.
    fn is_after(&self, at: At) -> bool {
        let (letters, linked) = (self.letters(at), self.measures.linked(self.page, at));
        let block = self.page.is_block(at);
        at > self.last && block && letters > 0 && linked * 10 >= letters * 8
    }

    /// A long text that opens and ends as the page's text did before: a copy for machines.
    fn is_repeated(&self, at: At, seen: &mut HashSet<String>) -> bool {
        let text = self.page.text(at);
        let head: String = text.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
        let tail: String = text.chars().rev().filter(|c| c.is_alphanumeric()).take(40).collect();
        let repeated = self.letters(at) > 400 && seen.contains(&head) && seen.contains(&tail);
        seen.insert(head);
        seen.insert(tail);
        repeated
    }

    /// Markup that the page shows as text.
    fn is_markup(&self, at: At) -> bool {
        let text = self.page.text(at).trim_start();
        let begins =
            ["<img", "<div", "<script", "<iframe", "<!--"].iter().any(|markup| text.starts_with(markup));
        (begins && !says_more(text))
            || text.starts_with("img height=")
            || (text.starts_with('[') && text.contains("[/"))
    }

    /// A heading right before what is left out headed that.
    fn mark_headings(&self, out: &mut [bool]) {
        let page = self.page;
        for at in page.below(self.root) {
            let heading = matches!(page.name(at), "h2" | "h3" | "h4" | "h5" | "h6");
            if !heading || out[at] {
                continue;
            }
            let parent = page.parent(at).unwrap_or(self.root);
            let mut after = page.children(parent).filter(|next| *next > at && self.letters(*next) > 0);
            // A short line, such as the credit of a picture or the word *advertisement*, does not decide.
            let decides = |next: &At| !out[*next] || self.letters(*next) > 30;
            if after.find(decides).is_some_and(|next| out[next]) {
                out[at..page.end(at)].fill(true);
            }
        }
    }
}

/// A line such as "5 min read" and nothing else.
fn is_reading_time(head: &str) -> bool {
    let line = head.trim_start_matches(['·', '•', '-', '|', ' ']).trim();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len()
        && matches!(
            rest.trim_start_matches([' ', '-']),
            "min read" | "mins read" | "minute read" | "phút đọc" | "phút để đọc"
        )
}

/// Lines that say nothing but what stands there otherwise.
const LABELS: &[&str] = &[
    "advertisement",
    "advert",
    "advertising",
    "ad",
    "sponsored",
    "anzeige",
    "werbung",
    "publicité",
    "publicidade",
    "publicidad",
    "iklan",
    "quảng cáo",
    "реклама",
    "you may also like",
    "you might also like",
    "you may be interested in",
    "recommended for you",
    "continue reading",
    "continue reading the main story",
    "don't miss",
    "don’t miss",
    "read more",
    "related",
    "share",
    "share this",
    "comments",
    "tags",
    "print",
    "email",
    "xem thêm",
    "chia sẻ",
    "bình luận",
    "tin liên quan",
    "bài liên quan",
    "tin cùng chuyên mục",
    "cùng chuyên mục",
    "có thể bạn quan tâm",
    "bạn có thể quan tâm",
    "mời bạn đọc thêm",
    "tin nên đọc",
    "tin khác",
    "các tin khác",
    "từ khóa",
    "từ khoá",
    "tin mới",
    "tin mới nhất",
    "đọc nhiều",
    "xem nhiều",
    "à lire aussi",
    "sur le même sujet",
    "articles liés",
    "das könnte sie auch interessieren",
    "mehr zum thema",
    "lesen sie auch",
    "artículos relacionados",
    "noticias relacionadas",
    "te puede interesar",
    "notícias relacionadas",
    "leia também",
    "leggi anche",
    "lees ook",
    "berita terkait",
    "baca juga",
    "читайте также",
    "по теме",
    "广告",
    "相关新闻",
    "相关阅读",
    "延伸閱讀",
    "広告",
    "関連記事",
    "광고",
    "관련기사",
];

/// How lines that point elsewhere begin.
const POINTERS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "read:",
    "related:",
    "related article",
    "related stor",
    "see also",
    "see more",
    "more:",
    "more from",
    "more on",
    "recommended",
    "story continues",
    "article continues",
    "watch:",
    "watch now",
    "photos:",
    "click here",
    "don't miss",
    "don’t miss",
    "listen:",
    "xem thêm",
    "đọc thêm",
    "xem tiếp",
    "mời bạn",
    "mời quý",
    "tin liên quan",
    "bài liên quan",
    "leia também",
    "leia mais",
    "veja também",
    "lire aussi",
    "à lire",
    "lesen sie auch",
    "mehr zum thema",
    "lee también",
    "leer más",
    "te puede interesar",
    "leggi anche",
    "baca juga",
    "quảng cáo:",
    "читайте также",
    "lees ook",
    "zobacz też",
    "czytaj też",
];

/// How lines begin that want a reader to do something else, beside a link for it.
const OFFERS: &[&str] = &[
    "sign up",
    "subscribe",
    "follow us",
    "follow me",
    "share this",
    "have a tip",
    "get the latest",
    "like us on",
    "join us on",
    "join our",
    "download our",
    "download the",
    "get our",
    "theo dõi chúng tôi",
    "tải ứng dụng",
];

/// What lines at the end say about whom to follow and where to write.
const CONTACTS: &[&str] = &[
    "follow him on",
    "follow her on",
    "follow them on",
    "follow us on",
    "follow me on",
    "be reached at",
    "on twitter @",
    "contact the author",
    "email him",
    "email her",
];

/// Whether a text that begins with markup is about it, or goes on after it: most of it stands outside of tags.
fn says_more(text: &str) -> bool {
    let mut depth = 0_usize;
    let outside = |c: &char| match c {
        '<' => {
            depth += 1;
            false
        }
        '>' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    };
    let said: String = text.chars().filter(outside).collect();
    said.split_whitespace().count() >= 8 && 2 * said.chars().count() > text.chars().count()
}
