//! Plain text in the form of newspapers' dumps.
//!
//! 1. Lines become paragraphs, joined where they were wrapped.
//! 2. The head is read off: title, date line, byline.
//! 3. The tail is read off: source line, the author's name.
//! 4. The first paragraph may be the lead; the rest becomes headings, lists, quotes, captions, paragraphs.

use crate::Imported;
use crate::bylines::{byline, is_name, source_line};
use crate::dates::{date_line, place_and_date};
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Block, Creator, Diagnostic, Inline};
use std::borrow::Cow;

/// What stands behind so many lines is read as one: no article has more, and each takes memory of its own.
const MOST_LINES: usize = 250_000;

/// A text without too many lines, and what is to be said where some were put together.
pub(crate) fn within_lines(text: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    let Some((end, _)) = text.match_indices('\n').nth(MOST_LINES) else { return (Cow::Borrowed(text), None) };
    let message =
        format!("the text has more than {MOST_LINES} lines; what stands behind them is one paragraph");
    let remark = Diagnostic::warning("too-many-lines", message).hint("divide the file and import each part");
    (Cow::Owned(format!("{}\n{}", &text[..end], text[end + 1..].replace('\n', " "))), Some(remark))
}

/// An article of a plain text.
pub(crate) fn read(text: &str) -> Imported {
    let (text, remark) = within_lines(text);
    let mut paragraphs = paragraphs(&text);
    let mut article = Article::default();
    article.source.diagnostics.extend(remark);
    take_title(&mut paragraphs, &mut article);
    take_head(&mut paragraphs, &mut article);
    take_tail(&mut paragraphs, &mut article);
    take_dateline(&mut paragraphs, &mut article);
    take_lead(&mut paragraphs, &mut article);
    article.kind = if article.publication.is_some() { ArticleKind::Newspaper } else { ArticleKind::Document };
    article.body = blocks(&paragraphs);
    Imported { article, ..Imported::default() }
}

