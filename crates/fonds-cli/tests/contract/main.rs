//! The command line as a contract: what scripts rely on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod keeping;

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A library of its own in a folder of its own.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        desk.ok(&["new", "--title", "Thử nghiệm"]);
        desk
    }

    fn with_samples() -> Self {
        let desk = Self::new();
        desk.ok(&["import", samples()]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fonds"));
        command.arg("--library").arg(self.path("Test.fonds")).arg("--json").args(arguments);
        command.env("FONDS_LANG", "en").env("USER", "lan").output().unwrap()
    }

    fn status(&self, arguments: &[&str]) -> (Option<i32>, Value, String) {
        let output = self.run(arguments);
        let value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        (output.status.code(), value, String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn ok(&self, arguments: &[&str]) -> Value {
        let (code, value, told) = self.status(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {told}");
        value
    }

    /// The code of a failure, which must have a message and a hint too.
    fn refused(&self, arguments: &[&str]) -> String {
        let (code, value, told) = self.status(arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {value} {told}");
        assert!(!value["error"]["message"].as_str().unwrap_or_default().is_empty(), "{value}");
        assert!(!value["error"]["hint"].as_str().unwrap_or_default().is_empty(), "{value}");
        assert!(!told.contains("panicked"), "{told}");
        value["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// The answer of a command on another library.
fn at(library: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fonds"));
    command.arg("--library").arg(library).arg("--json").args(arguments).env("FONDS_LANG", "en");
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn samples() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_whole_job() {
    let desk = Desk::new();
    let report = desk.ok(&["import", samples()]);
    assert_eq!(report["imported"].as_array().unwrap().len(), 9);
    assert_eq!(report["failed"], json!([]));
    let again = desk.ok(&["import", samples()]);
    assert_eq!(again["duplicates"].as_array().unwrap().len(), 9);
    let list = desk.ok(&["list", "--limit", "2"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    for key in ["id", "citekey", "title", "creators", "publication", "issued", "url", "language", "tags"] {
        assert!(list[0].get(key).is_some(), "{key}");
    }
    let made = desk.ok(&[
        "annotate",
        "nguyen2022",
        "--quote",
        "hàng nghìn   người dân",
        "--note",
        "Ghi chú.",
        "--tag",
        "Cầu",
        "--colour",
        "pink",
    ]);
    assert_eq!(made["quote"], "hàng nghìn người dân");
    let w3c = desk.ok(&["annotations", "--format", "w3c"]);
    assert_eq!(w3c[0]["target"]["selector"][0]["type"], "TextQuoteSelector");
    desk.ok(&["tag", "add", "nguyen2022", "le2022", "Sông"]);
    desk.ok(&["tag", "rename", "Sông", "Sông nước"]);
    desk.ok(&["tag", "merge", "Cầu", "Sông nước"]);
    assert_eq!(desk.ok(&["list", "--tag", "song nuoc"]).as_array().unwrap().len(), 2);
    desk.ok(&["edit", "le2022", "title=Chuyến phà", "issued=2022-11"]);
    assert_eq!(desk.ok(&["search", "\"chuyến phà\""])["hits"][0]["title"], "Chuyến phà");
    desk.ok(&["collection", "new", "Tập"]);
    desk.ok(&["collection", "add", "Tập", "--part", "Một", "nguyen2022", "le2022"]);
    desk.ok(&["collection", "move", "Tập", "le2022", "--after", "nguyen2022"]);
    let shown = desk.ok(&["collection", "move", "Tập", "le2022"]);
    assert_eq!(shown["collection"]["items"][1]["type"], "part");
    for name in ["a.epub", "a.pdf"] {
        let file = desk.path(name);
        let report = desk.ok(&[
            "export",
            "Tập",
            "-o",
            text(&file),
            "--style",
            "apa",
            "--locale",
            "vi-VN",
            "--paper",
            "a5",
        ]);
        assert_eq!(report["articles"], 2);
        assert!(fs::metadata(&file).unwrap().len() > 1000);
    }
    let file = desk.path("b.epub");
    let narrow = ["--volumes", "1", "--font", "sans", "--set", "ebook.imageWidth=800"];
    let report = desk.ok(&[&["export", "Tập", "-o", text(&file)][..], &narrow].concat());
    // It fits one megabyte: one file, and no volumes.
    assert_eq!((report["path"].clone(), report.get("volumes")), (json!(file), None));
    let report = desk.ok(&["verify"]);
    assert_eq!((report["ok"].clone(), report["articles"].clone()), (json!(true), json!(9)));
    desk.ok(&["remove", "le2022"]);
    assert_eq!(desk.ok(&["rebuild"])["articles"], 8);
    assert_eq!(desk.ok(&["search", "phà", "--limit", "1"])["hits"].as_array().unwrap().len(), 1);
}

#[test]
fn tags_and_collections_stand_in_trees() {
    let desk = Desk::with_samples();
    desk.ok(&["tag", "new", "Hạ tầng"]);
    let tag = desk.ok(&["tag", "new", "Cầu", "--parent", "Hạ tầng"]);
    desk.ok(&["tag", "set", "Cầu", "synonyms=Cầu cống; Bridges", "colour=blue", "note=Mọi loại cầu"]);
    desk.ok(&["tag", "add", "nguyen2022", "Bridges"]);
    let tags = desk.ok(&["tag", "list"]);
    assert_eq!(tags[0]["label"], "Cầu");
    assert_eq!(
        (&tags[0]["count"], &tags[0]["colour"], &tags[0]["id"]),
        (&json!(1), &json!("blue"), &tag["id"])
    );
    assert_eq!((&tags[1]["count"], &tags[1]["total"]), (&json!(0), &json!(1)));
    assert_eq!(desk.refused(&["tag", "set", "Hạ tầng", "parent=cau cong"]), "within-itself");
    assert_eq!(desk.refused(&["tag", "new", "Cầu/Phà"]), "tag-slash");
    let smart = desk.ok(&["collection", "new", "Về cầu", "--query", "tag:bridges", "--sort", "title"]);
    assert_eq!((&smart["query"], &smart["count"]), (&json!("tag:bridges"), &json!(1)));
    assert_eq!(desk.refused(&["collection", "add", "Về cầu", "le2022"]), "smart-collection");
    desk.ok(&["collection", "new", "Tập"]);
    desk.ok(&["collection", "set", "Về cầu", "parent=Tập"]);
    assert_eq!(desk.refused(&["collection", "set", "Tập", "parent=Về cầu"]), "within-itself");
    let report = desk.ok(&["export", "Về cầu", "-o", text(&desk.path("cau.epub"))]);
    assert_eq!(report["articles"], 1);
    let frozen = desk.ok(&["collection", "freeze", "Về cầu"]);
    assert_eq!(frozen["collection"]["query"], Value::Null);
    assert_eq!(frozen["collection"]["items"].as_array().unwrap().len(), 1);
    desk.ok(&["tag", "delete", "Cầu"]);
    assert_eq!(desk.ok(&["tag", "list"]).as_array().unwrap().len(), 1);
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["tag", "list"])[0]["altLabels"], json!(["Cầu cống", "Bridges"]));
}

#[test]
fn citations_in_every_format() {
    let desk = Desk::with_samples();
    let csl = desk.ok(&["cite", "nguyen2022", "--format", "csl-json"]);
    assert_eq!(csl[0]["author"][0]["family"], "Nguyễn");
    for format in ["text", "html", "markdown", "bibtex", "ris"] {
        let cited =
            desk.ok(&["cite", "nguyen2022", "--format", format, "--style", "apa", "--locale", "vi-VN"]);
        assert!(cited["text"].as_str().unwrap().contains("Cầu mới nối hai bờ sông Đào"), "{cited}");
    }
    let html = desk.ok(&["cite", "nguyen2022", "--format", "html"]);
    assert!(html["text"].as_str().unwrap().contains("class=\"Z3988\""), "{html}");
    assert!(desk.ok(&["styles", "chicago"]).as_array().unwrap().len() >= 2);
}

#[test]
fn styles_of_ones_own() {
    let desk = Desk::with_samples();
    let folder = desk.path("Test.fonds/styles");
    fs::create_dir(&folder).unwrap();
    let style = |layout: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"in-text\"><info>\
             <title>Nhà</title><id>nha</id><updated>2024-01-01T00:00:00+00:00</updated></info>\n\
             <citation><layout>{layout}</layout></citation></style>"
        )
    };
    fs::write(folder.join("nha.csl"), style("<text variable=\"title\" suffix=\" (nhà)\"/>")).unwrap();
    fs::write(folder.join("hong.csl"), style("<text variable=\"title\">")).unwrap();
    let cited = desk.ok(&["cite", "nguyen2022", "--style", "nha"]);
    assert!(cited["text"].as_str().unwrap().ends_with(" (nhà)\n"), "{cited}");
    assert_eq!(desk.refused(&["cite", "nguyen2022", "--style", "hong"]), "style-broken");
}

#[test]
fn forewords_cite() {
    let desk = Desk::with_samples();
    desk.ok(&["collection", "new", "Tập"]);
    let foreword = "Theo @nguyen2022 [tr. 3], và [@khong-co].";
    desk.ok(&["collection", "add", "Tập", "nguyen2022", "--foreword", foreword]);
    let out = desk.path("tap.epub");
    let report = desk.ok(&["export", "Tập", "-o", out.to_str().unwrap(), "--style", "apa"]);
    let codes: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|remark| remark["code"].as_str())
        .collect();
    assert!(codes.contains(&"citekey-unknown"), "{report}");
}

#[test]
fn extract_needs_no_library() {
    let file = format!("{}/cho-noi.html", samples());
    let output =
        Command::new(env!("CARGO_BIN_EXE_fonds")).args(["--json", "extract", &file]).output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["title"], "Chợ nổi thưa dần ghe bán");
    assert_eq!(value["publication"], "Báo Miền Sông Nước");
    for key in ["creators", "issued", "language", "url", "lead", "text", "html", "diagnostics"] {
        assert!(value.get(key).is_some(), "{key}");
    }
    assert!(value["html"].as_str().unwrap().contains("<table>"));
}

#[test]
fn bad_files_do_not_stop_good_ones() {
    let desk = Desk::new();
    let folder = desk.path("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("empty.txt"), "  \n").unwrap();
    fs::write(folder.join("binary.txt"), [0u8, 1, 2, 3, 0xff, 0xfe, 0, 0, 7].repeat(99)).unwrap();
    fs::write(folder.join("paper.pdf"), "%PDF-1.7").unwrap();
    fs::write(folder.join("odd.xyz"), "x").unwrap();
    fs::write(folder.join("broken.md"), "# Hình\n\nĐoạn văn.\n\n![Ảnh](cut.png)\n").unwrap();
    fs::write(folder.join("cut.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap();
    fs::write(folder.join("good.txt"), "Tiêu đề\n\nMột đoạn.\n").unwrap();
    let missing = folder.join("missing.txt");
    let (code, report, _) = desk.status(&["import", text(&folder), text(&missing)]);
    assert_eq!(code, Some(1));
    let codes: Vec<_> =
        report["failed"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["binary-file", "empty-file", "unknown-format", "broken-file", "file-missing"]);
    assert!(
        report["failed"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["hint"].as_str().is_some_and(|hint| !hint.is_empty()))
    );
    let titles: Vec<_> =
        report["imported"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Hình", "Tiêu đề"]);
    assert_eq!(report["imported"][0]["diagnostics"][0]["code"], "image-broken");
}

#[test]
fn refusals_say_what_to_do() {
    let desk = Desk::with_samples();
    let out = desk.path("x.pdf");
    let out = text(&out);
    assert_eq!(desk.refused(&["new"]), "library-exists");
    assert_eq!(desk.refused(&["show", "nobody"]), "unknown-article");
    assert_eq!(desk.refused(&["edit", "nguyen2022", "issued=hôm qua"]), "field-date");
    assert_eq!(desk.refused(&["edit", "nguyen2022", "colour=red"]), "unknown-field");
    assert_eq!(desk.refused(&["edit", "nguyen2022", "citekey=le2022"]), "citekey-taken");
    assert_eq!(desk.refused(&["annotate", "nguyen2022", "--quote", "không có trong bài"]), "quote-not-found");
    let context = ["annotate", "nguyen2022", "--quote", "cầu", "--prefix", "không có"];
    assert_eq!(desk.refused(&context), "quote-not-found");
    assert_eq!(desk.refused(&["cite", "nguyen2022", "--style", "nothing"]), "unknown-style");
    assert_eq!(desk.refused(&["export", "none", "-o", out]), "unknown-collection");
    desk.ok(&["collection", "new", "Trống"]);
    assert_eq!(desk.refused(&["export", "Trống", "-o", out]), "empty-collection");
    desk.ok(&["collection", "add", "Trống", "nguyen2022"]);
    assert_eq!(desk.refused(&["export", "Trống", "-o", "/no/such/folder/x.pdf"]), "target-folder-missing");
    assert_eq!(desk.refused(&["export", "Trống", "-o", "x.doc"]), "target-unknown");
    assert_eq!(desk.refused(&["export", "Trống", "-o", out, "--style", "nothing"]), "unknown-style");
    assert!(!Path::new(out).exists());
    let left: Vec<_> =
        fs::read_dir(desk.dir.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["Test.fonds"], "nothing half written may stay");
}

#[test]
fn a_part_of_a_picture_is_marked() {
    let desk = Desk::with_samples();
    let found = desk.ok(&["search", "\"lúc rạng sáng\""]);
    let id = found["hits"][0]["id"].as_str().unwrap();
    let mark = |part: &'static str| ["annotate", id, "--picture", "cho-noi.png", "--region", part];
    let made = desk.ok(&mark("pixel:88,48,176,96"));
    assert_eq!(made["region"]["fragment"], "xywh=percent:10,10,20,20");
    assert_eq!(desk.ok(&["annotations", id])[0]["id"], made["id"]);
    let w3c = desk.ok(&["annotations", id, "--format", "w3c"]);
    assert_eq!(w3c[0]["target"]["selector"]["value"], "xywh=percent:10,10,20,20");
    assert_eq!(desk.refused(&mark("10 cm")), "region-unclear");
    let unknown = ["annotate", id, "--picture", "2", "--region", "percent:1,1,1,1"];
    assert_eq!(desk.refused(&unknown), "picture-not-found");
    assert_eq!(desk.run(&["annotate", id]).status.code(), Some(2));
    assert_eq!(desk.run(&["annotate", id, "--picture", "1"]).status.code(), Some(2));
}

#[test]
fn annotations_travel_and_a_text_is_corrected() {
    let desk = Desk::with_samples();
    let text_of = |name: &str| desk.ok(&["text", name])["markdown"].as_str().unwrap().to_owned();
    let before = text_of("nguyen2022");
    let words = before
        .split_whitespace()
        .filter(|word| word.chars().all(char::is_alphanumeric))
        .max_by_key(|w| w.len());
    let words = words.unwrap();
    desk.ok(&["annotate", "nguyen2022", "--quote", words, "--note", "xem lại"]);
    let corrected = desk.path("corrected.md");
    std::fs::write(&corrected, format!("Một đoạn mới ở đầu.\n\n{before}")).unwrap();
    let done = desk.ok(&["text", "nguyen2022", "--set", text(&corrected)]);
    assert_eq!(done, json!({ "changed": true, "moved": 1, "detached": 0, "found": 0 }));
    assert_eq!(desk.ok(&["text", "nguyen2022", "--set", text(&corrected)])["changed"], false);
    let file = desk.path("notes.jsonld");
    assert_eq!(desk.ok(&["annotations", "export", text(&file), "--article", "nguyen2022"])["annotations"], 1);
    assert_eq!(desk.ok(&["annotations", "import", text(&file)])["known"], 1);
    desk.ok(&["undo"]);
    assert_eq!(text_of("nguyen2022"), before);
}

#[test]
fn wrong_usage_is_two() {
    let desk = Desk::new();
    for arguments in [
        &["frobnicate"][..],
        &["import"],
        &["import", "-", "--type", "abc"],
        &["collection", "set", "x", "y"],
    ] {
        let code = desk.run(arguments).status.code();
        assert!(code == Some(2) || arguments[0] == "collection" && code == Some(1), "{arguments:?}");
    }
    assert_eq!(desk.status(&["list", "--nothing"]).1["error"]["code"], "usage");
    let output =
        Command::new(env!("CARGO_BIN_EXE_fonds")).arg("list").env_remove("FONDS_LIBRARY").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn every_help_has_an_example() {
    for command in [
        "new",
        "import",
        "list",
        "show",
        "edit",
        "remove",
        "search",
        "annotate",
        "annotations",
        "text",
        "tag",
        "collection",
        "cite",
        "styles",
        "export",
        "undo",
        "redo",
        "history",
        "trash",
        "catalog",
        "original",
        "backup",
        "restore",
        "devices",
        "verify",
        "rebuild",
        "extract",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_fonds")).args([command, "--help"]).output().unwrap();
        assert!(String::from_utf8_lossy(&output.stdout).contains("Example: "), "{command}");
    }
}

#[test]
fn pictures_are_described() {
    let desk = Desk::new();
    fs::copy(Path::new(samples()).join("images/folds.png"), desk.path("gấp.png")).unwrap();
    let page = "<article><h1>Gấp giấy</h1><p>Số lần gấp cho đến khi giấy gãy, đo ở phòng đọc.</p>\
        <figure><img src='gấp.png'><figcaption>Số lần gấp</figcaption></figure>\
        <p>Giấy dó gấp được gần một nghìn lần, giấy in báo chỉ được hai lần.</p></article>";
    fs::write(desk.path("gap.html"), page).unwrap();
    desk.ok(&["import", desk.path("gap.html").to_str().unwrap()]);
    desk.ok(&["collection", "new", "Giấy"]);
    let id = desk.ok(&["list"])[0]["id"].as_str().unwrap().to_owned();
    desk.ok(&["collection", "add", "Giấy", &id]);
    let listed = desk.ok(&["pictures", "list", "Giấy"]);
    assert_eq!(listed[0]["fileName"], "gấp.png", "{listed}");
    assert_eq!(desk.refused(&["pictures", "describe", &id, "khác.png", "Biểu đồ"]), "unknown-picture");
    desk.ok(&["pictures", "describe", &id, "gấp.png", "Biểu đồ: giấy dó 960 lần"]);
    assert_eq!(desk.ok(&["pictures", "list", "Giấy"]), json!([]));
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["pictures", "list", "Giấy"]), listed);
}
