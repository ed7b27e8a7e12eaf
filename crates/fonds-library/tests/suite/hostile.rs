//! Input that means harm: scripts in every place that HTML has for them, depth, length, and archives that swell.
//!
//! What import makes is looked at as the reader and the e-book would show it: tags and attributes of a short list, links
//! that lead to the web, and nothing that runs or calls out.

use fonds_library::{Format, ImportOptions, article_html, extract_bytes};
use fonds_model::Article;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Addresses that run, read or call what they must not.
const ADDRESSES: [&str; 20] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
    "java&Tab;script&colon;alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript://bao.vn/%0Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "file:///etc/passwd",
    "blob:https://bao.vn/3f2a",
    "feed:javascript:alert(1)",
    "tauri://localhost/index.html",
    "ipc://localhost/close_library",
    "asset://localhost/etc/passwd",
];

/// Places that take an address; `@` stands for it.
const PLACES: [&str; 24] = [
    "<a href=\"@\">xem</a>",
    "<a href=@>xem</a>",
    "<a href='@' target=_blank onclick=alert(1)>xem</a>",
    "<a href=\"https://bao.vn\" ping=\"@\">xem</a>",
    "<map name=m><area shape=default href=\"@\"></map><img usemap=#m src=\"@\">",
    "<form action=\"@\"><button formaction=\"@\">xem</button><input type=image src=\"@\"></form>",
    "<iframe src=\"@\" srcdoc=\"@\"></iframe>",
    "<object data=\"@\"><param name=movie value=\"@\"></object>",
    "<embed src=\"@\">",
    "<img src=\"@\" alt=\"xem\" onerror=alert(1)>",
    "<img srcset=\"@ 2x\" data-src=\"@\" lowsrc=\"@\" dynsrc=\"@\">",
    "<picture><source srcset=\"@\"><img src=\"@\"></picture>",
    "<video src=\"@\" poster=\"@\"><track src=\"@\"></video><audio src=\"@\"></audio>",
    "<svg><a xlink:href=\"@\"><text>xem</text></a><image href=\"@\"/><use href=\"@\"/></svg>",
    "<svg><animate attributeName=href values=\"@\"/><set attributeName=href to=\"@\"/></svg>",
    "<math href=\"@\"><mi xlink:href=\"@\">x</mi></math>",
    "<blockquote cite=\"@\"><q cite=\"@\">xem</q></blockquote>",
    "<table background=\"@\"><tr><td background=\"@\">xem</td></tr></table>",
    "<ins cite=\"@\">xem</ins><del cite=\"@\">xem</del>",
    "<p style=\"background:url('@')\">xem</p><style>p{background:url(@)}</style>",
    "<base href=\"@\"><a href=\"trang-2\">xem</a>",
    "<meta http-equiv=refresh content=\"0;url=@\"><link rel=stylesheet href=\"@\"><link rel=import href=\"@\">",
    "<link rel=canonical href=\"@\"><meta property=og:url content=\"@\"><meta property=og:image content=\"@\">",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"url\":\"@\",\"author\":{\"url\":\"@\"}}</script>",
];

/// Markup that runs without an address, or hopes that a second parser reads it otherwise than the first.
const MARKUP: [&str; 40] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://x.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script >",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x:x onerror=\"&#97;lert(1)\">",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
    "<template><script>alert(1)</script></template>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<body onload=alert(1) onpageshow=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<dialog open oncancel=alert(1)>x</dialog>",
    "<a id=x tabindex=1 onactivate=alert(1)>x</a>",
    "<p style=\"animation:x\" onanimationstart=alert(1)>x</p>",
    "<isindex action=javascript:alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p title='<script>alert(1)</script>'>x</p>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {@html '<img src=x onerror=alert(1)>'}",
];

fn payloads() -> Vec<String> {
    let addressed =
        PLACES.iter().flat_map(|place| ADDRESSES.iter().map(|address| place.replace('@', address)));
    addressed.chain(MARKUP.iter().map(|&markup| markup.to_owned())).collect()
}

/// A page around a payload, with enough text to be an article.
fn page(payload: &str) -> String {
    let text = "Sáng 25/11, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng. ".repeat(5);
    format!(
        "<html><head><title>Cầu mới</title>{payload}</head><body><article><h1>Cầu mới {payload}</h1>\
         <p class=author>Lan {payload}</p><p>{text}</p>{payload}<ul><li>một {payload}</li></ul>\
         <table><tr><td>hai {payload}</td></tr></table><p>{text}{payload}</p></article></body></html>"
    )
}

fn read(bytes: &str, format: Format) -> Vec<Article> {
    let options = ImportOptions { format: Some(format), ..ImportOptions::default() };
    extract_bytes(bytes.as_bytes(), options).unwrap_or_default()
}

