//! Where on a page its article is: the element that gathers the most running text with the least of everything else.

use super::hints::Hints;
use super::measure::Measures;
use super::page::{At, Page};
use std::collections::HashMap;

/// What a letter of links and labels weighs against one of running text.
const COST: f32 = 1.0;

/// Running text in each part of a page.
pub(crate) struct Running {
    good: Vec<f32>,
    bad: Vec<f32>,
}

impl Running {
    /// Weighs a page's text; `out` says of each node whether it does not count.
    pub fn of(page: &Page, measures: &Measures, out: &[bool]) -> Self {
        let count = page.len();
        let mut running = Self { good: Vec::with_capacity(count + 1), bad: Vec::with_capacity(count + 1) };
        let (mut good, mut bad) = (0.0, 0.0);
        for (at, out) in out.iter().enumerate() {
            running.good.push(good);
            running.bad.push(bad);
            if !out && measures.own[at] > 0 {
                let (more_good, more_bad) = weigh(page, measures, at);
                good += more_good;
                bad += more_bad;
            }
        }
        running.good.push(good);
        running.bad.push(bad);
        running
    }

    /// The weight of the running text in an element.
    pub fn good(&self, page: &Page, at: At) -> f32 {
        self.good[page.end(at)] - self.good[at]
    }

    /// The weight of the running text that a block holds directly, its own blocks apart.
    pub fn own(&self, at: At) -> f32 {
        self.good[at + 1] - self.good[at]
    }

    fn bad(&self, page: &Page, at: At) -> f32 {
        self.bad[page.end(at)] - self.bad[at]
    }

    fn score(&self, page: &Page, at: At) -> f32 {
        self.good(page, at) - COST * self.bad(page, at)
    }
}

/// The running text and the rest of what a block holds directly.
fn weigh(page: &Page, measures: &Measures, at: At) -> (f32, f32) {
    let (own, linked, marks) =
        (measures.own[at] as f32, measures.own_linked[at] as f32, measures.own_marks[at] as f32);
    let name = page.name(at);
    if own < 25.0
        || linked > own * 0.5
        || matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "title")
    {
        return (0.0, linked + if own < 25.0 { own * 0.5 } else { 0.0 });
    }
    let kind = match name {
        "p" | "pre" | "blockquote" => 1.0,
        "li" | "dd" | "td" => 0.5,
        _ => 0.8,
    };
    let sentences = if marks == 0.0 { 0.3 } else { 1.0 };
    ((own - linked) * kind * sentences, linked * 0.5)
}

/// Nodes that cannot be the article, by their names, unless most of the page's running text is in them.
pub(crate) fn certainly_out(page: &Page, measures: &Measures) -> Vec<bool> {
    let all = Running::of(page, measures, &vec![false; page.len()]);
    let total = all.good(page, 0).max(1.0);
    // A page whose names would leave nothing does not mean by them what others mean.
    for strictness in [1.0, 0.5] {
        let out = named_outside(page, measures, &all, strictness);
        if Running::of(page, measures, &out).good(page, 0) > (total * 0.2).min(300.0) {
            return out;
        }
    }
    named_outside(page, measures, &all, 0.0)
}

fn named_outside(page: &Page, measures: &Measures, all: &Running, strictness: f32) -> Vec<bool> {
    let count = page.len();
    let total = all.good(page, 0).max(1.0);
    let mut out = vec![false; count];
    let named: Vec<At> = (0..count)
        .filter(|at| measures.hints[*at].any(Hints::SURELY_BODY) && all.good(page, *at) > 0.25 * total)
        .collect();
    let mut at = 0;
    while at < count {
        let share = all.good(page, at) / total;
        let holds_named = named.iter().any(|inner| *inner > at && *inner < page.end(at));
        // Some pages hold a copy of the text for machines.
        let is_copy = measures.hints[at].any(Hints::HIDDEN) && share < 0.55;
        let excluded = page.name(at) == "head"
            || ((!holds_named || is_copy) && share < strictness * largest_share_outside(page, measures, at))
            || (share < 0.4 && is_teasers(page, measures, at));
        if excluded {
            out[at..page.end(at)].fill(true);
            at = page.end(at);
        } else {
            at += 1;
        }
    }
    out
}

