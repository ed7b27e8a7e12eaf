//! What a reader sees of an article's fields: title, byline, date, standfirst, source.

use super::super::content::Content;
use super::super::hints::Hints;
use super::super::letters;
use super::super::measure::Measures;
use super::super::page::{At, Page};
use super::facts::Facts;
use super::values::people;
use crate::bylines::{byline, is_job, is_name, publication_line, split_names};
use crate::dates::{date_line, find_date, machine_date};
use fonds_model::text::clean_line;
use fonds_model::{Creator, Edtf};

/// How far the paragraphs after a block are looked for, in elements and texts.
const NEAR: usize = 500;

/// The part of a page where an article's fields stand: around the title, before the running text, and after it.
pub(crate) struct Surroundings<'a> {
    page: &'a Page,
    measures: &'a Measures,
    /// The title's heading, when there is one.
    pub heading: Option<At>,
    from: At,
    /// Where the running text begins.
    first: At,
    until: At,
}

impl<'a> Surroundings<'a> {
    /// The surroundings of an article.
    pub fn of(page: &'a Page, measures: &'a Measures, content: &Content, title: &str) -> Self {
        let heading = heading(page, content, title);
        let around = |at: At| {
            page.ancestors(at).find(|around| content.first >= *around && content.first < page.end(*around))
        };
        let common = heading.and_then(around).unwrap_or(content.root);
        // Dates and bylines often stand right above the box of title and text.
        let from = heading.map_or(common, |heading| heading.min(common));
        Self {
            page,
            measures,
            heading,
            from,
            first: content.first,
            until: page.end(common).max(page.end(content.root)),
        }
    }

    /// The lines before the running text: blocks that hold no others, and what their names say.
    fn lines(&self) -> impl Iterator<Item = (At, Hints, String)> + '_ {
        self.lines_within(self.from, self.first)
    }

    fn lines_within(&self, from: At, until: At) -> impl Iterator<Item = (At, Hints, String)> + '_ {
        let (page, measures) = (self.page, self.measures);
        let lines = (from..until).filter(move |at| !page.is_text(*at) && Some(*at) != self.heading);
        let lines = lines.filter(move |at| {
            let (letters, hinted) =
                (measures.letters(page, *at), measures.hints[*at].any(Hints::FIELD.and(Hints::BYLINE)));
            (1..=200).contains(&letters)
                && (hinted || is_line(page, measures, *at))
                && page.end(*at) <= until.max(*at + 1)
        });
        lines.map(move |at| (at, measures.hints[at], clean_line(page.text(at))))
    }

    /// What is to be seen there.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::from("visible");
        facts.creators = self.creators();
        facts.issued = self.issued();
        let publication = self.lines().find_map(|(_, _, line)| publication_line(&line));
        facts.publication = publication;
        facts
    }

    fn creators(&self) -> Vec<Creator> {
        let page = self.page;
        let marked = (self.from..self.until).filter(|at| page.attr_lower(*at, "rel") == "author");
        let named = self.lines().filter(|(_, hints, _)| hints.any(Hints::BYLINE)).map(|(at, ..)| at);
        for at in named.chain(marked) {
            let found = credited(&clean_line(page.text(at)));
            if !found.is_empty() {
                return found;
            }
        }
        let before = self.lines().map(|(_, _, line)| byline(&line)).find(|names| !names.is_empty());
        before.or_else(|| self.signature()).unwrap_or_default()
    }

    /// The byline under a text, as Vietnamese newspapers have it.
    fn signature(&self) -> Option<Vec<Creator>> {
        let after: Vec<_> = self.lines_within(self.first, self.until).collect();
        let hinted = after.iter().filter(|(_, hints, _)| hints.any(Hints::BYLINE));
        let labelled =
            after.iter().rev().take(12).map(|(_, _, line)| byline(line)).find(|names| !names.is_empty());
        labelled
            .or_else(|| hinted.map(|(_, _, line)| credited(line)).find(|names| !names.is_empty()))
            .or_else(|| {
                let last = after.iter().rev().filter(|(at, ..)| self.is_signed(*at)).take(3);
                last.map(|(_, _, line)| line).find(|line| is_signature(line)).map(|line| people(line))
            })
    }

    /// Set apart as signatures are: to the right, or all in strong letters.
    fn is_signed(&self, at: At) -> bool {
        let page = self.page;
        let style = page.attr_lower(at, "style").replace(' ', "");
        let strong = page.below(at).find(|below| matches!(page.name(*below), "strong" | "b"));
        style.contains("text-align:right")
            || page.attr_lower(at, "align") == "right"
            || strong
                .is_some_and(|strong| self.measures.letters(page, strong) == self.measures.letters(page, at))
    }

    fn issued(&self) -> Option<Edtf> {
        let page = self.page;
        let written =
            |at: At| page.attr(at, "datetime").or_else(|| page.attr(at, "content")).and_then(machine_date);
        let near = self.from.saturating_sub(60)..self.first;
        let times = near
            .clone()
            .filter(|at| page.name(*at) == "time" || page.attr(*at, "itemprop") == Some("datePublished"));
        let machine = times.filter_map(written).next();
        let lines = || self.lines_within(near.start, near.end);
        machine
            .or_else(|| lines().find_map(|(_, _, line)| dated(&line)))
            .or_else(|| {
                lines()
                    .filter(|(_, hints, _)| hints.any(Hints::FIELD))
                    .find_map(|(_, _, line)| find_date(&line))
            })
            .or_else(|| page.named(0, &["time"]).find_map(written))
    }

    /// The standfirst and where it stands: an element named so, or one that says what the page's description says, set
    /// apart from the running text.
    pub fn lead(&self, descriptions: &[String]) -> Option<(At, String, &'static str)> {
        let page = self.page;
        let short = |at: At| {
            Some(clean_line(page.text(at))).filter(|text| (20..=800).contains(&text.chars().count()))
        };
        let wanted: Vec<String> =
            descriptions.iter().map(|text| letters(text)).filter(|text| text.len() >= 30).collect();
        let until = page.end(self.measures.holder[self.first]);
        let blocks = || (self.from..until).filter(|at| page.is_block(*at) && Some(*at) != self.heading);
        // Many things are called descriptions; under the title it is the article's.
        let described = |at: &At| {
            let mut classes = page.attr(*at, "class").unwrap_or_default().split_ascii_whitespace();
            self.heading.is_some_and(|heading| *at > heading) && classes.any(|class| class == "description")
        };
        let named = blocks()
            .filter(|at| self.measures.hints[*at].any(Hints::LEAD) || described(at))
            .find_map(|at| Some((at, short(at)?, "standfirst")));
        let after_title = || {
            let heading = self.heading?;
            let next = page
                .children(page.parent(heading)?)
                .filter(|next| *next > heading && self.measures.letters(page, *next) > 0);
            let next = next.take(3).find(|next| {
                matches!(page.name(*next), "h2" | "h3") && self.measures.letters(page, *next) >= 40
            })?;
            (next < self.first).then(|| short(next).map(|text| (next, text, "standfirst")))?
        };
        named.or_else(after_title).or_else(|| {
            let apart = blocks().filter(|at| is_line(page, self.measures, *at) && self.is_apart(*at));
            apart
                .filter_map(|at| Some((at, short(at)?, "description")))
                .find(|(_, text, _)| wanted.contains(&letters(text)))
        })
    }

    /// Whether a block is unlike the paragraphs after it: another element, other names, or all strong.
    fn is_apart(&self, at: At) -> bool {
        let page = self.page;
        let next = (page.end(at)..self.until).take(NEAR).find(|next| {
            page.is_block(*next) && self.measures.own[*next] > 60 && !self.measures.has_blocks(page, *next)
        });
        let Some(next) = next else { return true };
        let strong = |at: At| {
            let strong =
                page.below(at).find(|below| matches!(page.name(*below), "strong" | "b" | "em" | "i"));
            strong
                .is_some_and(|strong| self.measures.letters(page, strong) == self.measures.letters(page, at))
        };
        page.name(next) != page.name(at)
            || page.attr(next, "class") != page.attr(at, "class")
            || page.parent(next) != page.parent(at)
            || strong(at) && !strong(next)
    }
}

