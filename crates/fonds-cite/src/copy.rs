//! Citations to be pasted elsewhere: as HTML (rich text), plain text and Markdown, of one article or many, and with a
//! passage that is quoted.

use crate::citer::{Cited, Citer};
use crate::cluster::{Cite, Cluster, Locator};
use crate::to_html;
use fonds_model::body::plain_text;
use fonds_model::{Article, Inline};

/// What a copy is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CopyForm {
    /// HTML, for programs that take rich text.
    #[default]
    Html,
    /// Text without any marks.
    Plain,
    /// Markdown (CommonMark).
    Markdown,
}

impl Cited {
    /// The bibliography, an entry a paragraph, in the style's order; for a style without one, the citations.
    pub fn copied(&self, form: CopyForm) -> String {
        let entries = self.entries.iter().map(|entry| (entry.label.as_str(), &entry.content));
        let lines: Vec<String> = if self.entries.is_empty() {
            self.citations.iter().map(|content| line("", content, form)).collect()
        } else {
            entries.map(|(label, content)| line(label, content, form)).collect()
        };
        let between = if form == CopyForm::Markdown { "\n\n" } else { "\n" };
        lines.join(between)
    }
}

impl Citer {
    /// A passage with its citation: in a note style the note, in others the citation of the text and the reference.
    pub fn quotation(
        &self,
        article: &Article,
        passage: &str,
        locator: Option<Locator>,
        form: CopyForm,
    ) -> String {
        let cluster = Cluster { cites: vec![Cite { locator, ..Cite::default() }], note: Some(1) };
        let cited = self.cite_with(&[article], &[cluster]);
        let in_text = cited.clusters.into_iter().next().map(|cite| cite.content).unwrap_or_default();
        let reference = cited.citations.into_iter().next().unwrap_or_default();
        let words = plain_text(&in_text).chars().any(char::is_alphabetic);
        // A number alone says nothing outside of its list.
        let (beside, below) = match (self.is_note_style() && words, words) {
            (true, _) => (vec![], in_text),
            (_, true) => (in_text, reference),
            _ => (vec![], reference),
        };
        quoted(passage, &beside, &below, form)
    }
}

fn line(label: &str, content: &[Inline], form: CopyForm) -> String {
    let mut whole = content.to_vec();
    if !label.is_empty() {
        whole.insert(0, Inline::text(format!("{label} ")));
    }
    match form {
        CopyForm::Html => format!("<p>{}</p>", to_html(&whole)),
        CopyForm::Plain => plain_text(&whole),
        CopyForm::Markdown => to_markdown(&whole),
    }
}

fn quoted(passage: &str, beside: &[Inline], below: &[Inline], form: CopyForm) -> String {
    let passage = fonds_model::text::clean_line(passage);
    let mut first = vec![Inline::text(passage.clone())];
    if !beside.is_empty() {
        first.push(Inline::text(" "));
        first.extend_from_slice(beside);
    }
    match form {
        CopyForm::Html => {
            format!("<blockquote><p>{}</p></blockquote>\n<p>— {}</p>", to_html(&first), to_html(below))
        }
        CopyForm::Plain => {
            let beside = plain_text(first.get(1..).unwrap_or_default());
            format!("“{passage}”{beside}\n— {}", plain_text(below))
        }
        CopyForm::Markdown => format!("> {}\n\n— {}", to_markdown(&first), to_markdown(below)),
    }
}

/// Inlines as Markdown; characters that Markdown would read as marks are escaped.
pub fn to_markdown(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_markdown(inlines, &mut out);
    out
}

