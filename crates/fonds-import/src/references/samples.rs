//! The samples of references, read as a user's import would.

use crate::listed::Beside;

fn listed(name: &str) -> String {
    Beside("references").listed(name)
}

#[test]
fn csl_json() {
    insta::assert_snapshot!(listed("library.json"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | newspaper | application/vnd.citationstyles.csl+json
part: an2022
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào | 1–3
issued: 2022-11-25
captured: 2023-01-02T00:00:00Z
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
language: vi
keywords: cầu; giao thông
lead: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe.
# On rivers & bridges: 50% done | journal | application/vnd.citationstyles.csl+json
part: beethoven1930
by: Ludwig van Beethoven (author); Lê Bình (translator)
in: Journal of River Studies | 12 | 3 | 45–67
issued: 1930/1935
ids: doi 10.1000/182
language: en-GB
# Trận lũ lụt năm Tân Hợi | web-page | application/vnd.citationstyles.csl+json
part: lu1971
remarks: date-unread
"#);
}

#[test]
fn ris_with_a_file() {
    insta::assert_snapshot!(listed("rispy.ris"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | newspaper | text/html
key: an2022
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào
issued: 2022-11-25
url: https://baosongdao.example.vn/cau-moi
language: vi
keywords: cầu; giao thông
text: Sau ba năm thi công, cây cầu dài 1,2 km bắc qua sông Đào đã thông xe sáng nay, rút ngắn nửa giờ đi lại giữa hai xã. / Từ sáng sớm, hàng nghìn người dân hai bên sông đã có mặt để chứng kiến giờ phút thông xe của cây cầu mà họ chờ đợi từ lâu. / Dự án khởi công năm 2019 với tổng vốn 1.200 tỷ đồng, trong đó vốn địa phương chiếm một nửa.
“” | Đọc lại đoạn về vốn. | yellow
"#);
}

#[test]
fn ris_of_citation_js() {
    insta::assert_snapshot!(listed("citation-js.ris"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | newspaper | application/x-research-info-systems
part: an2022
in: Báo Sông Đào | 1–3
issued: 2022
captured: 2023-01-02T00:00:00Z
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
language: vi
keywords: cầu; giao thông
lead: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe.
# On rivers & bridges: 50% done | journal | application/x-research-info-systems
part: beethoven1930
by: Ludwig Beethoven (author)
in: Journal of River Studies | 12 | 3 | 45–67
issued: 1930
ids: doi 10.1000/182
language: en-GB
"#);
}

#[test]
fn bibtex_of_citation_js() {
    insta::assert_snapshot!(listed("citation-js.bib"), @r#"
# Cầu mói nối hai bò sông Đào thông xe | journal | application/x-bibtex
part: Nguyen2022Cau
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào | 1–3
issued: 2022-11-25
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
“” | [Online; accessed 2023-01-02] | yellow
# On rivers & bridges: 50% done | journal | application/x-bibtex
part: Beethoven1930On
by: Ludwig van Beethoven (author)
in: Journal of River Studies | 12 | 3 | 45–67
issued: 1930
ids: doi 10.1000/182
"#);
    insta::assert_snapshot!(listed("citation-js-biblatex.bib"), @r#"
# Cầu mói nối hai bò sông Đào thông xe | journal | application/x-bibtex
part: Nguyen2022Cau
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào | 1–3
issued: 2022-11-25
captured: 2023-01-02T00:00:00Z
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
language: vi
keywords: cầu; giao thông
lead: Sau ba năm thi công, cây cầu dài 1,2 km đã thông xe.
“” | [Online; accessed 2023-01-02] | yellow
# On rivers & bridges: 50% done | journal | application/x-bibtex
part: Beethoven1930On
by: Ludwig van Beethoven (author); Lê Bình (translator)
in: Journal of River Studies | 12 | 3 | 45–67
issued: 1930/1935
ids: doi 10.1000/182
language: en-GB
"#);
}

#[test]
fn biblatex_of_zotero() {
    insta::assert_snapshot!(listed("zotero.bib"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | newspaper | text/html
key: nguyen_cau_2022
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào | 1–3
issued: 2022-11-25
captured: 2023-01-02T00:00:00Z
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
language: vi
keywords: giao thông; đọc lại
lead: Cây cầu dài 1,2 km đã thông xe.
text: Sau ba năm thi công, cây cầu dài 1,2 km bắc qua sông Đào đã thông xe sáng nay, rút ngắn nửa giờ đi lại giữa hai xã. / Từ sáng sớm, hàng nghìn người dân hai bên sông đã có mặt để chứng kiến giờ phút thông xe của cây cầu mà họ chờ đợi từ lâu. / Dự án khởi công năm 2019 với tổng vốn 1.200 tỷ đồng, trong đó vốn địa phương chiếm một nửa.
“” | Section: Thời sự | yellow
"#);
}

#[test]
fn zotero_rdf() {
    insta::assert_snapshot!(listed("zotero.rdf"), @r#"
# Cầu mới nối hai bờ sông Đào thông xe | newspaper | text/html
key: an-cau-moi
by: Nguyễn Văn An (author); TTXVN (author)
in: Báo Sông Đào | 1–3
issued: 2022-11-25
captured: 2023-01-02T03:04:05Z
url: https://baosongdao.example.vn/cau-moi
ids: issn 0866-756X
language: vi
keywords: giao thông
tags: đọc lại; Báo chí; Giao thông
lead: Cây cầu dài 1,2 km đã thông xe.
text: Sau ba năm thi công, cây cầu dài 1,2 km bắc qua sông Đào đã thông xe sáng nay, rút ngắn nửa giờ đi lại giữa hai xã. / Từ sáng sớm, hàng nghìn người dân hai bên sông đã có mặt để chứng kiến giờ phút thông xe của cây cầu mà họ chờ đợi từ lâu. / Dự án khởi công năm 2019 với tổng vốn 1.200 tỷ đồng, trong đó vốn địa phương chiếm một nửa.
remarks: in-collections related-items
“” | Đọc lại đoạn về **vốn**. | yellow
“” | Bản in có thêm ảnh ở trang 3. | yellow
# Nhật ký công trường | web-page | application/rdf+xml
part: #item_15
in: Sông Đào trực tuyến
issued: 2022-11
# Việc cần làm | document | application/rdf+xml
part: #item_16
language: vi
tags: việc
text: Việc cần làm / Hỏi ban quản lý dự án.
"#);
}
