//! The original of a web page, made fit to be looked at beside its article.
//!
//! The shell that shows it forbids scripts and the network. What is taken out here is what such rules do not cover, or not
//! in every webview: names that are looked up ahead of a click, redirects, and links that would put another page into the
//! frame. What is to be seen stays as it was.

use super::tame::tame;
use dom_query::Document;

/// Elements that run, load or lead away by themselves.
const ACTIVE: &str = "script, noscript, base, link, meta[http-equiv], iframe, frame, object, embed, applet, portal, fencedframe";
/// Attributes by which an element leads away when it is clicked.
const LEADING: [&str; 5] = ["href", "ping", "target", "action", "formaction"];

/// The page without what acts.
pub(crate) fn shown(html: &str) -> String {
    let (tamed, _) = tame(html);
    let document = Document::from(&*tamed);
    document.select(ACTIVE).remove();
    for node in document.select("*").nodes() {
        for attribute in node.attrs() {
            let name = &*attribute.name.local;
            // Within the page itself a link may lead.
            let leads = LEADING.contains(&name) && !attribute.value.starts_with('#');
            if leads || name.starts_with("on") {
                node.remove_attr(name);
            }
        }
    }
    document.html().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_stays_and_nothing_acts() {
        let page = "<!DOCTYPE html><html><head><title>Cầu</title><base href=//a.vn><link rel=dns-prefetch href=//b.vn>\
            <meta http-equiv=refresh content='0;url=//c.vn'><style>p{color:red}</style><script>alert(1)</script></head>\
            <body onload=alert(2)><p>Cầu <a href=//d.vn target=_top ping=//e.vn>mới</a></p><noscript><img src=//f.vn></noscript>\
            <svg><a xlink:href=//g.vn><text>h</text></a></svg><form action=//i.vn><button formaction=//j.vn>k</button></form>\
            <iframe src=//l.vn></iframe><img src='data:image/png;base64,AA==' alt=m></body></html>";
        let seen = shown(page);
        for gone in ["a.vn", "b.vn", "c.vn", "d.vn", "e.vn", "f.vn", "g.vn", "i.vn", "j.vn", "l.vn", "alert"]
        {
            assert!(!seen.contains(gone), "{gone} in {seen}");
        }
        for kept in
            ["<title>Cầu</title>", "p{color:red}", "mới", "<text>h</text>", "data:image/png;base64,AA=="]
        {
            assert!(seen.contains(kept), "{kept} not in {seen}");
        }
        assert!(seen.starts_with("<!DOCTYPE html>"));
    }

    #[test]
    fn depth_and_broken_markup_are_survived() {
        let deep = "<div>".repeat(50_000) + "sâu";
        assert!(shown(&deep).contains("sâu"));
        assert!(shown("<p <b onclick=alert(1)>x</b").len() < 200);
    }
}