/// The paragraphs of a text, each one line.
fn paragraphs(text: &str) -> Vec<String> {
    let groups = text.split("\n\n").flat_map(|group| group.split("\r\n\r\n"));
    let groups: Vec<Vec<&str>> =
        groups.map(|group| group.lines().filter(|line| !line.trim().is_empty()).collect()).collect();
    let mut out = Vec::new();
    for group in groups {
        if is_wrapped(&group) {
            out.push(clean_line(&group.join(" ")));
        } else {
            out.extend(group.iter().map(|line| clean_line(line)));
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}

/// Whether lines are one paragraph that was wrapped: all but the last are about as long, most end in mid-sentence, and
/// most of those that follow begin so.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, all_but_last)) = lines.split_last() else { return false };
    if all_but_last.is_empty() || lines.iter().any(|line| is_item(line.trim())) {
        return false;
    }
    let length = |line: &&str| line.trim().chars().count();
    let fields =
        |line: &&str| date_line(line).is_some() || source_line(line).is_some() || !byline(line).is_empty();
    let goes_on = |line: &&&str| line.trim().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    if lines.iter().any(fields) || lines[1..].iter().filter(goes_on).count() * 2 < lines.len() - 1 {
        return false;
    }
    let even = all_but_last.iter().all(|line| (45..=110).contains(&length(line)));
    let open =
        all_but_last.iter().filter(|line| !line.trim_end().ends_with(['.', '!', '?', '”', '"', ':'])).count();
    even && open * 3 >= all_but_last.len() * 2
}

fn take_title(paragraphs: &mut Vec<String>, article: &mut Article) {
    let Some(first) = paragraphs.first() else { return };
    // A notice of one line has no title of its own.
    let is_all = paragraphs.len() == 1;
    if first.chars().count() <= 220 && date_line(first).is_none() && !is_all {
        article.title = paragraphs.remove(0);
        note(article, "title", "first line");
    } else {
        let end = first.find(['.', '?', '!', '\n']).unwrap_or(first.len());
        article.title = first[..end].chars().take(120).collect();
        let remark =
            Diagnostic::warning("title-guessed", "the first line is no title; its beginning stands for one");
        article.source.diagnostics.push(remark.hint("edit the title"));
    }
}

/// Date line and byline, in either order, before the text begins.
fn take_head(paragraphs: &mut Vec<String>, article: &mut Article) {
    for _ in 0..3 {
        let Some(line) = paragraphs.first() else { return };
        if paragraphs.len() < 2 {
            return;
        }
        if article.issued.is_none()
            && let Some(date) = date_line(line)
        {
            article.issued = Some(date);
            note(article, "issued", "date line");
        } else if article.issued.is_none()
            && let Some((place, date)) = place_and_date(line)
        {
            article.dateline = Some(place.to_owned());
            article.issued = Some(date);
            note(article, "dateline", "date line");
            note(article, "issued", "date line");
        } else if let Some(source) = source_line(line) {
            article.publication = Some(source.publication);
            article.url = source.url;
            note(article, "publication", "source line");
        } else {
            let creators = byline(line);
            if creators.is_empty() {
                return;
            }
            article.creators.extend(creators);
            note(article, "creators", "byline");
        }
        paragraphs.remove(0);
    }
}

/// Source line, byline, or a bare name, after the text ends.
fn take_tail(paragraphs: &mut Vec<String>, article: &mut Article) {
    for _ in 0..4 {
        let Some(line) = paragraphs.last().filter(|_| paragraphs.len() > 1).cloned() else { return };
        let creators = byline(&line);
        if article.publication.is_none()
            && let Some(source) = source_line(&line)
        {
            article.publication = Some(source.publication);
            article.url = source.url;
            note(article, "publication", "source line");
        } else if article.issued.is_none()
            && let Some(date) = date_line(&line)
        {
            article.issued = Some(date);
            note(article, "issued", "date line");
        } else if !creators.is_empty() {
            article.creators.extend(creators);
            note(article, "creators", "byline");
        } else if article.creators.is_empty() && is_signature(&line) {
            article.creators.push(Creator::author(line.trim_matches(['(', ')'])));
            note(article, "creators", "last line");
        } else {
            return;
        }
        paragraphs.pop();
    }
}

/// A name alone on the last line: two to five capitalised words, or an agency in capitals.
fn is_signature(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let agency = words == 1
        && line.chars().count() <= 10
        && line.chars().all(|c| c.is_uppercase() || c == '(' || c == ')');
    is_name(line) && line.chars().count() <= 40 && ((2..=5).contains(&words) || agency)
}

/// `(Hà Nội) –`, `HÀ NỘI, 25/11 –` or `HANOI, Nov. 25 —` before the first words. It stays in the text as printed.
fn take_dateline(paragraphs: &mut [String], article: &mut Article) {
    let Some(first) = paragraphs.first() else { return };
    let Some((head, _)) = first.split_once(['–', '—']).or_else(|| first.split_once(" - ")) else {
        return;
    };
    let head = head.trim().trim_start_matches('(').trim_end_matches(')');
    let place = head.split([',', '(']).next().unwrap_or_default().trim();
    let short = head.chars().count() <= 40;
    let loud = !place.is_empty() && place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let bracketed = first.trim_start().starts_with('(') && is_name(place);
    if short && (loud || bracketed) {
        article.dateline = Some(place.to_owned());
        note(article, "dateline", "first paragraph");
    }
}

/// The first paragraph is the lead when it ends like a sentence, is short, and a text follows.
fn take_lead(paragraphs: &mut Vec<String>, article: &mut Article) {
    let enough = paragraphs.iter().skip(1).filter(|paragraph| paragraph.chars().count() > 60).count() >= 2;
    let Some(first) = paragraphs.first() else { return };
    let length = first.chars().count();
    let sentences = first.matches(['.', '!', '?']).count();
    let plain = !is_item(first) && !is_quote(first) && first.ends_with(['.', '!', '?', '…']);
    if enough && plain && (40..=420).contains(&length) && sentences <= 4 {
        article.lead = Some(paragraphs.remove(0));
        note(article, "lead", "first paragraph");
    }
}

fn blocks(paragraphs: &[String]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(n + 1);
        if let Some((ordered, start, text)) = item(paragraph) {
            push_item(&mut blocks, ordered, start, text);
        } else if is_caption(paragraph) {
            blocks.push(Block::Paragraph {
                content: vec![Inline::Emphasis { content: vec![Inline::text(paragraph)] }],
            });
        } else if is_quote(paragraph) {
            blocks.push(Block::Quote { blocks: vec![Block::paragraph(paragraph.trim_start_matches("> "))] });
        } else if is_heading(paragraph, next) {
            blocks.push(Block::heading(2, paragraph));
        } else {
            blocks.push(Block::paragraph(paragraph));
        }
    }
    blocks
}

