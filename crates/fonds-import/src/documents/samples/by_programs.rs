//! What is read of documents that real programs made.

use super::{batch, blocks, bytes, sample, shown};
use fonds_model::{Block, Projection};

#[test]
fn a_scan_is_kept() {
    let scan = sample("pillow-scan.pdf").article;
    assert_eq!((scan.title.as_str(), scan.body.len()), ("quet", 0));
    assert_eq!(scan.source.diagnostics[0].code, "pdf-without-text");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let article = sample("chromium-columns.pdf").article;
    let begins = |block: &Block| blocks(std::slice::from_ref(block), "").chars().take(16).collect::<String>();
    let begins: Vec<String> = article.body.iter().map(begins).collect();
    assert_eq!(
        begins,
        [
            "## Mùa lũ thứ 1\n",
            "Đoạn 1. Nước sôn",
            "Đoạn 2. Nước sôn",
            "Đoạn 3. Nước sôn",
            "## Mùa lũ thứ 4\n",
            "Đoạn 4. Nước sôn",
            "Đoạn 5. Nước sôn",
            "Đoạn 6. Nước sôn",
            "## Mùa lũ thứ 7\n",
            "Đoạn 7. Nước sôn",
            "Đoạn 8. Nước sôn",
        ]
    );
}

/// Chromium prints date, title, address and number on each page.
#[test]
fn running_heads_are_dropped_and_paragraphs_go_over_pages() {
    let imported = sample("chromium-pages.pdf");
    let text = shown(&imported);
    assert_eq!(imported.article.title, "The river photographs and those who keep them");
    assert!(!text.contains("PM") && !text.contains("file:") && !text.contains("1/5"), "{text}");
    let paragraphs: Vec<&str> =
        text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert_eq!(paragraphs.len(), 9);
    assert!(paragraphs.iter().all(|paragraph| paragraph.ends_with('.')), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("## ")).count(), 2);
}

#[test]
fn a_whole_book_is_one_article() {
    let batch = batch("pandoc.epub", &bytes("pandoc.epub"), true).unwrap();
    assert_eq!(batch.articles.len(), 1);
    let headings: Vec<String> =
        shown(&batch.articles[0]).lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect();
    assert_eq!(headings, ["## Bến cũ", "### Những con số"]);
}

