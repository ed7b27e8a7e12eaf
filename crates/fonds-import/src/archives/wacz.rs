//! WACZ: WARC files and a list of pages in a ZIP archive.

use super::warc::{self, Holdings, Listed};
use super::{held, zip};
use crate::{Batch, ImportError, Unread};
use fonds_model::Diagnostic;

/// The lists of the pages that were visited, one JSON object a line: those asked for, and those found from there.
const PAGES: [&str; 2] = ["pages/pages.jsonl", "pages/extraPages.jsonl"];

/// The articles of the listed pages; of all pages where there is no list.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let wanted = |path: &str| PAGES.contains(&path) || is_warc(path);
    let unpacked = zip::unpack(bytes, &mut zip::Budget::default(), &wanted)?;
    let mut holdings = Holdings::default();
    let mut listed = Listed::new();
    let mut failed = Vec::new();
    for member in unpacked.members {
        match member.content {
            Err(error) => failed.push(Unread { part: member.path, error }),
            Ok(content) if is_warc(&member.path) => holdings.absorb(&content),
            Ok(content) => listed.extend(pages(&String::from_utf8_lossy(&content))),
        }
    }
    if holdings.is_empty() && failed.is_empty() {
        let reason = "no record in it can be read".to_owned();
        return Err(ImportError::Broken { format: "WACZ archive", reason });
    }
    let listed = landings(&listed, &holdings);
    let listed = Some(&listed).filter(|listed| !listed.is_empty());
    let mut batch = warc::articles(&holdings, listed);
    batch.failed.extend(failed);
    batch.diagnostics.extend(unpacked.remarks);
    if listed.is_none() {
        let message = "the archive has no list of its pages; every page in it was looked at";
        batch.diagnostics.push(Diagnostic::info("no-page-list", message));
    }
    Ok(batch)
}

fn is_warc(path: &str) -> bool {
    path.starts_with("archive/") && (path.ends_with(".warc.gz") || path.ends_with(".warc"))
}

/// The pages of a list; its first line is about the list itself.
fn pages(list: &str) -> Listed {
    let lines = list.lines().filter_map(|line| fonds_model::json::parse(line).ok());
    let pages = lines.filter_map(|line| {
        let text = |name: &str| line.get(name)?.as_str();
        Some((held::key(text("url")?), text("title").unwrap_or_default().to_owned()))
    });
    pages.collect()
}

/// A list with the addresses to which its own were redirected.
fn landings(listed: &Listed, holdings: &Holdings) -> Listed {
    let ways = listed.iter().flat_map(|(start, title)| holdings.ways(start).map(move |place| (place, title)));
    ways.map(|(place, title)| (place.to_owned(), title.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::packed;

    const TEXT: &str = "Mười năm qua, đường nhựa đã vào tới từng ấp. Thương lái chạy xe tải đến tận vườn, cân hàng tại \
        chỗ rồi chở thẳng về thành phố. Với họ, một chuyến ghe ba ngày không còn lý do để tồn tại.";

    fn record(address: &str, response: &str) -> String {
        let head = format!("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n");
        format!("{head}Content-Length: {}\r\n\r\n{response}\r\n\r\n", response.len())
    }

    fn titles(list: Option<&str>) -> Vec<String> {
        let page = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{TEXT}</p><p>{TEXT}</p>");
        let moved = "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n";
        let crawl = [record("http://x/a", moved), record("https://x/b", &page), record("http://x/c", &page)];
        let crawl = crawl.concat();
        let mut files = vec![("datapackage.json", "{}"), ("archive/a.warc", crawl.as_str())];
        files.extend(list.map(|list| (PAGES[0], list)));
        let batch = read(&packed(&files)).unwrap();
        batch.articles.into_iter().map(|imported| imported.article.title).collect()
    }

    #[test]
    fn listed_pages_are_found_where_they_moved_to() {
        let list = "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"http://x/a\",\"title\":\"Trong  danh sách\"}\nno JSON\n";
        assert_eq!(titles(Some(list)), ["Trong danh sách"]);
        assert_eq!(titles(Some("{\"format\":\"json-pages-1.0\"}\n")).len(), 2);
        assert_eq!(titles(None).len(), 2);
    }
}
