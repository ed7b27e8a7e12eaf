//! A text of a collection or a note by itself, with its citations as a book would have them.

use crate::cites::{self, Reader, Setter};
use crate::texts;
use fonds_cite::Citer;
use fonds_model::book::ANNOTATION_NOTE;
use fonds_model::{Article, Block, TextRole};
use std::collections::{BTreeSet, HashMap};

/// A text with its citations set in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Previewed {
    /// The text; in note styles with the footnotes at its end.
    pub blocks: Vec<Block>,
    /// Keys that no article has; their citations stand as they were typed.
    pub unknown: Vec<String>,
}

/// A text in Markdown as a book would have it. `articles` are those that it cites; in styles that number their sources
/// the numbers of the whole book may be others. A note on a highlight is a footnote itself.
pub fn preview(text: &str, articles: &[&Article], citer: &Citer, locale: &str, is_note: bool) -> Previewed {
    let mut remarks = Vec::new();
    let mut section = texts::section("text".into(), TextRole::Foreword, "", text, locale, &mut remarks);
    let note = format!("{ANNOTATION_NOTE}preview");
    if is_note {
        section.blocks = vec![Block::Note { id: note, blocks: texts::note_blocks(text) }];
    }
    let known: HashMap<&str, usize> =
        articles.iter().enumerate().map(|(n, article)| (article.citekey.as_str(), n)).collect();
    let unknown: BTreeSet<String> =
        cites::keys(text).filter(|key| !known.contains_key(key.as_str())).collect();
    let note_style = citer.is_note_style();
    let clusters = Reader { known, note_style }.find(&mut section, 0, &mut remarks);
    let printed = citer.cite_with(articles, &clusters).clusters;
    let (clusters, printed, chapters) = (&clusters, &printed, &HashMap::new());
    Setter { clusters, printed, note_style, chapters }.put(&mut section);
    let blocks = match (is_note, section.blocks.as_mut_slice()) {
        (true, [Block::Note { blocks, .. }]) => std::mem::take(blocks),
        _ => section.blocks,
    };
    Previewed { blocks, unknown: unknown.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Creator, Edtf, Projection};

    fn told(style: &str, text: &str, is_note: bool) -> String {
        let article = Article {
            citekey: "an2022".into(),
            title: "Cầu mới".into(),
            creators: vec![Creator::author("Nguyễn Văn An")],
            issued: Edtf::parse("2022"),
            ..Article::default()
        };
        let citer = Citer::new(style, "vi-VN").unwrap();
        let made = preview(text, &[&article], &citer, "vi-VN", is_note);
        format!("{}|{}", Projection::of_blocks(&made.blocks).text, made.unknown.join(","))
    }

    #[test]
    fn citations_stand_as_in_the_book() {
        let text = "Cầu đã xong [@an2022, tr. 3]. Còn [@ai].";
        assert_eq!(told("apa", text, false), "Cầu đã xong (Nguyễn Văn An, 2022, tr. 3). Còn [@ai].|ai");
        let note = told("chicago-notes", text, false);
        assert!(note.starts_with("Cầu đã xong. Còn [@ai].\nNguyễn Văn An"), "{note}");
        let inside = told("chicago-notes", text, true);
        assert!(inside.starts_with("Cầu đã xong Nguyễn Văn An"), "{inside}");
    }
}
