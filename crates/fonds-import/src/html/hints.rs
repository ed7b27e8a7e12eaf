//! What the names that a page's makers gave its elements (class, id, role, itemprop) say about what is in them.

use super::page::{At, Page};
use regex::RegexSet;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What an element's names say. Several may be true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints(u16);

impl Hints {
    /// The text of an article.
    pub const BODY: Self = Self(1);
    /// Certainly beside the article: shares, comments, related links, newsletters, advertisements, navigation.
    pub const BESIDE: Self = Self(1 << 1);
    /// Probably beside it: side columns, widgets, footers, promotions.
    pub const ASIDE: Self = Self(1 << 2);
    /// Readers' comments.
    pub const COMMENTS: Self = Self(1 << 3);
    /// A picture's caption or credit.
    pub const CAPTION: Self = Self(1 << 4);
    /// Byline, date, tags and the like: short pieces that are fields and not text.
    pub const FIELD: Self = Self(1 << 5);
    /// Not shown.
    pub const HIDDEN: Self = Self(1 << 6);
    /// The standfirst.
    pub const LEAD: Self = Self(1 << 7);
    /// Who the author is.
    pub const BIOGRAPHY: Self = Self(1 << 8);
    /// Navigation, dialogs and consent: never the article, however much text they hold.
    pub const NEVER: Self = Self(1 << 9);
    /// A part of the article that a page took in from elsewhere, such as a post.
    pub const EMBED: Self = Self(1 << 10);
    /// Who wrote it.
    pub const BYLINE: Self = Self(1 << 12);
    /// More surely the text of an article than [`Self::BODY`] alone.
    pub const SURELY_BODY: Self = Self(1 << 11);

    /// Whether any of the others' hints is among these.
    pub fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// These and the others.
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// The hints of an element's names; `known` are those of names that were met before.
    pub fn of<'a>(page: &'a Page, at: At, known: &mut Known<'a>) -> Self {
        let mut hints = by_name(page.name(at));
        let (mut style, mut hidden) = ("", false);
        for (name, value) in page.attrs(at) {
            match name {
                "class" | "id" | "data-component" | "data-testid" | "data-module" => {
                    for word in value.split_ascii_whitespace().take(24) {
                        hints.add(*known.0.entry(word).or_insert_with(|| by_word(word)));
                    }
                }
                "role" => hints.add(by_role(value)),
                "itemprop" => value.split_ascii_whitespace().for_each(|name| hints.add(by_property(name))),
                "style" => style = value,
                "hidden" => hidden = true,
                "aria-hidden" => {
                    let picture = matches!(page.name(at), "img" | "picture" | "figure" | "source");
                    hidden |= value == "true" && !picture;
                }
                _ => {}
            }
        }
        if hidden || is_hidden(style) {
            hints.add(Self::HIDDEN);
        }
        hints
    }
}

/// The hints of names that were met on a page: most of them stand there often.
#[derive(Default)]
pub(crate) struct Known<'a>(HashMap<&'a str, Hints>);

fn by_name(name: &str) -> Hints {
    match name {
        "nav" | "button" | "menu" | "search" => Hints::NEVER,
        "aside" | "footer" => Hints::ASIDE,
        "figcaption" => Hints::CAPTION,
        _ => Hints::default(),
    }
}

fn by_role(role: &str) -> Hints {
    match role {
        "navigation" | "search" | "menu" | "menubar" | "dialog" | "alertdialog" | "toolbar" => Hints::NEVER,
        "complementary" | "contentinfo" | "banner" => Hints::ASIDE,
        _ => Hints::default(),
    }
}

fn by_property(name: &str) -> Hints {
    match name {
        "articleBody" | "reviewBody" => Hints::BODY.and(Hints::SURELY_BODY),
        "author" => Hints::FIELD.and(Hints::BYLINE),
        "datePublished"
        | "dateModified"
        | "publisher"
        | "keywords"
        | "interactionStatistic"
        | "image"
        | "logo"
        | "articleSection"
        | "headline" => Hints::FIELD,
        "comment" | "comments" => Hints::COMMENTS,
        "caption" => Hints::CAPTION,
        _ => Hints::default(),
    }
}

