//! Pictures of a page: which file is meant, what is decoration, and what stands under them.

use super::page::{At, Page};
use fonds_model::text::clean_line;

/// Attributes that name the file which a page's scripts show later, before `src` itself.
const LAZY: [&str; 9] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-url",
    "data-hi-res-src",
    "data-full-src",
    "data-image",
    "data-lazy",
    "src",
];
const LAZY_SETS: [&str; 3] = ["data-srcset", "data-lazy-srcset", "srcset"];

/// Whether an element is a picture.
pub(crate) fn is_picture(name: &str) -> bool {
    matches!(name, "img" | "amp-img")
}

/// What a picture shows, in words.
pub(crate) fn alternative(page: &Page, at: At) -> String {
    clean_line(page.attr(at, "alt").unwrap_or_default())
}

/// The addresses of a picture, the largest first: where a small one leads to a file of a picture, that is the same in full.
pub(crate) fn addresses(page: &Page, at: At) -> Vec<String> {
    let around = page.parent(at).filter(|parent| page.name(*parent) == "picture");
    let link = page.parent(around.unwrap_or(at)).filter(|parent| page.name(*parent) == "a");
    let full = link.and_then(|link| page.attr(link, "href")).filter(|href| is_file_of_picture(href));
    let mut found: Vec<String> = full.into_iter().map(str::to_owned).collect();
    let sources = around.into_iter().flat_map(|picture| page.named(picture, &["source"]));
    for element in std::iter::once(at).chain(sources) {
        found.extend(LAZY_SETS.iter().filter_map(|name| largest(page.attr(element, name)?)));
    }
    found.extend(LAZY.iter().filter_map(|name| page.attr(at, name)).map(str::to_owned));
    found.retain(|address| !address.trim().is_empty() && !is_placeholder(address));
    found
}

/// The addresses that microdata gives a figure whose picture only the page's scripts put there.
pub(crate) fn named_picture(page: &Page, at: At) -> Vec<String> {
    if !page.attr(at, "itemtype").is_some_and(|kind| kind.trim().ends_with("/ImageObject")) {
        return vec![];
    }
    let is_address = |below: &At| matches!(page.attr(*below, "itemprop"), Some("contentUrl" | "url"));
    let inner = page.below(at).filter(is_address).find_map(|below| {
        ["content", "href", "src", "itemid"].iter().find_map(|name| page.attr(below, name))
    });
    let own = page.attr(at, "itemid");
    own.into_iter().chain(inner).map(str::to_owned).filter(|address| !is_placeholder(address)).collect()
}

/// Counting dots, icons, spacers, portraits beside bylines: not part of a text.
pub(crate) fn is_decoration(page: &Page, at: At) -> bool {
    let size = |name: &str| {
        page.attr(at, name).and_then(|size| size.trim().trim_end_matches("px").parse::<f32>().ok())
    };
    let small = |size: Option<f32>, limit: f32| size.is_some_and(|size| size <= limit);
    if small(size("width"), 3.0)
        || small(size("height"), 3.0)
        || (small(size("width"), 40.0) && small(size("height"), 40.0))
    {
        return true;
    }
    let named = |name: &str| page.attr_lower(at, name);
    let class = named("class");
    let mut words = class.split(|c: char| !c.is_ascii_alphanumeric());
    let decorative = |word: &str| {
        matches!(
            word,
            "icon" | "icons" | "avatar" | "gravatar" | "emoji" | "smiley" | "logo" | "spacer" | "pixel"
        )
    };
    let address = named("src");
    words.any(decorative)
        || page.attr(at, "role") == Some("presentation")
            && page.attr(at, "alt").is_none_or(str::is_empty)
            && small(size("width"), 80.0)
        || ["spacer.gif", "blank.gif", "pixel.gif", "1x1.", "gravatar.com/", "/pixel?", "/tr?id="]
            .iter()
            .any(|part| address.contains(part))
}

/// The sign that a picture stands for, where it is one of a line of text.
pub(crate) fn sign(page: &Page, at: At) -> Option<&str> {
    let signs = page.attr_lower(at, "class");
    let alt = page.attr(at, "alt")?.trim();
    let is_sign =
        (signs.contains("emoji") || signs.contains("smiley")) && !alt.is_empty() && alt.chars().count() <= 8;
    is_sign.then_some(alt)
}

fn is_file_of_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "webp")
}

/// A page that names a file beside it is believed before the placeholder that its scripts replace.
fn is_placeholder(address: &str) -> bool {
    address.starts_with("data:") && address.len() < 400
}

/// The candidate of a `srcset` with the greatest width or density.
fn largest(set: &str) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    let mut rest = set.trim_start();
    while !rest.is_empty() {
        let (address, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        // The comma after an address without a size is not part of it; others within it are.
        let (address, size, after) = match address.strip_suffix(',') {
            Some(address) => (address, "", after),
            None => {
                let (size, after) = after.split_once(',').unwrap_or((after, ""));
                (address, size, after)
            }
        };
        let size = size.trim().trim_end_matches(['w', 'x', 'h']).parse::<f64>().unwrap_or(1.0);
        if !address.is_empty() && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    best.map(|(_, address)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_the_full_picture_comes_first() {
        let of = |html: &str| {
            let page = Page::parse(html);
            let image = page.first(0, "img").unwrap();
            addresses(&page, image)
        };
        assert_eq!(of("<a href=cau.JPG?x><img src=cau-300.jpg></a>"), ["cau.JPG?x", "cau-300.jpg"]);
        assert_eq!(of("<a href=b.png><picture><img src=a.png></picture></a>"), ["b.png", "a.png"]);
        assert_eq!(of("<a href=/bai.html><img src=a.png></a>"), ["a.png"]);
    }

    #[test]
    fn the_largest_candidate_of_a_set() {
        assert_eq!(largest("a.jpg 320w, b.jpg 1280w,\n c.jpg 640w").as_deref(), Some("b.jpg"));
        assert_eq!(largest("a.jpg, b.jpg 2x").as_deref(), Some("b.jpg"));
        assert_eq!(largest("/w=1,h=2/a.jpg 1x, /w=3,h=4/b.jpg 3x").as_deref(), Some("/w=3,h=4/b.jpg"));
        assert_eq!(largest(" , "), None);
    }
}