#[test]
fn libreoffice_docx() {
    insta::assert_snapshot!(shown(&sample("libreoffice.docx")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00:00Z / vi-VN
(tracked-changes)
[Thư ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^fn2]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| 2x1:Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^fn2]:
  Có 45 hộ dự họp.
");
}

#[test]
fn libreoffice_odt() {
    insta::assert_snapshot!(shown(&sample("libreoffice.odt")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00:00 / vi-VN
(tracked-changes)
[Thư ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^ftn1]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| 2x1:Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^ftn1]:
  Có 45 hộ dự họp.
");
}

#[test]
fn libreoffice_rtf() {
    insta::assert_snapshot!(shown(&sample("libreoffice.rtf")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00 / vi
(tracked-changes)
[Th? ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^fn1]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^fn1]:
  Có 45 hộ dự họp.
");
}

#[test]
fn pandoc_docx() {
    insta::assert_snapshot!(shown(&sample("pandoc.docx")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^fn20] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!(Cầu nhìn từ bờ nam) Cầu nhìn từ bờ nam
### Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^fn20]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn pandoc_odt() {
    insta::assert_snapshot!(shown(&sample("pandoc.odt")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^ftn0] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!() Cầu nhìn từ bờ nam
### Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^ftn0]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn pandoc_epub() {
    insta::assert_snapshot!(shown(&sample("pandoc.epub")), @r"
Bến cũ / Trần Thị Cúc / 2021-05-01 / vi
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^fn1] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!(Cầu nhìn từ bờ nam) Cầu nhìn từ bờ nam
## Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^fn1]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn python_docx_docx() {
    insta::assert_snapshot!(shown(&sample("python-docx.docx")), @r"
Lũ lớn năm 1971 / Lê Thu Hà, Nguyễn Văn An / 2022-11-28T06:30:00Z / vi-VN
(old-encoding)
[Biên tập: Xem lại con số.] rất nhanh
## Nước lên
Nước sông lên **rất nhanh** trong đêm, *cả làng* phải lên đê.
1.
  một
1.
  hai
-
  chấm
!() Hình 1. Cầu nhìn từ bờ nam
table: 
| 2x1:ô 00 ô 01 | ô 02
| ô 10 | ô 11 | 1x2:ô 12 ô 22
| ô 20 | ô 21
## Kết
Thư viện Quốc gia Việt Nam
");
}

#[test]
fn docx_js_docx() {
    insta::assert_snapshot!(shown(&sample("docx-js.docx")), @r"
Biên bản họp bến phà / Lan / 2026-11-30T21:54:58.474Z / vi
## Việc đã bàn
Bến phà cũ **ngừng chạy** từ thứ hai[^fn1], xem [thông báo](https://example.vn/pha).
1.
  Dời bến
1.
  Bán phà
-
  Vé cũ
  -
    Vé mới
table: 
= Bến = Khách
| Bắc | 1200
[^fn1]:
  Theo số liệu của xã.
");
}

#[test]
fn libreoffice_headings_pdf() {
    insta::assert_snapshot!(shown(&sample("libreoffice-headings.pdf")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi-VN
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^fn1] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
Đò đầy thì phải sang sông.
*Cầu nhìn từ bờ nam*
### Những con số
*Lượt khách qua đò*
table: 
| Năm | Lượt khách | Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^fn1]:
  Theo sổ bến đò, quyển 3.
");
}

/// Lists whose bullets are drawn shapes, a table with cells that span others, one without rules, a raised number.
#[test]
fn chromium_inventory_pdf() {
    insta::assert_snapshot!(shown(&sample("chromium-inventory.pdf")), @r"
Mục lục hồ sơ phông Bến đò Hồ /  / 2026-11-30T15:24 / vi
Phông gồm các giấy tờ của ban quản lý bến đò từ năm 1954 đến khi cầu mới thông xe. Phần lớn là sổ khách, biên lai thu tiền và thư từ với huyện; một ít ảnh chụp được gửi kèm.^1^ Giấy còn tốt, trừ vài tờ bị ẩm.
## Cách sắp xếp
1.
  Sổ khách, xếp theo năm.
1.
  Biên lai thu tiền, xếp theo năm và theo quý; những biên lai không ghi ngày được để riêng ở cuối hộp, kèm một tờ giấy ghi chỗ tìm thấy chúng.
1.
  Thư từ:
  -
    với uỷ ban huyện;
  -
    với các bến đò khác trên sông Đuống.
1.
  Ảnh chụp.
Người sắp xếp đã giữ nguyên thứ tự cũ ở mọi chỗ còn nhận ra được.
## Danh sách hộp
table: 
= Hộp = Nội dung = 2x1:Thời gian
| 1 | Sổ khách của bến, có chữ ký người lái đò ở cuối mỗi trang | 1954 | 1968
| 1x2:2 | Biên lai | 1954 | 1971
| Thư từ | 1955 | 1975
| 3 | Ảnh chụp | 2x1:không rõ
## Số lượt khách
table: 
= Năm = Lượt khách = Ghi chú
| 1968 | 10.250 | sổ thiếu hai tháng
| 1971 | 3.120 | lũ lớn
| 1975 | 12.000 |
Số liệu chép từ sổ, chưa đối chiếu với báo cáo của huyện. Diện tích bến khi ấy khoảng 300 m^2^.
");
}

/// Footnotes, dialogue with dashes, lists in lists, a table over two pages.
#[test]
fn one_document_is_the_same_from_four_formats() {
    let body = |name: &str| sample(name).article.body;
    let text = |body: &[Block]| Projection::of_blocks(body).text;
    let kinds = |body: &[Block]| body.iter().map(std::mem::discriminant).collect::<Vec<_>>();
    let whole = body("libreoffice-landing.odt");
    assert_eq!(whole.iter().filter(|block| matches!(block, Block::Note { .. })).count(), 3);
    assert!(whole.iter().any(|block| matches!(block, Block::Table { rows, .. } if rows.len() == 28)));
    for name in ["libreoffice-landing.docx", "libreoffice-landing.rtf", "libreoffice-landing.pdf"] {
        let other = body(name);
        assert_eq!(text(&other), text(&whole), "{name}");
        assert_eq!(kinds(&other), kinds(&whole), "{name}");
    }
}

/// A collection that Fonds itself printed: tables, lists and notes are read as they were before.
#[test]
fn what_fonds_printed_is_read_again() {
    let printed = sample("fonds-collection.pdf").article.body;
    let text = |block: &Block| Projection::of_blocks(std::slice::from_ref(block)).text;
    let mut found = 0;
    for name in ["paper-that-lasts.html", "nhat-ky-dien-da.md"] {
        let path = format!("{}/../../samples/{name}", env!("CARGO_MANIFEST_DIR"));
        let whole = std::fs::read(path).unwrap();
        let article = super::batch(name, &whole, false).unwrap().articles.remove(0).article;
        for block in &article.body {
            // Captions are printed as lines of their own.
            let block = match block.clone() {
                Block::Table { head, rows, .. } => Block::Table { caption: vec![], head, rows },
                other => other,
            };
            if matches!(block, Block::Table { .. } | Block::List { .. } | Block::Note { .. }) {
                let same = |other: &&Block| {
                    std::mem::discriminant(*other) == std::mem::discriminant(&block)
                        && text(other) == text(&block)
                };
                assert!(printed.iter().any(|other| same(&other)), "{}", text(&block));
                found += 1;
            }
        }
    }
    assert!(found >= 6, "{found}");
}

/// Marks of notes and a power, which is none; bullets whose font does not name them; a table with level rules only.
#[test]
fn pdflatex_paper_pdf() {
    insta::assert_snapshot!(shown(&sample("pdflatex-paper.pdf")), @r"
Registers of a River Crossing /  / 2022-12-02 / en
(characters-lost)
### Alice Morton
## 1 The registers
The landing kept a register from 1954 to 1975.[^fn1] Each entry has a date, the number of passengers and the fare.[^fn2] The entries of 1971 stop in August, when the flood came, and are taken up again in March. The area of the landing was 300m^2^.
What was done with the registers:
1.
  They were numbered.
1.
  They were copied, page by page, by hand, because the light in the reading room was too weak for photographs and the paper too brittle to be taken out of it.
1.
  They were put
  -
    into boxes,
  -
    onto shelves.
table: 
| Year | Passengers | Remarks
| 1968 | 10250 | two months missing
| 1971 | 3120 | flood
| 1975 | 12000 |
The figures were taken from the registers and were not compared with the reports of the district, which are said to have been kept elsewhere.[^fn3]
[^fn1]:
  Provincial archive, box 12, volume 1; the first pages are missing, and what is left of them was copied by the clerk in the year after the flood.
[^fn2]:
  Fares are given in the money of the day.
[^fn3]:
  Nobody remembers where.
");
}
