//! Bookmarks of a browser: the Netscape Bookmark File Format, which Raindrop, Pinboard and others write too. Folders
//! become tags; `ADD_DATE`, `TAGS` and the description in `DD` are kept.

use super::saved::{Saved, batch, labels};
use super::times::moment;
use crate::Batch;
use crate::html::page::{At, Page};
use std::collections::HashMap;

/// Folders that browsers make themselves.
const OWN: [&str; 8] = [
    "bookmarks",
    "bookmarks bar",
    "bookmarks menu",
    "bookmarks toolbar",
    "other bookmarks",
    "mobile bookmarks",
    "favorites bar",
    "unsorted bookmarks",
];

/// Reads a page of bookmarks.
pub(crate) fn read(html: &str) -> Batch {
    let page = Page::parse(html);
    let mut folders: HashMap<At, String> = HashMap::new();
    let (mut heading, mut saved): (Option<String>, Vec<Saved>) = (None, Vec::new());
    let mut last: Option<usize> = None;
    for at in page.below(0) {
        match page.name(at) {
            "h3" => {
                heading = Some(page.text(at).trim().to_owned());
                last = None;
            }
            "dl" => {
                folders.extend(heading.take().map(|name| (at, name)));
            }
            "a" => {
                let item = link(&page, at, &folders);
                last = item.is_some().then_some(saved.len());
                saved.extend(item);
            }
            "dd" => {
                if let Some(item) = last.take().and_then(|last| saved.get_mut(last)) {
                    item.lead = Some(own_text(&page, at));
                }
            }
            _ => {}
        }
        if saved.len() > super::MOST {
            break;
        }
    }
    batch(saved)
}

fn link(page: &Page, at: At, folders: &HashMap<At, String>) -> Option<Saved> {
    let url = page.attr(at, "href").map(str::trim)?;
    let lower = url.to_ascii_lowercase();
    if !(lower.starts_with("http:") || lower.starts_with("https:")) {
        return None;
    }
    let mut tags = labels(page.attr(at, "tags").unwrap_or_default(), ',');
    let lists = page.ancestors(at).filter_map(|list| folders.get(&list));
    let mut names: Vec<&String> = lists.filter(|name| !OWN.contains(&name.to_lowercase().as_str())).collect();
    names.reverse();
    tags.extend(names.into_iter().flat_map(|name| labels(name, '\n')));
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    Some(Saved {
        title: page.text(at).to_owned(),
        captured: page.attr(at, "add_date").and_then(moment),
        part: url.to_owned(),
        url: Some(url.to_owned()),
        tags,
        ..Saved::default()
    })
}

/// The text that stands in an element before any other element.
fn own_text(page: &Page, at: At) -> String {
    let texts = page.below(at).take_while(|node| page.is_text(*node) || page.name(*node) == "br");
    texts.map(|node| page.text(node)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tags_and_descriptions() {
        let batch = read(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n\
             <DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bookmarks bar</H3>\n<DL><p>\n<DT><H3>Làng nghề</H3>\n<DL><p>\n\
             <DT><A HREF=\"https://x.vn/a\" ADD_DATE=\"1669370700\" TAGS=\"giấy,dó\">Làng giấy</A>\n<DD>Một làng nghề cũ\n\
             <DT><A HREF=\"javascript:x\">x</A>\n</DL><p>\n<DT><A HREF=\"https://x.vn/b\">Hai</A>\n</DL><p>\n</DL><p>",
        );
        let shown: Vec<_> = batch
            .articles
            .iter()
            .map(|i| {
                (i.article.title.as_str(), i.tags.join(","), i.article.lead.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(
            shown,
            [("Làng giấy", "giấy,dó,Làng nghề".to_owned(), "Một làng nghề cũ"), ("Hai", String::new(), "")]
        );
        assert!(batch.articles[0].article.source.captured.is_some());
    }
}
