//! Markdown with YAML front matter.

use crate::Imported;
use crate::bylines::split_names;
use crate::dates::machine_date;
use crate::images::{AssetLoader, Pictures};
use crate::text::within_lines;
use fonds_model::body::plain_text;
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Block, Creator, Diagnostic, Identifier, Inline};
use serde_yaml::Value;

/// Longer front matter is not read, in bytes: what it holds could take many times its length.
const LONGEST_FRONT: usize = 1 << 20;
/// More marks are not read as such; a book of 1,000 pages has some ten thousand.
const MOST_MARKS: usize = 1_000_000;

/// An article of a Markdown text.
pub(crate) fn read(text: &str, loader: &dyn AssetLoader) -> Imported {
    let (text, remark) = within_lines(text);
    let (front, body) = split_front_matter(&text);
    let mut article = Article { kind: ArticleKind::Document, ..Article::default() };
    article.source.diagnostics.extend(remark);
    if let Some(front) = front {
        read_front_matter(front, &mut article);
    }
    if marks(body) > MOST_MARKS {
        let message =
            format!("the text has more than {MOST_MARKS} marks of Markdown and was read as plain text");
        let remark =
            Diagnostic::warning("too-many-marks", message).hint("divide the file and import each part");
        article.source.diagnostics.push(remark);
        article.body = body
            .split("\n\n")
            .map(clean_line)
            .filter(|text| !text.is_empty())
            .map(Block::paragraph)
            .collect();
        return Imported { article, ..Imported::default() };
    }
    let mut blocks = fonds_model::markdown::parse(body);
    take_title(&mut blocks, &mut article);
    let mut pictures = Pictures::of(loader);
    article.body = with_pictures(blocks, &mut pictures);
    level_headings(&mut article.body);
    article.source.diagnostics.append(&mut pictures.diagnostics);
    Imported { article, assets: pictures.assets, ..Imported::default() }
}

/// Shifts headings so that the highest is at level 2.
pub(crate) fn level_headings(blocks: &mut [Block]) {
    let top = blocks
        .iter()
        .filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None });
    let top = top.min().unwrap_or(2);
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level - top + 2).clamp(2, 6);
        }
    }
}

fn split_front_matter(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return (None, text);
    };
    let end = rest
        .match_indices("\n---")
        .find(|(at, _)| rest[at + 4..].starts_with(['\n', '\r']) || rest.len() == at + 4);
    match end {
        Some((at, _)) => (Some(&rest[..at]), &rest[at + 4..]),
        None => (None, text),
    }
}

/// How many signs may mean something in Markdown: each takes memory of its own while the text is read.
fn marks(text: &str) -> usize {
    let mark = |byte: u8| {
        matches!(
            byte,
            b'*' | b'_' | b'[' | b']' | b'`' | b'~' | b'<' | b'>' | b'|' | b'\\' | b'!' | b'&' | b'$'
        )
    };
    text.bytes().map(|byte| usize::from(mark(byte))).sum()
}

fn read_front_matter(front: &str, article: &mut Article) {
    let fields = (front.len() <= LONGEST_FRONT).then(|| serde_yaml::from_str::<Value>(front).ok()).flatten();
    let Some(Value::Mapping(fields)) = fields else {
        let remark = Diagnostic::warning(
            "front-matter",
            "the front matter is not YAML, or too long, and was left out",
        );
        article.source.diagnostics.push(remark.hint("edit the fields by hand"));
        return;
    };
    for (name, value) in &fields {
        let Some(name) = name.as_str() else { continue };
        let texts = texts(value);
        if let Some(first) = texts.first() {
            set(article, &name.to_lowercase(), first, &texts);
        }
    }
}

fn set(article: &mut Article, name: &str, first: &str, all: &[String]) {
    let value = || Some(first.to_owned());
    let field = match name {
        "title" => {
            article.title = first.to_owned();
            "title"
        }
        "author" | "authors" | "creator" | "creators" | "byline" => {
            article.creators = all.iter().flat_map(|names| split_names(names)).map(Creator::author).collect();
            "creators"
        }
        "date" | "issued" | "published" => {
            article.issued = machine_date(first);
            if article.issued.is_none() {
                let remark =
                    Diagnostic::warning("date-unread", format!("“{first}” was not understood as a date"));
                article.source.diagnostics.push(remark);
            }
            "issued"
        }
        "publication" | "source" | "newspaper" | "journal" => {
            article.publication = value();
            article.kind = if name == "journal" { ArticleKind::Journal } else { ArticleKind::Newspaper };
            "publication"
        }
        "kind" | "type" => {
            article.kind = ArticleKind::named(first).unwrap_or(article.kind);
            "kind"
        }
        "publisher" => {
            article.publisher = value();
            "publisher"
        }
        "place" => {
            article.place = value();
            "place"
        }
        "url" | "link" => {
            article.url = value();
            "url"
        }
        "lang" | "language" => {
            article.language = value();
            "language"
        }
        "tags" | "keywords" => {
            article.keywords = all.to_vec();
            "keywords"
        }
        "lead" | "description" | "abstract" | "summary" | "sapo" => {
            article.lead = value();
            "lead"
        }
        "rights" | "license" | "copyright" => {
            article.rights = value();
            "rights"
        }
        "section" => {
            article.section = value();
            "section"
        }
        "issue" => {
            article.issue = value();
            "issue"
        }
        "volume" => {
            article.volume = value();
            "volume"
        }
        "pages" | "page" => {
            article.pages = value();
            "pages"
        }
        "doi" | "issn" | "isbn" => {
            article.identifiers.push(Identifier { scheme: name.to_owned(), value: first.to_owned() });
            "identifiers"
        }
        _ => return,
    };
    article.source.provenance.insert(field.to_owned(), "front matter".to_owned());
}

