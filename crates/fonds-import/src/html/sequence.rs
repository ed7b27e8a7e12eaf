//! What a page says of other pages of the same article: where it goes on, and which page it is a version of.

use super::page::{At, Page};
use url::Url;

/// Stands for the folder of files that do not say where they are from; no such host can be (RFC 6761).
const FOLDER: &str = "http://folder.invalid/";

/// Other pages of a page's article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageLinks {
    /// Where the article goes on.
    pub next: Option<Url>,
    /// The page that this one is a version of, for telephones (AMP) or for printing.
    pub main: Option<Url>,
}

impl PageLinks {
    /// Whether an address is one that the page leads to; scheme and fragment do not tell.
    pub fn is_same(a: &Url, b: &Url) -> bool {
        a.host_str() == b.host_str() && tail(a).trim_end_matches('/') == tail(b).trim_end_matches('/')
    }
}

/// Reads the links of a page at an address.
pub(crate) fn links(page: &Page, own: &Url) -> PageLinks {
    PageLinks { next: next(page, own), main: main_page(page, own) }
}

/// Where a page is from, or else a name for where it lies, against which the names of its neighbours can be held.
pub(crate) fn own_address(url: Option<&str>, file_name: Option<&str>) -> Option<Url> {
    let lying = || Url::parse(FOLDER).ok()?.join(file_name?).ok();
    url.and_then(|url| Url::parse(url).ok()).or_else(lying)
}

/// A link that is called the next one leads to the next article on many sites, so its address must be this page's own
/// with the next number.
fn next(page: &Page, own: &Url) -> Option<Url> {
    let named = page.named(0, &["link", "a"]).filter(|at| has_rel(page, *at, "next"));
    let mut found = named.filter_map(|at| own.join(page.attr(at, "href")?).ok());
    found.find(|url| goes_on(own, url))
}

fn has_rel(page: &Page, at: At, wanted: &str) -> bool {
    page.attr_lower(at, "rel").split_ascii_whitespace().any(|rel| rel == wanted)
}

/// Whether an address is the next of a row: the same but for a number, which is greater by one. The first page may have
/// none.
fn goes_on(own: &Url, next: &Url) -> bool {
    if own.origin() != next.origin() {
        return false;
    }
    let (own, next) = (tail(own), tail(next));
    let common = own.bytes().zip(next.bytes()).take_while(|(a, b)| a == b).count();
    let end =
        own[common..].bytes().rev().zip(next[common..].bytes().rev()).take_while(|(a, b)| a == b).count();
    let (Some(ours), Some(theirs)) = (own.get(common..own.len() - end), next.get(common..next.len() - end))
    else {
        return false;
    };
    // What the numbers have in common, such as the 1 of 11 and 12, belongs to them.
    let digits = own[..common].bytes().rev().take_while(u8::is_ascii_digit).count();
    let after = own[own.len() - end..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = |middle: &str| {
        format!("{}{middle}{}", &own[common - digits..common], &own[own.len() - end..][..after])
    };
    match (whole(ours).parse::<u32>(), whole(theirs).parse::<u32>()) {
        (Ok(a), Ok(b)) => a < 1000 && b == a + 1,
        _ => {
            ours.is_empty()
                && (digits == 0 || !theirs.starts_with(|c: char| c.is_ascii_digit()))
                && is_second(theirs)
        }
    }
}

fn tail(url: &Url) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", url.path())
}

/// `/2`, `-p2`, `?page=2`, `/trang-2`: what tells the second page from the first.
fn is_second(part: &str) -> bool {
    let part = part.trim_end_matches('/').to_ascii_lowercase();
    let part = part.trim_end_matches(".html").trim_end_matches(".htm");
    let Some(name) = part.strip_suffix('2') else { return false };
    let name = name.trim_matches(['/', '-', '_', '?', '&', '=', '.']);
    matches!(name, "" | "p" | "pg" | "page" | "trang" | "part" | "phan" | "seite")
}

/// The canonical page of the same site, where this one says that it is for telephones or for printing.
fn main_page(page: &Page, own: &Url) -> Option<Url> {
    let root = page.first(0, "html").unwrap_or(0);
    let amp = page.attr(root, "amp").or_else(|| page.attr(root, "⚡")).is_some();
    let print =
        tail(own).to_ascii_lowercase().split(['/', '?', '&', '-', '.', '=', '_']).any(|part| part == "print");
    if !amp && !print {
        return None;
    }
    let canonical = page.named(0, &["link"]).find(|at| has_rel(page, *at, "canonical"))?;
    let url = own.join(page.attr(canonical, "href")?).ok()?;
    let bare = |url: &Url| {
        let host = url.host_str()?.to_owned();
        let host = ["www.", "amp.", "m."]
            .iter()
            .find_map(|start| host.strip_prefix(start))
            .unwrap_or(&host)
            .to_owned();
        Some(host)
    };
    (url != *own && bare(&url) == bare(own)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_next_page_and_not_the_next_article() {
        let next = |own: &str, next: &str| {
            let page = Page::parse(&format!("<head><link rel=next href=\"{next}\"></head><p>x"));
            links(&page, &url(own)).next.is_some()
        };
        for (own, after) in [
            ("https://bao.vn/cau-moi", "https://bao.vn/cau-moi/2"),
            ("https://bao.vn/cau-moi/", "/cau-moi/2/"),
            ("https://bao.vn/cau-moi.html", "cau-moi-p2.html"),
            ("https://bao.vn/cau-moi.html", "cau-moi.html?page=2"),
            ("https://bao.vn/cau-moi?page=2", "?page=3"),
            ("https://bao.vn/cau-moi?page=19", "?page=20"),
            ("https://bao.vn/cau-moi-trang-11.html", "cau-moi-trang-12.html"),
            ("https://bao.vn/doc?id=7", "?id=7&p=2"),
        ] {
            assert!(next(own, after), "{own} {after}");
        }
        for (own, after) in [
            ("https://bao.vn/cau-moi", "https://bao.vn/cho-cu"),
            ("https://bao.vn/cau-moi", "https://khac.vn/cau-moi/2"),
            ("https://bao.vn/cau-moi", "https://bao.vn/cau-moi-2022"),
            ("https://bao.vn/bai-4512345.html", "https://bao.vn/bai-4512346.html"),
            ("https://bao.vn/cau-moi?page=2", "?page=4"),
            ("https://bao.vn/cau-moi?page=2", "?page=1"),
        ] {
            assert!(!next(own, after), "{own} {after}");
        }
    }

    #[test]
    fn the_page_behind_a_version_of_it() {
        let main = |own: &str, html: &str| links(&Page::parse(html), &url(own)).main.map(String::from);
        let canonical = "<link rel=canonical href=https://www.bao.vn/cau>";
        assert_eq!(
            main("https://amp.bao.vn/cau", &format!("<html amp><head>{canonical}</head>")).as_deref(),
            Some("https://www.bao.vn/cau")
        );
        assert_eq!(
            main("https://www.bao.vn/print/cau", &format!("<html><head>{canonical}</head>")).as_deref(),
            Some("https://www.bao.vn/cau")
        );
        assert_eq!(main("https://www.bao.vn/cau-2", &format!("<html><head>{canonical}</head>")), None);
        assert_eq!(main("https://khac.vn/amp/cau", &format!("<html amp><head>{canonical}</head>")), None);
    }
}
