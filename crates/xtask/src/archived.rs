//! The samples' library as others' programs see it: with everything that a library may hold, its WARC files checked and its
//! records read without Fonds.

use crate::demo::{self, Demo};
use crate::shell::{Done, command, output, root};
use crate::{install, test};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

const EXTRA: &str = "Thư riêng\n\nBức thư này vào kho do nhầm lẫn, gia đình người viết đã xin rút lại bản gốc. Lời văn còn \
    được giữ vì có người đã trích dẫn, nhưng tờ giấy và nét chữ thì không ai được xem nữa. Người giữ kho ghi lại ngày \
    tháng, lý do và tên người xin, rồi cất hồ sơ vào ngăn riêng của năm ấy.\n";

/// Makes a copy of the samples' library in which more was done: a page was fetched, an original purged, things were
/// changed, taken back, removed and restored.
pub fn make(demo: &Demo) -> Done<PathBuf> {
    let library = demo.library.with_file_name("Archive.fonds");
    demo::fonds(&demo.library, &["backup", &library.display().to_string()])?;
    let page = format!("{}/cho-phien", serve()?);
    // Purged is what this copy took in itself: files of the other one wait until it is opened there.
    let extra = library.with_file_name("du.txt");
    std::fs::write(&extra, EXTRA).map_err(|error| error.to_string())?;
    let imported = demo::fonds(&library, &["import", &extra.display().to_string()])?;
    let extra = imported["imported"][0]["id"].as_str().ok_or("nothing was imported")?;
    let steps: [&[&str]; 10] = [
        &["import", &page],
        &["edit", "nguyen2022", "title=Một tên khác"],
        &["undo"],
        &["edit", "le2022", "publication=Báo Sông", "place=Huế"],
        &["tag", "remove", "huynh2023", "Sông nước"],
        &["remove", "morton2022", "tran2020"],
        &["undo"],
        &["remove", "tran2020"],
        &["purge", extra, "--reason", "asked by the family", "--yes"],
        &["annotate", "le2022", "--quote", "chiếc phà số 3", "--note", "Xem **báo cáo** năm 1998."],
    ];
    for step in steps {
        demo::fonds(&library, step)?;
    }
    Ok(library)
}

/// `warcio check` passes every file, and they hold records of every kind.
pub fn check_warc(library: &Path) -> Done {
    let program = install::warcio()?;
    let mut kinds = String::new();
    for file in test::files_below(&library.join("originals"))? {
        output(command(&program, &["check"]).arg(&file))?;
        kinds += &output(command(&program, &["index", "-f", "warc-type"]).arg(&file))?;
    }
    for kind in ["warcinfo", "resource", "conversion", "request", "response", "metadata"] {
        if !kinds.contains(&format!("\"{kind}\"")) {
            return Err(format!("the library has no {kind} record to be checked"));
        }
    }
    Ok(())
}

/// Python and a WARC reader find what the command line shows: text, metadata, annotations, originals.
pub fn read_without_fonds(library: &Path) -> Done {
    let python = install::warcio()?.with_file_name("python");
    let script = root().join("tests").join("without_fonds.py").display().to_string();
    let read = output(command(python, &[&script]).arg(library))?;
    let read: Vec<Value> = serde_json::from_str(&read).map_err(|error| error.to_string())?;
    let listed = demo::fonds(library, &["list"])?;
    let annotations = demo::fonds(library, &["annotations"])?;
    if read.len() != list(&listed).len() || read.len() < 9 {
        return Err(format!("{} articles were read", read.len()));
    }
    for article in &read {
        let id = article["id"].as_str().unwrap_or_default();
        let row = list(&listed).iter().find(|row| row["id"] == id);
        compare(article, row.ok_or_else(|| format!("{id} is not listed"))?)?;
        compare_text(library, id, article)?;
        compare_annotations(article, list(&annotations), id)?;
        compare_original(library, id, article)?;
    }
    Ok(())
}

fn compare(article: &Value, row: &Value) -> Done {
    for field in ["citekey", "title", "creators", "publication", "issued", "url", "language", "tags"] {
        if article[field] != row[field] {
            return Err(format!("{field} of {article} is not {}", row[field]));
        }
    }
    Ok(())
}

fn compare_text(library: &Path, id: &str, article: &Value) -> Done {
    let shown = demo::fonds(library, &["show", id, "--format", "text"])?;
    // How blocks are told apart is the program's; the letters are the article's.
    let letters = |text: &Value| {
        text.as_str().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let (read, shown) = (letters(&article["text"]), letters(&shown["text"]));
    if read == shown && read.len() > 200 {
        Ok(())
    } else {
        Err(format!("{id} says “{read}”, not “{shown}”"))
    }
}

fn compare_annotations(article: &Value, all: &[Value], id: &str) -> Done {
    // The command line tells a part of a picture with the picture.
    let part =
        |found: &Value| found["region"]["fragment"].as_str().or(found["region"].as_str()).map(str::to_owned);
    let told =
        |found: &Value| format!("{} {} {}", found["quote"], found["note"], part(found).unwrap_or_default());
    let mut read: Vec<String> = list(&article["annotations"]).iter().map(told).collect();
    let mut shown: Vec<String> = all.iter().filter(|found| found["article"] == id).map(told).collect();
    read.sort();
    shown.sort();
    if read == shown { Ok(()) } else { Err(format!("{id} has the notes {read:?}, not {shown:?}")) }
}

fn compare_original(library: &Path, id: &str, article: &Value) -> Done {
    let file = library.with_file_name("original");
    if article["original"]["purged"].is_string() {
        let refused = demo::fonds(library, &["original", id, "-o", &file.display().to_string()]);
        return refused.map_or(Ok(()), |_| Err(format!("{id} is purged and given back")));
    }
    demo::fonds(library, &["original", id, "-o", &file.display().to_string()])?;
    let digest = output(command("sha256sum", &[]).arg(&file))?;
    if digest.split(' ').next() == article["original"].as_str() {
        Ok(())
    } else {
        Err(format!("the original of {id} has other bytes: {digest}"))
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Serves one page on this machine, in the background; gives the site's address.
fn serve() -> Done<String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who goes away needs no answer.
            let _ = respond(stream);
        }
    });
    Ok(format!("http://{address}"))
}

fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let is_page = request.contains(" /cho-phien ");
    let text =
        "Từ tờ mờ sáng, người các bản đã gùi hàng xuống chợ, tiếng khèn vang khắp triền đồi. ".repeat(6);
    let page = format!(
        "<html lang=vi><head><title>Chợ phiên họp lại</title></head><body><article><h1>Chợ phiên họp lại</h1>\
         <p>{text}</p><p>{text}</p></article></body></html>"
    );
    let (status, body) = if is_page { ("200 OK", page) } else { ("404 Not Found", String::new()) };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}
