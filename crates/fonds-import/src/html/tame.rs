//! Pages that nobody would write by hand, made fit for the parser: its time grows with the square of the depth, and its
//! memory with the number of tags.

use std::borrow::Cow;

/// Containers that lie deeper are opened before the page is parsed.
const DEEPEST: usize = 1000;
/// Of the paragraphs, items and line ends that lie deeper, so many are kept.
const MOST_DEEP: usize = 10_000;
/// Pages with more tags are read as text.
const MOST_TAGS: usize = 600_000;

/// Pages with more attributes in one tag are read as text: the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 2000;
/// No name that means something here is longer.
const LONGEST_NAME: usize = 10;
/// Shorter tags cannot have that many, in bytes.
const LONG: usize = 4000;

/// A page that can be parsed in bounded time and memory, and whether tags were taken from it for that.
pub(crate) fn tame(html: &str) -> (Cow<'_, str>, bool) {
    let Survey { tags, depth, attributes } = survey(html);
    if tags > MOST_TAGS || attributes > MOST_ATTRIBUTES {
        return (Cow::Owned(rewrite(html, 0)), true);
    }
    if depth > DEEPEST { (Cow::Owned(rewrite(html, DEEPEST)), true) } else { (Cow::Borrowed(html), false) }
}

/// How many tags a page has, how deep its elements lie at most, and how many attributes one of them has at most.
struct Survey {
    tags: usize,
    depth: usize,
    attributes: usize,
}

fn survey(html: &str) -> Survey {
    let (mut tags, mut depth, mut deepest, mut attributes) = (0usize, 0usize, 0, 0);
    let mut rest = html;
    loop {
        let before = rest;
        let Some(tag) = next_tag(&mut rest) else { break };
        tags += 1;
        match tag.kind {
            Kind::Start => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            Kind::Other => {}
        }
        deepest = deepest.max(depth);
        if tag.end - tag.at > LONG {
            // What a script or a comment holds are no attributes.
            let own = before[tag.at..tag.end].split('>').next().unwrap_or_default();
            let is_comment = own.starts_with("<!");
            attributes = attributes.max(if is_comment { 0 } else { count_attributes(own) });
        }
    }
    Survey { tags, depth: deepest, attributes }
}

/// Words outside of quotation marks.
fn count_attributes(tag: &str) -> usize {
    let (mut count, mut quote, mut space) = (0, None, false);
    for byte in tag.bytes() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, _) if byte.is_ascii_whitespace() => space = true,
            (None, _) if std::mem::take(&mut space) => count += 1,
            _ => {}
        }
    }
    count
}

/// The page without the tags of elements that lie deeper than `limit`; with none at all when it is 0.
fn rewrite(html: &str, limit: usize) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut depth, mut deep) = (0usize, 0usize);
    let mut rest = html;
    loop {
        let before = rest;
        let Some(tag) = next_tag(&mut rest) else {
            out.push_str(before);
            return out;
        };
        out.push_str(&before[..tag.at]);
        let keeps = match tag.kind {
            Kind::Start => {
                depth += 1;
                depth <= limit
            }
            Kind::End => {
                depth = depth.saturating_sub(1);
                depth < limit
            }
            Kind::Other if depth > limit => {
                deep += 1;
                limit > 0 && deep <= MOST_DEEP
            }
            Kind::Other => limit > 0,
        };
        if keeps {
            out.push_str(&before[tag.at..tag.end]);
        } else {
            out.push('\n');
        }
    }
}

enum Kind {
    /// Opens an element that stays open.
    Start,
    End,
    /// An element without contents, one whose end follows from the next, or no element at all.
    Other,
}

struct Tag {
    kind: Kind,
    at: usize,
    end: usize,
}

