//! Where and when a page was saved, as the program that saved it wrote into a comment.

use fonds_model::Timestamp;

/// How far into a page such a comment stands, in bytes.
const HEAD: usize = 16 << 10;
/// How JavaScript writes a date: `Wed Nov 25 2026 20:31:02 GMT+0700`.
const DATE: &str = "%a %b %d %Y %H:%M:%S GMT%z";

/// What a page says of its saving.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    pub url: Option<String>,
    pub captured: Option<Timestamp>,
}

/// Looks for the comments of SingleFile (`Page saved with SingleFile`) and of browsers (`saved from url=(0042)…`).
pub(crate) fn find(html: &str) -> Saved {
    let mut end = html.len().min(HEAD);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = &html[..end];
    while let Some((_, after)) = rest.split_once("<!--") {
        let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
        if let Some(saved) = single_file(comment).or_else(|| browser(comment)) {
            return saved;
        }
        rest = next;
    }
    Saved::default()
}

fn single_file(comment: &str) -> Option<Saved> {
    let (_, facts) = comment.split_once("Page saved with SingleFile")?;
    let fact = |name: &str| {
        facts.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim).map(str::to_owned)
    };
    let date = fact("saved date:").map(|date| date.split(" (").next().unwrap_or_default().to_owned());
    let captured = date.and_then(|date| Timestamp::strptime(DATE, date).ok());
    Some(Saved { url: fact("url:").filter(|url| is_web(url)), captured })
}

fn browser(comment: &str) -> Option<Saved> {
    let (_, after) = comment.split_once("saved from url=(")?;
    let (_, url) = after.split_once(')')?;
    let url = url.split_whitespace().next().filter(|url| is_web(url))?;
    Some(Saved { url: Some(url.to_owned()), captured: None })
}

/// Whether an address is one of the web, not of a file or of a new window.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_single_file() {
        let page = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://bao.example/a?b \n \
            saved date: Wed Nov 25 2026 20:31:02 GMT+0700 (Indochina Time)\n-->";
        let saved = find(page);
        assert_eq!(saved.url.as_deref(), Some("https://bao.example/a?b"));
        assert_eq!(saved.captured.unwrap().to_string(), "2026-11-25T13:31:02Z");
        let page = "<!DOCTYPE html>\n<!-- x --><!-- saved from url=(0030)https://bao.example/tin/1.html -->";
        assert_eq!(find(page).url.as_deref(), Some("https://bao.example/tin/1.html"));
        assert_eq!(find("<!-- saved from url=(0014)about:internet -->"), Saved::default());
        assert_eq!(find("<p>saved from url=(0014)http://x.example/"), Saved::default());
    }
}