fn push_item(blocks: &mut Vec<Block>, numbered: bool, number: u32, text: &str) {
    // A number that does not follow the one before it begins a list of its own, and stays as it was printed.
    if let Some(Block::List { ordered, start, items }) = blocks.last_mut()
        && *ordered == numbered
        && (!numbered || number as usize == *start as usize + items.len())
    {
        items.push(vec![Block::paragraph(text)]);
    } else {
        blocks.push(Block::List {
            ordered: numbered,
            start: number,
            items: vec![vec![Block::paragraph(text)]],
        });
    }
}

/// A list item's kind, number and text.
fn item(line: &str) -> Option<(bool, u32, &str)> {
    for bullet in ["- ", "• ", "+ ", "* ", "– "] {
        if let Some(text) = line.strip_prefix(bullet) {
            return Some((false, 1, text));
        }
    }
    let (number, text) = line.split_once(['.', ')'])?;
    let number: u32 = number.parse().ok().filter(|number| *number < 100)?;
    // "1. Bối cảnh" alone is a heading; an item says something.
    text.strip_prefix(' ').filter(|text| text.ends_with(['.', ';', ','])).map(|text| (true, number, text))
}

fn is_item(line: &str) -> bool {
    item(line).is_some()
}

fn is_quote(paragraph: &str) -> bool {
    let curly = paragraph.starts_with('“') && paragraph.ends_with('”') && paragraph.matches('“').count() == 1;
    let straight =
        paragraph.starts_with('"') && paragraph.ends_with('"') && paragraph.matches('"').count() == 2;
    (curly || straight) && paragraph.chars().count() > 40 || paragraph.starts_with("> ")
}

fn is_caption(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    let credited = lower.contains("ảnh: ") || lower.contains("photo: ") || lower.starts_with("ảnh minh họa");
    credited && paragraph.chars().count() <= 220 && (lower.starts_with(['(', 'ả']) || !lower.ends_with("..."))
}

/// A short line without a full stop, before a longer one.
fn is_heading(paragraph: &str, next: Option<&String>) -> bool {
    let length = paragraph.chars().count();
    let open = paragraph.ends_with(['.', ',', ';', ':', '…', '”', '"', '!', ')']);
    let begins = paragraph.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let worded = paragraph.chars().any(char::is_alphabetic);
    length <= 90 && !open && begins && worded && next.is_some_and(|next| next.chars().count() > length)
}