fn is_hidden(style: &str) -> bool {
    let compact = || style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    (style.contains("none") && compact().contains("display:none"))
        || (style.contains("hidden") && compact().contains("visibility:hidden"))
}

/// The hints of one class or id: of its words, and of all of it.
fn by_word(name: &str) -> Hints {
    let mut hints = Hints::default();
    // States and categories of a page's outermost elements, and classes of utility style sheets, name other things.
    if ["tag-", "category-", "has-", "no-", "with-", "is-", "hide-", "show-", "type-", "format-"]
        .iter()
        .any(|p| name.starts_with(p))
        || name.len() > 80
        || name.contains(['(', ':', '[', '/'])
    {
        return hints;
    }
    let mut whole = String::with_capacity(name.len());
    let mut start = 0;
    let mut words = 0;
    let bytes = name.as_bytes();
    for n in 0..=bytes.len() {
        let ends = n == bytes.len()
            || !bytes[n].is_ascii_alphanumeric()
            || (n > start && bytes[n].is_ascii_uppercase() && bytes[n - 1].is_ascii_lowercase());
        if !ends {
            continue;
        }
        if n > start && name.is_char_boundary(start) && name.is_char_boundary(n) {
            let word = name[start..n].to_ascii_lowercase();
            hints.add(single(&word));
            whole.push_str(&word);
            words += 1;
        }
        start = if n < bytes.len() && bytes[n].is_ascii_alphanumeric() { n } else { n + 1 };
    }
    if matches!(name, "hidden" | "hide" | "invisible" | "visuallyhidden") {
        hints.add(Hints::HIDDEN);
    }
    if words > 1 || whole.len() > 8 {
        hints.add(compound(&whole));
    }
    hints
}

/// Hints of a word by itself.
fn single(word: &str) -> Hints {
    match word {
        "share" | "shares" | "sharing" | "social" | "socials" | "addthis" | "sharethis" | "sharedaddy"
        | "shareaholic" => Hints::BESIDE,
        "related" | "recommended" | "recommendation" | "recommendations" | "recirc" | "recirculation"
        | "trending" | "outbrain" | "taboola" | "zergnet" | "revcontent" | "mgid" | "lienquan" | "teaser"
        | "teasers" | "upnext" => Hints::BESIDE,
        "newsletter" | "newsletters" | "subscribe" | "subscription" | "signup" | "optin" | "mailchimp"
        | "paywall" => Hints::BESIDE,
        "cookie" | "cookies" | "consent" | "gdpr" | "nav" | "navigation" | "navbar" | "breadcrumb"
        | "breadcrumbs" => Hints::NEVER,
        "embed" | "tweet" | "oembed" | "twitter" | "instagram" => Hints::EMBED,
        "ad" | "ads" | "adv" | "advert" | "advertisement" | "advertisements" | "advertising" | "adslot"
        | "adunit" | "adsense" | "adsbygoogle" | "dfp" | "gpt" | "sponsor" | "sponsored" | "sponsors"
        | "quangcao" => Hints::BESIDE,
        "modal" | "popup" | "menu" | "pagination" | "pager" | "toolbar" | "skip" => Hints::BESIDE,
        "comment" | "comments" | "disqus" | "livefyre" | "respond" | "binhluan" | "commentlist" => {
            Hints::COMMENTS
        }
        "sidebar" | "widget" | "widgets" | "rail" | "aside" | "footer" | "promo" | "promos" | "promotion"
        | "banner" | "masthead" | "copyright" | "disclosure" | "donate" | "donation" | "download"
        | "rating" | "ratings" | "poll" | "quiz" | "carousel" | "slideshow" | "gallery" | "toc" | "print"
        | "email" | "cta" | "popular" | "latest" | "next" | "previous" | "prev" => Hints::ASIDE,
        "caption" | "captions" | "credit" | "credits" | "chuthich" => Hints::CAPTION,
        "byline" | "bylines" | "author" | "authors" | "tacgia" => Hints::FIELD.and(Hints::BYLINE),
        "dateline" | "timestamp" | "date" | "time" | "published" | "pubdate" | "updated" | "meta"
        | "metadata" | "tags" | "taglist" | "keywords" | "topics" | "categories" | "kicker" | "eyebrow" => {
            Hints::FIELD
        }
        "bio" | "biography" => Hints::BIOGRAPHY,
        "sapo" | "standfirst" | "chapeau" | "dek" | "deck" | "subheadline" | "subtitle" | "subhead"
        | "subheading" | "strapline" => Hints::LEAD,
        _ => Hints::default(),
    }
}

