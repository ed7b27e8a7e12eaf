//! `cargo xtask bench lists`: makes a library of so many short articles and asks for pages of its list, beside what one
//! round of reading all lines costs.
#![expect(clippy::print_stdout, reason = "a benchmark talks to whoever runs it")]

use fonds_library::{Column, FieldEdit, Language, Library, ListFilter, ListSort, Operation, environment};
use fonds_model::{Article, ArticleId, ArticleKind, Creator, Edtf};
use fonds_store::{Change, Store};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Articles committed at once while the library is made.
const GROUP: usize = 1000;
/// Rows of a page.
const PAGE: usize = 100;

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("Bench.fonds");
    timed("made", || make(&path, count))?;
    let library = timed("opened", || Ok(Library::open(&path, environment(), &fonds_model::Quiet)?))?;
    let page = |column, descending, offset| {
        library.list_page(&ListFilter::default(), ListSort { column, descending }, offset, PAGE)
    };
    let first = timed("first page, by when they came in", || Ok(page(Column::Added, true, 0)?))?;
    println!("{} articles, {} rows a page", first.total, first.rows.len());
    for offset in [100, count / 2, count - PAGE] {
        timed(&format!("page at {offset}"), || Ok(page(Column::Added, true, offset)?))?;
    }
    for column in Column::ALL {
        timed(&format!("first page by {column:?}"), || Ok(page(column, false, 0)?))?;
    }
    timed("again by Title", || Ok(page(Column::Title, false, count / 3)?))?;
    timed("all ids by Title", || {
        let sort = ListSort { column: Column::Title, descending: false };
        Ok(library.list_ids(&ListFilter::default(), sort, 0, count)?)
    })?;
    let ids: Vec<ArticleId> = first.rows.iter().map(|row| row.summary.id.clone()).collect();
    let operation = Operation::Set { value: "Báo Sông".into() };
    let edit = [FieldEdit { field: "publication".into(), operation }];
    timed("100 articles edited", || Ok(library.edit_many(&ids, &edit, Language::English)?))?;
    timed("first page after that, by Title", || Ok(page(Column::Title, false, 0)?))?;
    timed("tags counted", || Ok(library.tags()?))?;
    Ok(())
}

fn timed<T>(what: &str, work: impl FnOnce() -> Done<T>) -> Done<T> {
    let begun = Instant::now();
    let done = work()?;
    println!("{what:40} {:9.2} ms", begun.elapsed().as_secs_f64() * 1000.0);
    Ok(done)
}

fn make(path: &Path, count: usize) -> Done {
    let store = Store::create(path, "Bench", environment())?;
    for from in (0..count).step_by(GROUP) {
        let changes: Vec<Change> = (from..count.min(from + GROUP)).map(article).collect();
        store.commit(&[], &changes)?;
    }
    Ok(())
}

/// The same articles each time, with titles, names and dates that are mixed up.
fn article(n: usize) -> Change {
    let titles =
        ["Chuyện bên sông", "Đường về làng", "Ân tình cửa biển", "The last ferry", "Ông lái đò", "Bến cũ"];
    let names = ["Nguyễn Văn An", "Đỗ Hữu Phước", "Lê Thu Hà", "Jane Smith", "Ưng Thị Mỹ", "Trần Cúc"];
    let mixed = n.wrapping_mul(2_654_435_761) % 1_000_003;
    let issued = format!("{}-{:02}-{:02}", 1900 + mixed % 120, 1 + mixed % 12, 1 + mixed % 28);
    Change::AddArticle {
        article: Box::new(Article {
            id: ArticleId(format!("a{mixed:07}{n:07}")),
            citekey: format!("bai{n}"),
            kind: [ArticleKind::Newspaper, ArticleKind::Letter, ArticleKind::Report][mixed % 3],
            title: format!("{} số {mixed}", titles[n % titles.len()]),
            creators: vec![Creator::author(names[mixed % names.len()])],
            publication: (mixed % 5 > 0).then(|| format!("Báo số {}", mixed % 200)),
            issued: Edtf::parse(&issued),
            language: Some(if mixed % 4 == 0 { "en" } else { "vi" }.into()),
            lead: Some(
                "Sáng nay, hàng trăm người dân đã có mặt hai bên bờ sông để chờ chuyến phà đầu tiên.".into(),
            ),
            ..Article::default()
        }),
    }
}