#[test]
fn nothing_that_runs_or_calls_out_survives() {
    let payloads = payloads();
    assert!(payloads.len() > 500);
    for payload in &payloads {
        let entry = serde_json::json!([{ "id": 1, "title": payload, "url": payload, "is_archived": 0,
            "domain_name": payload, "content": page(payload), "tags": [payload], "annotations": [] }]);
        let escaped = payload.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Báo</title><item><title>{escaped}</title>\
             <link>{escaped}</link><description>{escaped} Cầu mới.</description></item></channel></rss>"
        );
        let markdown =
            format!("# Cầu mới\n\n{payload}\n\n[xem]({payload})\n\n![xem]({payload})\n\nChữ {payload}");
        let inputs = [
            (page(payload), Format::Html),
            (page(payload), Format::Fragment),
            (markdown, Format::Markdown),
            (format!("Cầu mới\n\n{payload}\n\nNguồn: {payload}"), Format::Text),
            (entry.to_string(), Format::Wallabag),
            (feed, Format::Feed),
        ];
        for (input, format) in inputs {
            for article in read(&input, format) {
                check(&article, payload, format);
            }
        }
    }
}

fn check(article: &Article, payload: &str, format: Format) {
    let about = || format!("{payload} as {}", format.name());
    let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    assert!(article.url.as_deref().is_none_or(is_web), "{} {:?}", about(), article.url);
    let html = article_html(article);
    for tag in html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(TAGS.contains(&name), "{}: <{tag}>", about());
        for (attribute, value) in attributes(tag) {
            assert!(ATTRIBUTES.contains(&attribute), "{}: {attribute} in <{tag}>", about());
            let leads =
                ["http://", "https://", "mailto:", "tel:", "#"].iter().any(|start| value.starts_with(start));
            assert!(attribute != "href" || leads, "{}: {value}", about());
            assert!(attribute != "src" || !value.contains(':'), "{}: {value}", about());
        }
    }
}

/// The attributes of a tag that our own writer wrote, all in double quotes.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = tag.split('"').collect();
    let named = parts.chunks_exact(2).filter_map(|pair| Some((pair[0].trim().strip_suffix('=')?, pair[1])));
    named.map(|(name, value)| (name.rsplit(' ').next().unwrap_or_default(), value)).collect()
}

/// What articles are shown with.
const TAGS: [&str; 37] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "figure",
    "figcaption",
    "img",
    "pre",
    "code",
    "em",
    "strong",
    "a",
    "sub",
    "sup",
    "br",
    "hr",
    "span",
    "aside",
    "section",
    "div",
    "mark",
    "i",
    "b",
];
const ATTRIBUTES: [&str; 17] = [
    "href",
    "src",
    "alt",
    "id",
    "class",
    "lang",
    "xml:lang",
    "dir",
    "colspan",
    "rowspan",
    "scope",
    "start",
    "role",
    "epub:type",
    "title",
    "aria-label",
    "type",
];

/// Longer than this, and it would never end. (Each takes a few seconds at most; a busy machine may need many times that.)
const ENDLESS: Duration = Duration::from_secs(60);

/// Reads in bounded time; whether there is an article does not matter here.
fn timed(what: &str, bytes: &[u8], format: Option<Format>) {
    let begun = Instant::now();
    let _ = extract_bytes(bytes, ImportOptions { format, ..ImportOptions::default() });
    assert!(begun.elapsed() < ENDLESS, "{what}: {:?}", begun.elapsed());
}

#[test]
fn depth_and_length_take_bounded_time() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", "</b>"),
        ("<ul><li>", ""),
        ("<table><tr><td>", ""),
        ("<a href=x>", ""),
        ("<blockquote>", ""),
        ("<svg>", ""),
        ("<font><p>", ""),
    ] {
        let deep = format!("<html><body>{}Chữ.{}</body></html>", open.repeat(100_000), close.repeat(100_000));
        timed(open, deep.as_bytes(), Some(Format::Html));
    }
    timed("quotes", format!("{} chữ", "> ".repeat(100_000)).as_bytes(), Some(Format::Markdown));
    timed("lists", format!("{}chữ", "- ".repeat(100_000)).as_bytes(), Some(Format::Markdown));
    timed("brackets", "[".repeat(1_000_000).as_bytes(), Some(Format::Markdown));
    timed("json", "[".repeat(1_000_000).as_bytes(), None);
    timed("groups", format!("{{\\rtf1{}chữ", "{".repeat(1_000_000)).as_bytes(), None);
    timed("braces", format!("@article{{a,title={}", "{".repeat(1_000_000)).as_bytes(), None);
    timed("one line", "chữ ".repeat(4 << 20).as_bytes(), None);
    timed("one word", "a".repeat(16 << 20).as_bytes(), None);
    let mut attributes = String::from("<html><body><p ");
    for n in 0..200_000 {
        let _ = write!(attributes, "a{n}=x ");
    }
    timed("attributes", format!("{attributes}>Chữ</p>").as_bytes(), Some(Format::Html));
}

#[test]
fn entities_neither_grow_nor_reach_out() {
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"haha\">");
    for n in 1..30 {
        let before = if n == 1 { "a".to_owned() } else { format!("a{}", n - 1) };
        let _ = write!(laughs, "<!ENTITY a{n} \"&{before};&{before};&{before};&{before};\">");
    }
    laughs.push_str("]><rss version=\"2.0\"><channel><title>&a29;</title><item><title>&a29;</title></item></channel></rss>");
    timed("laughs", laughs.as_bytes(), Some(Format::Feed));
    let outside = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\">\
        <channel><title>Báo</title><item><title>Tin &x;</title><description>&x;</description></item></channel></rss>";
    for article in read(outside, Format::Feed) {
        assert!(!format!("{article:?}").contains("root:"));
    }
}
