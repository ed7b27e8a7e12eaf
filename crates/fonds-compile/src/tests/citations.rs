//! Citations in the texts of a book.

use super::*;
use fonds_model::body::plain_text;

/// The text of blocks, notes under their ids, links as `‹target›`.
fn shown(blocks: &[Block]) -> String {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Note { id, blocks } => out.push(format!("({id}) {}", shown(blocks))),
            Block::Paragraph { content } => out.push(content.iter().map(inline).collect::<String>()),
            other => out.push(format!("{other:?}")),
        }
    }
    out.join("\n")
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::NoteRef { note } => format!("[^{note}]"),
        Inline::Link { href, content } => format!("{}‹{href}›", plain_text(content)),
        other => plain_text(std::slice::from_ref(other)),
    }
}

fn with_foreword(style: &str, text: &str, note: &str) -> Compiled {
    let mut material = material();
    let foreword = ItemContent::Text { role: TextRole::Foreword, title: "Lời".into(), text: text.into() };
    material.collection.items[4].content = foreword;
    material.annotations[0].note = note.into();
    let beside = Article {
        id: "a3".into(),
        citekey: "le1998".into(),
        title: "Chuyến phà cuối".into(),
        creators: vec![Creator::author("Lê Bình")],
        issued: Edtf::parse("1998"),
        ..Article::default()
    };
    material.articles.insert(beside.id.clone(), beside);
    let settings = ExportSettings { style: style.into(), ..ExportSettings::default() };
    let now = "2022-12-01T00:00:00Z".parse().unwrap();
    whole(&material, &settings, now).unwrap()
}

const FOREWORD: &str = "Cầu đã thông xe [@nguyen2022, tr. 3]; theo @le1998 [tr. 7], phà đã nghỉ [xem -@nguyen2022].\n\nAi hỏi [@khong-co]?";

#[test]
fn in_an_author_date_style() {
    let compiled = with_foreword("apa", FOREWORD, "So với [@le1998, mục 2].");
    insta::assert_snapshot!(shown(&compiled.book.sections[0].blocks), @r"
Cầu đã thông xe (Nguyễn Văn An, 2022, tr. 3)‹fonds:ch-003-nguyen2022›; theo Lê Bình (1998, tr. 7), phà đã nghỉ (xem 2022)‹fonds:ch-003-nguyen2022›.
Ai hỏi [@khong-co]?
");
    insta::assert_snapshot!(shown(&compiled.book.sections[2].blocks[1..]), @r"
Người dân rất vui mừng[^fonds-n-h1] chờ đón.
Không ai nhắc.
(fonds-n-h1) So với (Lê Bình, 1998, Mục 2).
");
    let bibliography = &compiled.book.sections.last().unwrap().entries;
    let lines: Vec<_> = bibliography
        .iter()
        .map(|entry| format!("{} | {}", entry.section, plain_text(&entry.content)))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
 | Lê Bình. (1998). Chuyến phà cuối.
ch-003-nguyen2022 | Nguyễn Văn An. (2022, 25 tháng 11). Cầu mới. Báo Ví Dụ.
ch-004-ferry | The Ferry. (k.n.).
");
    let remark = compiled.diagnostics.iter().find(|remark| remark.code == "citekey-unknown").unwrap();
    assert_eq!(remark.place.as_deref(), Some("Lời"));
    assert!(remark.message.contains("khong-co"));
}

#[test]
fn in_a_note_style() {
    let text =
        "Một [@nguyen2022, tr. 3]. Hai [@nguyen2022, tr. 5]. Ba [@le1998; @nguyen2022]. Bốn [@nguyen2022].";
    let compiled = with_foreword("chicago-notes", text, "So với @le1998.");
    insta::assert_snapshot!(shown(&compiled.book.sections[0].blocks), @r"
Một.[^fonds-cite-0] Hai.[^fonds-cite-1] Ba.[^fonds-cite-2] Bốn.[^fonds-cite-3]
(fonds-cite-0) Nguyễn Văn An, “Cầu mới”, Báo Ví Dụ, 25 tháng 11 năm 2022, 3.‹fonds:ch-003-nguyen2022›
(fonds-cite-1) Nguyễn Văn An, “Cầu mới”, 5.‹fonds:ch-003-nguyen2022›
(fonds-cite-2) Lê Bình, Chuyến phà cuối, 1998; Nguyễn Văn An, “Cầu mới”.
(fonds-cite-3) Nguyễn Văn An, “Cầu mới”.‹fonds:ch-003-nguyen2022›
");
    insta::assert_snapshot!(shown(&compiled.book.sections[2].blocks[1..]), @r"
Người dân rất vui mừng[^fonds-n-h1] chờ đón.
Không ai nhắc.
(fonds-n-h1) So với Lê Bình, Chuyến phà cuối.
");
}

#[test]
fn an_author_in_the_sentence_stands_before_the_punctuation_and_the_note_behind_it() {
    let text = "Theo bài của @nguyen2022 [tr. 3]; so sánh với @le1998.";
    let compiled = with_foreword("chicago-notes", text, "");
    let line = shown(&compiled.book.sections[0].blocks[..1]);
    assert_eq!(line.trim(), "Theo bài của Nguyễn Văn An;[^fonds-cite-0] so sánh với Lê Bình.[^fonds-cite-1]");
}

#[test]
fn in_a_numeric_style() {
    let compiled = with_foreword("ieee", "Một [@le1998]. Hai [@nguyen2022; @le1998, tr. 4].", "");
    insta::assert_snapshot!(shown(&compiled.book.sections[0].blocks), @r"
Một [1]. Hai [1, tr. 4], [2].
");
}

#[test]
fn articles_keep_their_words() {
    let mut material = material();
    let article = material.articles.get_mut(&ArticleId::from("a1")).unwrap();
    article.body.push(Block::paragraph("Thư gửi @le1998 và [@nguyen2022]."));
    let now = "2022-12-01T00:00:00Z".parse().unwrap();
    let compiled = whole(&material, &ExportSettings::default(), now).unwrap();
    assert!(shown(&compiled.book.sections[2].blocks).contains("Thư gửi @le1998 và [@nguyen2022]."));
}

#[test]
fn the_archived_copy_is_told_by_choice() {
    let mut material = material();
    let article = material.articles.get_mut(&ArticleId::from("a1")).unwrap();
    article.source.captured = "2022-12-01T03:04:05Z".parse().ok();
    let now = "2022-12-01T00:00:00Z".parse().unwrap();
    let told = |archived_copy| {
        let settings = ExportSettings { archived_copy, ..ExportSettings::default() };
        let book = whole(&material, &settings, now).unwrap().book;
        plain_text(&book.sections[2].citation)
    };
    assert!(told(true).ends_with(" Bản lưu: 01/12/2022 03:04 UTC."), "{}", told(true));
    assert!(!told(false).contains("Bản lưu"));
}