/// Up to which share of the page's running text an element of such names is not the article.
fn largest_share_outside(page: &Page, measures: &Measures, at: At) -> f32 {
    let hints = measures.hints[at];
    // What holds the picture too is called after its caption on many pages.
    let is_caption = hints.any(Hints::CAPTION) && measures.pictures(page, at) == 0;
    if matches!(page.name(at), "html" | "body" | "main") || page.is_text(at) {
        0.0
    } else if measures.is_in_a_line(page, at) {
        if hints.any(Hints::HIDDEN) { 0.7 } else { 0.0 }
    } else if hints.any(Hints::NEVER.and(Hints::COMMENTS)) && !hints.any(Hints::BODY) {
        0.9
    } else if hints.any(Hints::HIDDEN) {
        0.7
    } else if hints.any(Hints::BESIDE) && !hints.any(Hints::EMBED.and(Hints::SURELY_BODY)) {
        0.4
    } else if (hints.any(Hints::ASIDE.and(Hints::BIOGRAPHY)) || is_caption) && !hints.any(Hints::SURELY_BODY)
    {
        0.3
    } else {
        0.0
    }
}

/// A list of other articles: three parts or more that each open with a linked title and say little more.
fn is_teasers(page: &Page, measures: &Measures, at: At) -> bool {
    let letters = measures.letters(page, at);
    if measures.linked(page, at) * 8 < letters || letters > 12_000 {
        return false;
    }
    let (mut teasers, mut others) = (0, 0);
    for child in page.children(at) {
        if page.is_text(child) || measures.letters(page, child) == 0 {
            continue;
        }
        let mut headings = page.named(child, &["h2", "h3", "h4", "h5", "h6"]);
        let titled = headings
            .next()
            .is_some_and(|heading| measures.linked(page, heading) * 10 > measures.letters(page, heading) * 8);
        let short = measures.letters(page, child) < 500 && headings.next().is_none();
        if titled && short { teasers += 1 } else { others += 1 }
    }
    teasers >= 3 && others <= 1
}

/// The element that holds the article.
pub(crate) fn root(page: &Page, measures: &Measures, running: &Running, out: &[bool]) -> At {
    let body = page.first(0, "body").unwrap_or(0);
    let mut best = body;
    for at in page.below(body) {
        if !out[at]
            && !page.is_text(at)
            && running.good(page, at) > 0.0
            && running.score(page, at) >= running.score(page, best)
        {
            best = at;
        }
    }
    // A single paragraph or quotation is not an article by itself.
    while matches!(
        page.name(best),
        "p" | "blockquote" | "li" | "ul" | "ol" | "pre" | "tr" | "tbody" | "table" | "span"
    ) || !measures.has_blocks(page, best) && best != body
    {
        let Some(parent) = page.parent(best).filter(|parent| *parent >= body) else { break };
        best = parent;
    }
    best = named(page, measures, running, out, best).unwrap_or(best);
    // A stray line beside the text is not worth a wider box.
    loop {
        let (good, own) = (running.good(page, best), running.own(best));
        let within = page.children(best).find(|child| {
            let rest = good - running.good(page, *child) - own;
            rest < 80.0 && rest < 0.08 * good && own == 0.0 && measures.has_blocks(page, *child)
        });
        match within.filter(|child| is_box(page.name(*child))) {
            Some(child) => best = child,
            None => return best,
        }
    }
}

fn is_box(name: &str) -> bool {
    matches!(name, "div" | "section" | "article" | "main" | "td" | "center" | "form")
}

/// The element which the page names as the article's text, when that can be.
fn named(page: &Page, measures: &Measures, running: &Running, out: &[bool], best: At) -> Option<At> {
    let most = running.good(page, best);
    // Texts in parts: elements of the same names count together, and what holds them all holds the text.
    let mut groups: HashMap<&str, (f32, At, At, bool)> = HashMap::new();
    for at in page.below(0).filter(|at| !out[*at] && measures.hints[*at].any(Hints::BODY)) {
        let Some(key) =
            page.attr(at, "class").or_else(|| page.attr(at, "id")).or_else(|| page.attr(at, "itemprop"))
        else {
            continue;
        };
        let surely = measures.hints[at].any(Hints::SURELY_BODY);
        let entry = groups.entry(key).or_insert((0.0, at, at, surely));
        if at == entry.1 || at >= page.end(entry.2) {
            entry.0 += running.good(page, at);
            entry.2 = at;
        }
    }
    let holder = |first: At, last: At| {
        if first == last {
            return Some(first);
        }
        page.ancestors(first).find(|around| last < page.end(*around))
    };
    let possible =
        groups.into_values().filter(|(good, .., surely)| *good > if *surely { 0.3 } else { 0.7 } * most);
    let found = possible.filter_map(|(_, first, last, surely)| Some((surely, holder(first, last)?)));
    found
        .max_by(|a, b| {
            let score =
                |(surely, at): &(bool, At)| running.score(page, *at) * if *surely { 1.5 } else { 1.0 };
            score(a).total_cmp(&score(b)).then(a.1.cmp(&b.1))
        })
        .map(|(_, at)| at)
}