/// The heading that says the title; else the only first heading before the running text.
fn heading(page: &Page, content: &Content, title: &str) -> Option<At> {
    let wanted = letters(title);
    let says = |at: &At| {
        let said = letters(page.text(*at));
        !said.is_empty()
            && (said == wanted
                || (said.len() > 12 && wanted.contains(&said))
                || (wanted.len() > 12 && said.contains(&wanted)))
    };
    let first = || page.named(0, &["h1"]).find(says);
    let other = || page.named(0, &["h2", "h3"]).take(40).find(says);
    let before = || page.named(content.root, &["h1"]).take_while(|at| *at <= content.first).last();
    first().or_else(other).or_else(before)
}

/// A block without blocks in it.
fn is_line(page: &Page, measures: &Measures, at: At) -> bool {
    page.is_block(at) && !measures.has_blocks(page, at)
}

/// The people whom a short line names, with or without a label.
fn credited(line: &str) -> Vec<Creator> {
    let line = line.split(['|', '•', '·']).next().unwrap_or(line).trim();
    let labelled = byline(line);
    if !labelled.is_empty() {
        return labelled;
    }
    let names = split_names(line);
    let all = !names.is_empty() && line.chars().count() <= 80 && names.iter().all(|name| is_name(name));
    if all && dated(line).is_none() { people(line) } else { vec![] }
}

fn dated(line: &str) -> Option<Edtf> {
    date_line(line).or_else(|| line.split(['|', '•', '·']).map(str::trim).find_map(date_line))
}

/// A pen name or a name under a text.
fn is_signature(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (1..=5).contains(&words)
        && is_name(line)
        && !is_job(line)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 4
}