/// Hints of all of a name's words together.
fn compound(whole: &str) -> Hints {
    let mut hints = Hints::default();
    for met in COMPOUND.matches(whole).iter() {
        hints.add(COMPOUNDS[met].1);
    }
    hints
}

static COMPOUND: LazyLock<RegexSet> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the patterns are constants that the tests run through")]
    RegexSet::new(COMPOUNDS.iter().map(|(words, _)| words.join("|"))).expect("constant patterns")
});

/// Words that pages write together, and what a name says that holds one of them.
#[rustfmt::skip]
const COMPOUNDS: &[(&[&str], Hints)] = &[
    (&["articlebody", "articlecontent", "articletext", "storybody", "storycontent", "storytext",
       "postbody", "postcontent", "entrycontent", "entrybody", "newsbody", "newscontent", "bodycopy",
       "detailcontent", "contentdetail", "noidung", "articlecopy", "blogcontent", "articlebodytext",
       "singlecontent", "contentbody"], Hints::BODY.and(Hints::SURELY_BODY)),
    (&["bodycontent", "bodytext", "maincontent", "pagecontent", "richtext", "textcontent", "wysiwyg",
       "maintext"], Hints::BODY),
    (&["relatedpost", "relatedarticle", "relatedstor", "relatedlink", "relatedcontent", "relatednews",
       "sharebar", "sharebutton", "sharetools", "sharelinks", "socialshare", "socialbar", "sociallinks",
       "socialmedia", "morestories", "morefrom", "readmore", "readnext", "readalso", "seealso", "alsoread",
       "mostread", "mostpopular", "moreon", "morenews", "tinlienquan", "docthem", "xemthem", "chiase",
       "signup", "optin", "emailsubscri", "adcontainer", "adwrapper", "adslot", "advert", "promobox",
       "backtotop", "skiplink", "jumplink", "loginform", "searchform", "followus"], Hints::BESIDE),
    (&["commentlist", "commentsection", "commentsarea", "commentform", "usercomment", "binhluan",
       "ykienbandoc"], Hints::COMMENTS),
    (&["authorbio", "aboutauthor", "abouttheauthor", "authorbox", "authorinfo", "authordesc", "authorcard",
       "bioauthor"], Hints::BIOGRAPHY),
    (&["postmeta", "entrymeta", "articlemeta", "articleinfo", "postinfo", "publishdate", "pubdate",
       "ngaydang", "taglist"], Hints::FIELD),
    (&["authorname", "nameauthor", "postauthor", "articleauthor", "detailauthor"], Hints::FIELD.and(Hints::BYLINE)),
    (&["sronly", "screenreader", "visuallyhidden", "printonly"], Hints::HIDDEN),
    (&["imagecaption", "photocaption", "wpcaptiontext", "photocredit", "imagecredit", "captiontext"], Hints::CAPTION),
    (&["articlelead", "articlesummary", "articlesapo", "detailsapo", "articlesubtitle", "postsubtitle",
       "articledek"], Hints::LEAD),
];
