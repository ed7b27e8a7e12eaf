//! The few tags that are read and written in Markdown, for what it has no marks for.

use crate::body::Inline;

/// A tag that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Emphasis,
    Strong,
    Sub,
    Sup,
    /// With a language.
    Span(String),
}

/// What a piece of raw HTML is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    Open(Tag),
    /// By its name, as [`Tag::name`] has it.
    Close(&'static str),
}

/// The tag that this is, if it is one of ours.
pub(super) fn read(html: &str) -> Option<Read> {
    let inside = html.strip_prefix('<')?.strip_suffix('>')?;
    if let Some(name) = inside.strip_prefix('/') {
        let all = [Tag::Emphasis, Tag::Strong, Tag::Sub, Tag::Sup, Tag::Span(String::new())];
        return all.iter().map(Tag::name).find(|known| *known == plain_name(name)).map(Read::Close);
    }
    let tag = match plain_name(inside) {
        "em" => Tag::Emphasis,
        "strong" => Tag::Strong,
        "sub" => Tag::Sub,
        "sup" => Tag::Sup,
        _ => {
            let lang = inside.strip_prefix("span lang=\"")?.strip_suffix('"')?;
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if lang.is_empty() || !lang.chars().all(fits) {
                return None;
            }
            Tag::Span(lang.to_owned())
        }
    };
    Some(Read::Open(tag))
}

/// Other names of the same things.
fn plain_name(name: &str) -> &str {
    match name.trim_end() {
        "i" => "em",
        "b" => "strong",
        name => name,
    }
}

impl Tag {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Emphasis => "em",
            Self::Strong => "strong",
            Self::Sub => "sub",
            Self::Sup => "sup",
            Self::Span(_) => "span",
        }
    }

    pub fn around(self, content: Vec<Inline>) -> Inline {
        match self {
            Self::Emphasis => Inline::Emphasis { content },
            Self::Strong => Inline::Strong { content },
            Self::Sub => Inline::Sub { content },
            Self::Sup => Inline::Sup { content },
            Self::Span(lang) => Inline::Span { lang, content },
        }
    }
}