/// A value's texts: one for a scalar, several for a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![clean_line(text)],
        Value::Number(number) => vec![number.to_string()],
        Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        Value::Mapping(map) => map.get("name").map(texts).unwrap_or_default(),
        _ => vec![],
    }
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect()
}

/// The first heading of level 1 is the title, unless the front matter gave another.
fn take_title(blocks: &mut Vec<Block>, article: &mut Article) {
    let at = blocks.iter().position(|block| matches!(block, Block::Heading { level: 1, .. }));
    let Some(Block::Heading { content, .. }) = at.map(|at| &blocks[at]) else { return };
    let heading = clean_line(&plain_text(content));
    if article.title.is_empty() {
        article.title = heading;
        article.source.provenance.insert("title".into(), "heading".into());
    } else if article.title != heading {
        return;
    }
    if let Some(at) = at {
        blocks.remove(at);
    }
}

fn with_pictures(blocks: Vec<Block>, pictures: &mut Pictures<'_>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Figure { mut image, caption } => match pictures.fetch(image.asset.as_str()) {
                Some(digest) => {
                    image.asset = digest;
                    // Markdown has no captions; what it says for the picture is shown under it.
                    let caption = if caption.is_empty() && !image.alt.is_empty() {
                        vec![Inline::text(&image.alt)]
                    } else {
                        caption
                    };
                    out.push(Block::Figure { image, caption });
                }
                None if image.alt.is_empty() => {}
                None => out.push(Block::Paragraph {
                    content: vec![Inline::Emphasis { content: vec![Inline::text(image.alt)] }],
                }),
            },
            Block::Paragraph { content } => {
                out.push(Block::Paragraph { content: inline_pictures(content, pictures) })
            }
            Block::Heading { level, content } => {
                out.push(Block::Heading { level, content: inline_pictures(content, pictures) });
            }
            Block::Quote { blocks } => out.push(Block::Quote { blocks: with_pictures(blocks, pictures) }),
            Block::Note { id, blocks } => {
                out.push(Block::Note { id, blocks: with_pictures(blocks, pictures) })
            }
            Block::List { ordered, start, items } => {
                let items = items.into_iter().map(|item| with_pictures(item, pictures)).collect();
                out.push(Block::List { ordered, start, items });
            }
            Block::Table { caption, mut head, mut rows } => {
                for cell in head.iter_mut().chain(&mut rows).flat_map(|row| &mut row.cells) {
                    cell.blocks = with_pictures(std::mem::take(&mut cell.blocks), pictures);
                }
                out.push(Block::Table { caption, head, rows });
            }
            other => out.push(other),
        }
    }
    out
}

fn inline_pictures(inlines: Vec<Inline>, pictures: &mut Pictures<'_>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        if let Some(children) = inline.children_mut() {
            *children = inline_pictures(std::mem::take(children), pictures);
        }
        match inline {
            Inline::Image { mut image } => match pictures.fetch(image.asset.as_str()) {
                Some(digest) => {
                    image.asset = digest;
                    out.push(Inline::Image { image });
                }
                None => out.extend((!image.alt.is_empty()).then(|| Inline::text(image.alt))),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoAssets;

    #[test]
    fn front_matter_and_headings() {
        let text = "---\ntitle: Nhật ký làng\nauthor: [Lê Bình, Trần Thị Cúc]\ndate: 2021-05-01\nsource: Báo Ví Dụ\n\
            lang: vi\ntags: [làng, nghề]\n---\n# Nhật ký làng\n\n### Một\n\nĐoạn[^1].\n\n[^1]: Ghi chú.\n";
        let article = read(text, &NoAssets).article;
        assert_eq!(article.title, "Nhật ký làng");
        assert_eq!(article.creators.len(), 2);
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("2021-05-01"));
        assert_eq!(article.keywords, ["làng", "nghề"]);
        assert!(matches!(article.body[0], Block::Heading { level: 2, .. }));
        assert_eq!(article.body.len(), 3);
    }

    #[test]
    fn broken_front_matter_is_told() {
        let article = read("---\na: [b\n---\n# Đầu đề\n\nx\n", &NoAssets).article;
        assert_eq!(article.title, "Đầu đề");
        assert_eq!(article.source.diagnostics[0].code, "front-matter");
    }

    #[test]
    fn a_missing_picture_leaves_its_words() {
        let article = read("# A\n\n![Cầu cũ](cau.png)\n", &NoAssets).article;
        assert_eq!(article.source.diagnostics[0].code, "image-missing");
        assert_eq!(fonds_model::Projection::of(&article).text, "Cầu cũ");
    }
}