fn note(article: &mut Article, field: &str, place: &str) {
    article.source.provenance.insert(field.to_owned(), place.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::Projection;

    const DUMP: &str = "Cầu mới nối hai bờ sông Đuống\n25/11/2022 17:05\n\
        Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay, rút ngắn nửa giờ đi lại.\n\
        Từ sáng sớm, hàng nghìn người dân hai bên sông đã có mặt để chứng kiến giờ phút thông xe.\n\
        Ba năm thi công\n\
        Dự án khởi công năm 2019 với tổng vốn 1.200 tỷ đồng, trong đó vốn địa phương chiếm một nửa.\n\
        “Chúng tôi đã chờ ngày này từ rất lâu, cả làng không ai ngủ được”\n\
        Cầu nhìn từ trên cao. Ảnh: Minh Đức\n\
        - Chiều dài: 1,2 km\n- Chiều rộng: 22 m\n\
        Theo kế hoạch, đường dẫn phía bắc sẽ hoàn thành vào quý II năm sau để nối với quốc lộ.\n\
        Nguyễn Văn An\nNguồn: baovidu.example.vn\n";

    #[test]
    fn a_newspaper_dump() {
        let article = read(DUMP).article;
        assert_eq!(article.title, "Cầu mới nối hai bờ sông Đuống");
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("2022-11-25T17:05"));
        assert!(article.lead.as_deref().is_some_and(|lead| lead.starts_with("Sau ba năm")));
        assert_eq!(article.publication.as_deref(), Some("baovidu.example.vn"));
        assert_eq!(article.creators, [Creator::author("Nguyễn Văn An")]);
        let text = Projection::of(&article).text;
        for gone in ["17:05", "Nguồn", "Nguyễn Văn An", "Cầu mới nối"] {
            assert!(!text.contains(gone), "{gone}");
        }
        let kinds: Vec<_> = article.body.iter().map(kind).collect();
        assert_eq!(kinds, ["paragraph", "heading", "paragraph", "quote", "caption", "list 2", "paragraph"]);
    }

    fn kind(block: &Block) -> String {
        match block {
            Block::Heading { .. } => "heading".into(),
            Block::Quote { .. } => "quote".into(),
            Block::List { items, .. } => format!("list {}", items.len()),
            Block::Paragraph { content } if matches!(content[0], Inline::Emphasis { .. }) => "caption".into(),
            _ => "paragraph".into(),
        }
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Tiêu đề\n\nMột đoạn văn được ngắt dòng ở khoảng sáu mươi ký tự như nhiều\n\
            tập tin cũ vẫn làm, nên phải nối lại thành một đoạn cho đúng\nvới ý của người viết.\n\nĐoạn hai.\n";
        let article = read(text).article;
        assert_eq!(article.body.len(), 2);
        assert!(Projection::of(&article).text.contains("như nhiều tập tin cũ"));
    }

    #[test]
    fn numbers_stay_as_they_were_printed() {
        let article = read("Tên\n\n12. Điều mười hai.\n13. Điều mười ba.\n15. Điều mười lăm.\n").article;
        let starts: Vec<_> = article
            .body
            .iter()
            .map(|block| match block {
                Block::List { start, items, .. } => (*start, items.len()),
                _ => (0, 0),
            })
            .collect();
        assert_eq!(starts, [(12, 2), (15, 1)]);
    }

    #[test]
    fn little_text_is_an_article_too() {
        let article = read("Chỉ một dòng").article;
        assert_eq!((article.title.as_str(), article.body.len()), ("Chỉ một dòng", 1));
    }

    #[test]
    fn a_long_title_swallows_neither_date_nor_lead() {
        let title = "Cầu mới nối hai bờ sông Đào thông xe sau ba năm";
        for (rest, issued) in
            [("25/11/2022 17:05", true), ("Người dân hai xã đã chờ ngày này từ rất lâu.", false)]
        {
            let article = read(&format!("{title}\n{rest}\n\nĐoạn một đủ dài để là một đoạn văn.\n")).article;
            assert_eq!((article.title.as_str(), article.issued.is_some()), (title, issued));
        }
        let verse = "Bài thơ\n\nSông dài chảy mãi về đâu mà lòng người vẫn nhớ\nThuyền ai đậu bến năm xưa mà trăng còn sáng mãi\nĐêm nay\n";
        assert_eq!(read(verse).article.body.len(), 3);
    }
}
