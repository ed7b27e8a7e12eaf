//! The samples of exports, read as a user's import would.

use crate::listed::Beside;

fn listed(name: &str) -> String {
    Beside("exports").listed(name)
}

#[test]
fn wallabag() {
    insta::assert_snapshot!(listed("wallabag.json"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/json
part: 12
by: Nguyễn Văn An (author)
in: baosongdao.example.vn
issued: 2022-11-25T17:05
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
language: vi-VN
tags: giao thông; cầu
text: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay. / Ba năm thi công / Người dân hai xã đã chờ ngày này từ rất lâu.
“cây cầu dài 1,2 km” | So với cầu cũ? | yellow | Lê Bình | 2023-01-03T03:04:05Z
# https://baosongdao.example.vn/mat | web-page | application/json
part: 13
in: baosongdao.example.vn
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/mat
"#);
}

#[test]
fn wallabag_1() {
    insta::assert_snapshot!(listed("wallabag1.json"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/json
part: 1
in: baosongdao.example.vn
url: https://baosongdao.example.vn/cau-moi
language: vi
tags: giao thông; cầu
text: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay.
"#);
}

#[test]
fn pinboard() {
    insta::assert_snapshot!(listed("pinboard.json"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/json
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
tags: giao_thông; cầu
“” | Hỏi lại chiều dài | yellow | 2023-01-02T03:04:05Z
# Chợ nổi cuối năm | web-page | application/json
part: https://chodao.example.vn/cho-noi
in: chodao.example.vn
captured: 2023-01-03T04:05:06Z
url: https://chodao.example.vn/cho-noi
language: vi
text: Chợ họp từ ba giờ sáng.
“Chợ họp từ ba giờ sáng.” | yellow | 2023-01-03T04:05:06Z
"#);
}

#[test]
fn buku() {
    insta::assert_snapshot!(listed("buku.html"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | text/html
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2026-11-30T21:54:36Z
url: https://baosongdao.example.vn/cau-moi
language: vi
tags: cầu; giao thông; buku bookmarks
lead: Hỏi lại chiều dài
# Chợ nổi cuối năm | web-page | text/html
part: https://baosongdao.example.vn/cho-noi
in: baosongdao.example.vn
captured: 2026-11-30T21:54:36Z
url: https://baosongdao.example.vn/cho-noi
tags: buku bookmarks
"#);
}

#[test]
fn readeck() {
    insta::assert_snapshot!(listed("readeck.zip"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/zip
part: 5dAb
by: Nguyễn Văn An (author)
in: Báo Sông Đào
issued: 2022-11-25
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
language: vi
tags: giao thông
lead: Cây cầu dài 1,2 km đã thông xe.
text: Ba năm thi công / Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay. / Người dân hai xã đã chờ ngày này từ rất lâu.
pictures: cau.png
“cây cầu dài 1,2 km” | So với cầu cũ? | green | 2023-01-03T03:04:05Z
"#);
}

#[test]
fn omnivore() {
    insta::assert_snapshot!(listed("omnivore.zip"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/zip
part: 0b1c
by: Nguyễn Văn An (author)
in: baosongdao.example.vn
issued: 2022-11-25
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
language: vi
tags: giao thông
lead: Cây cầu dài 1,2 km đã thông xe.
text: Ba năm thi công / Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay. / Người dân hai xã đã chờ ngày này từ rất lâu.
“cây cầu dài 1,2 km” | So với cầu cũ? | yellow | cầu; số liệu
“Người dân hai xã” | yellow
"#);
}

#[test]
fn pocket() {
    insta::assert_snapshot!(listed("pocket.html"), @r#"
# Cầu mới nối hai bờ | web-page | text/html
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2022-11-25T10:05:00Z
url: https://baosongdao.example.vn/cau-moi
tags: cầu; giao thông
# https://baosongdao.example.vn/b | web-page | text/html
part: https://baosongdao.example.vn/b
in: baosongdao.example.vn
captured: 2022-11-25T10:06:40Z
url: https://baosongdao.example.vn/b
"#);
    insta::assert_snapshot!(listed("pocket.zip"), @r#"
# Cầu mới, hai bờ | web-page | application/zip
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2022-11-25T10:05:00Z
url: https://baosongdao.example.vn/cau-moi
tags: giao thông; cầu
text: cây cầu dài 1,2 km
“cây cầu dài 1,2 km” | yellow | 2022-11-25T10:10:00Z
# https://baosongdao.example.vn/b | web-page | application/zip
part: https://baosongdao.example.vn/b
in: baosongdao.example.vn
captured: 2022-11-25T10:06:40Z
url: https://baosongdao.example.vn/b
"#);
}

#[test]
fn instapaper() {
    insta::assert_snapshot!(listed("instapaper.csv"), @r#"
# Cầu mới nối hai bờ | web-page | text/csv
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
tags: cầu; số liệu; Giao thông
text: cây cầu dài 1,2 km
“cây cầu dài 1,2 km” | yellow | 2023-01-02T03:04:05Z
# Làng giấy dó | web-page | text/csv
part: https://baosongdao.example.vn/b
in: baosongdao.example.vn
captured: 2023-01-02T03:04:06Z
url: https://baosongdao.example.vn/b
"#);
}

#[test]
fn raindrop() {
    insta::assert_snapshot!(listed("raindrop.csv"), @r#"
# Cầu mới nối hai bờ | web-page | text/csv
part: 101
in: baosongdao.example.vn
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
language: vi
tags: cầu; số liệu; Báo chí; Giao thông
lead: Cây cầu dài 1,2 km đã thông xe.
text: cây cầu dài 1,2 km / hai xã đã chờ
“cây cầu dài 1,2 km” | So với cầu cũ? | yellow
“hai xã đã chờ” | yellow
“” | Đọc **lại**. | yellow | 2023-01-02T03:04:05Z
# Làng giấy dó | web-page | text/csv
part: 102
in: baosongdao.example.vn
captured: 2023-01-02T03:04:06Z
url: https://baosongdao.example.vn/b
"#);
}

#[test]
fn readwise() {
    insta::assert_snapshot!(listed("readwise.csv"), @r#"
# Chuyện bến sông | document | text/csv
part: B00X|Chuyện bến sông|Lê Thu Hà
by: Lê Thu Hà (author)
language: vi
tags: văn học
text: Sông dài chảy mãi về đâu. / Thuyền ai đậu bến năm xưa. / Người lái phà già tắt máy.
“Sông dài chảy mãi về đâu. / Thuyền ai đậu bến năm xưa.” | Nhớ trích /  / location 12 | blue | thơ; sông; đoạnhay | 2023-01-02T03:04:05Z
“Người lái phà già tắt máy.” | location 40 | yellow | 2023-01-02T03:05:05Z
# Làng giấy | document | text/csv
part: Làng giấy|Nguyễn Văn An, Trần Thị Cúc
by: Nguyễn Văn An (author); Trần Thị Cúc (author)
language: vi
text: Giấy dó bền nghìn năm.
“Giấy dó bền nghìn năm.” | page 3 | yellow
"#);
}

#[test]
fn readwise_reader() {
    insta::assert_snapshot!(listed("readwise-reader.csv"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | text/csv
part: 01gm1
in: baosongdao.example.vn
captured: 2022-11-26T04:33:50Z
url: https://baosongdao.example.vn/cau-moi
tags: sông nước; ferryman's
# Paper That Lasts | web-page | text/csv
part: 01gm2
in: archive.example.org
captured: 2023-09-01T00:00:00Z
url: https://archive.example.org/paper
"#);
}

#[test]
fn bookmarks() {
    insta::assert_snapshot!(listed("netscape-bookmarks.html"), @r#"
# Làng giấy dó bên sông | web-page | text/html
part: https://baosongdao.example.vn/giay-do
in: baosongdao.example.vn
url: https://baosongdao.example.vn/giay-do
tags: Làng nghề
# Chợ nổi | web-page | text/html
part: https://baosongdao.example.vn/cho-noi
in: baosongdao.example.vn
url: https://baosongdao.example.vn/cho-noi
tags: Làng nghề
# Cầu mới | web-page | text/html
part: https://baosongdao.example.vn/cau-moi
in: baosongdao.example.vn
captured: 2022-11-25T10:05:00Z
url: https://baosongdao.example.vn/cau-moi
"#);
}

#[test]
fn feeds() {
    insta::assert_snapshot!(listed("feedgen.rss"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | web-page | application/xml
part: https://baosongdao.example.vn/1
by: Nguyễn Văn An (author)
in: Báo Sông Đào
issued: 2022-11-25T17:05
url: https://baosongdao.example.vn/1
language: vi
keywords: giao thông
lead: Tóm tắt của bài.
text: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe sáng nay. / Từ sáng sớm, người dân hai xã đã có mặt.
# Làng giấy dó | web-page | application/xml
part: https://baosongdao.example.vn/2
by: Nguyễn Văn An (author)
in: Báo Sông Đào
issued: 2022-11-25T17:05
url: https://baosongdao.example.vn/2
language: vi
keywords: giao thông
lead: Tóm tắt của bài.
text: Một làng nghề cũ bên sông.
"#);
    let first = |name: &str| listed(name).lines().skip(1).take(8).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(first("feedgen.atom"), first("feedgen.rss"));
}