/// The next tag of a page, which `rest` then stands behind. Scripts and comments are not looked into.
fn next_tag(rest: &mut &str) -> Option<Tag> {
    let text = *rest;
    let mut from = 0;
    loop {
        let at = from + text[from..].find('<')?;
        let after = &text[at + 1..];
        let closing = after.starts_with('/');
        let name = after.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 && !after.starts_with('!') {
            from = at + 1;
            continue;
        }
        let mut lower = [0; LONGEST_NAME];
        let name = lowered(&name.as_bytes()[..length], &mut lower);
        let mut end = if after.starts_with("!--") {
            after.find("-->").map_or(text.len(), |end| at + 1 + end + 3)
        } else {
            after.find('>').map_or(text.len(), |end| at + 1 + end + 1)
        };
        let raw = !closing && matches!(name, b"script" | b"style" | b"textarea" | b"template");
        if raw {
            end = past_raw(text, end, name);
        }
        let single = raw || after.starts_with('!') || is_single(name);
        let kind = if single {
            Kind::Other
        } else if closing {
            Kind::End
        } else {
            Kind::Start
        };
        *rest = &text[end..];
        return Some(Tag { kind, at, end });
    }
}

/// A name in small letters; what is longer than any that matters is none.
fn lowered<'a>(name: &[u8], into: &'a mut [u8; LONGEST_NAME]) -> &'a [u8] {
    let into = into.get_mut(..name.len()).unwrap_or_default();
    for (letter, byte) in into.iter_mut().zip(name) {
        *letter = byte.to_ascii_lowercase();
    }
    into
}

/// Behind the end tag of an element whose contents are not markup.
fn past_raw(text: &str, from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        let start = at + found + 2;
        let found = text.as_bytes().get(start..start + name.len());
        let ends = found.is_some_and(|found| found.eq_ignore_ascii_case(name));
        if ends {
            return text[start..].find('>').map_or(text.len(), |end| start + end + 1);
        }
        at = start;
    }
    text.len()
}

fn is_single(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"img"
            | b"input"
            | b"meta"
            | b"link"
            | b"hr"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"source"
            | b"track"
            | b"wbr"
            | b"param"
            | b"p"
            | b"li"
            | b"dt"
            | b"dd"
            | b"td"
            | b"th"
            | b"tr"
            | b"tbody"
            | b"thead"
            | b"tfoot"
            | b"option"
            | b"html"
            | b"head"
            | b"body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_left_alone() {
        let page = "<div><p>a<p>b</div><script>if (a<b) { x('</div>') }</script><!-- <div> --><p>3 < 4";
        let (tamed, changed) = tame(page);
        assert!(!changed && tamed == page);
        assert_eq!(survey(page).depth, 1);
    }

    #[test]
    fn deep_elements_are_opened() {
        let page = format!("{}<p>đáy</p>{}<p>sau</p>", "<div>".repeat(3000), "</div>".repeat(3000));
        let (tamed, changed) = tame(&page);
        assert!(changed && survey(&tamed).depth <= DEEPEST);
        assert!(tamed.contains("<p>đáy</p>") && tamed.ends_with("<p>sau</p>"));
        assert_eq!(tamed.matches("<div>").count(), tamed.matches("</div>").count());
    }

    #[test]
    fn pages_with_a_tag_of_nothing_but_attributes_are_read_as_text() {
        let attributes: String = (0..3000).map(|n| format!(" a{n}=x")).collect();
        let page = format!("<p{attributes}>chữ");
        let (tamed, changed) = tame(&page);
        assert!(changed && tamed.ends_with("chữ") && !tamed.contains('<'));
        let data = format!(
            "<img alt=\"{}\" src=\"data:image/png;base64,{}\">",
            "một hai ".repeat(3000),
            "A".repeat(9000)
        );
        assert!(!tame(&data).1);
        let words = "một hai ".repeat(3000);
        assert!(!tame(&format!("<script>{words}</script><!-- {words} --><p>chữ")).1);
    }

    #[test]
    fn pages_of_nothing_but_tags_are_read_as_text() {
        let page = "<b>a".repeat(MOST_TAGS + 1);
        let (tamed, changed) = tame(&page);
        assert!(changed && !tamed.contains('<'));
    }
}