fn push_markdown(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        let (open, close) = match inline {
            Inline::Text { text } | Inline::Code { text } => {
                escape(text, out);
                continue;
            }
            Inline::Break => {
                out.push_str("\\\n");
                continue;
            }
            Inline::Emphasis { .. } => ("*".to_owned(), "*".to_owned()),
            Inline::Strong { .. } => ("**".to_owned(), "**".to_owned()),
            Inline::Sub { .. } => ("<sub>".to_owned(), "</sub>".to_owned()),
            Inline::Sup { .. } => ("<sup>".to_owned(), "</sup>".to_owned()),
            // An address that is its own words is a link by itself.
            Inline::Link { href, content }
                if plain_text(content) == *href && !href.contains(['<', '>', ' ']) =>
            {
                out.push_str(&format!("<{href}>"));
                continue;
            }
            Inline::Link { href, .. } => {
                ("[".to_owned(), format!("](<{}>)", href.replace('<', "%3C").replace('>', "%3E")))
            }
            _ => (String::new(), String::new()),
        };
        out.push_str(&open);
        push_markdown(inline.children().unwrap_or_default(), out);
        out.push_str(&close);
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::LocatorLabel;
    use fonds_model::{Creator, Edtf};

    fn article(title: &str, year: &str) -> Article {
        Article {
            title: title.into(),
            creators: vec![Creator::author("Nguyễn Văn An")],
            publication: Some("Báo *Ví Dụ*".into()),
            issued: Edtf::parse(year),
            url: Some("https://vidu.example.vn/a_b".into()),
            ..Article::default()
        }
    }

    #[test]
    fn one_and_many() {
        let (a, b) = (article("Cầu mới", "2022"), article("Chợ cũ", "2020"));
        let cited = Citer::new("apa", "vi").unwrap().cite(&[&a, &b]);
        insta::assert_snapshot!(cited.copied(CopyForm::Html), @r#"
<p>Nguyễn Văn An. (2020). Chợ cũ. <i>Báo *Ví Dụ*</i>. <a href="https://vidu.example.vn/a_b">https://vidu.example.vn/a_b</a></p>
<p>Nguyễn Văn An. (2022). Cầu mới. <i>Báo *Ví Dụ*</i>. <a href="https://vidu.example.vn/a_b">https://vidu.example.vn/a_b</a></p>
"#);
        insta::assert_snapshot!(cited.copied(CopyForm::Plain), @r"
Nguyễn Văn An. (2020). Chợ cũ. Báo *Ví Dụ*. https://vidu.example.vn/a_b
Nguyễn Văn An. (2022). Cầu mới. Báo *Ví Dụ*. https://vidu.example.vn/a_b
");
        insta::assert_snapshot!(cited.copied(CopyForm::Markdown), @r"
Nguyễn Văn An. (2020). Chợ cũ. *Báo \*Ví Dụ\**. <https://vidu.example.vn/a_b>

Nguyễn Văn An. (2022). Cầu mới. *Báo \*Ví Dụ\**. <https://vidu.example.vn/a_b>
");
        let numbered = Citer::new("ieee", "vi").unwrap().cite(&[&a]);
        insta::assert_snapshot!(numbered.copied(CopyForm::Plain), @r"
[1] Nguyễn Văn An, “Cầu mới”, Báo *Ví Dụ*, 2022. [Trực tuyến]. Có tại: https://vidu.example.vn/a_b
");
    }

    #[test]
    fn a_highlight_with_its_citation() {
        let article = article("Cầu mới", "2022");
        let page = || Some(Locator { label: LocatorLabel::Page, value: "3".into() });
        let copied = |style: &str, form| {
            Citer::new(style, "vi").unwrap().quotation(&article, "vui mừng\nchờ đón", page(), form)
        };
        insta::assert_snapshot!(copied("apa", CopyForm::Plain), @r"
“vui mừng chờ đón” (Nguyễn Văn An, 2022, tr. 3)
— Nguyễn Văn An. (2022). Cầu mới. Báo *Ví Dụ*. https://vidu.example.vn/a_b
");
        insta::assert_snapshot!(copied("apa", CopyForm::Markdown), @r"
> vui mừng chờ đón (Nguyễn Văn An, 2022, tr. 3)

— Nguyễn Văn An. (2022). Cầu mới. *Báo \*Ví Dụ\**. <https://vidu.example.vn/a_b>
");
        insta::assert_snapshot!(copied("chicago-notes", CopyForm::Html), @r#"
<blockquote><p>vui mừng chờ đón</p></blockquote>
<p>— Nguyễn Văn An, “Cầu mới”, <i>Báo *Ví Dụ*</i>, 2022, 3, <a href="https://vidu.example.vn/a_b">https://vidu.example.vn/a_b</a>.</p>
"#);
        insta::assert_snapshot!(copied("ieee", CopyForm::Plain), @r"
“vui mừng chờ đón” [1, tr. 3]
— Nguyễn Văn An, “Cầu mới”, Báo *Ví Dụ*, 2022. [Trực tuyến]. Có tại: https://vidu.example.vn/a_b
");
    }

    #[test]
    fn markdown_reads_back_as_it_was() {
        let inlines = vec![
            Inline::text("5 * 3_4 [x] <y> "),
            Inline::Emphasis { content: vec![Inline::text("Báo #1")] },
            Inline::Link { href: "https://x.vn/(a)".into(), content: vec![Inline::text("đây")] },
        ];
        let read = fonds_model::markdown::parse(&to_markdown(&inlines));
        assert_eq!(read, [fonds_model::Block::Paragraph { content: inlines }]);
    }
}
