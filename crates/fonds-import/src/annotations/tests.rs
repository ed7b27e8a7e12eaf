//! Files in the shapes of other programs.

use super::*;

fn sample(name: &str) -> Vec<Noted> {
    let path = format!("{}/samples/annotations/{name}", env!("CARGO_MANIFEST_DIR"));
    read_annotations(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn hypothesis() {
    let rows = sample("hypothesis-search.json");
    let first = &rows[0];
    assert_eq!(first.sources, ["https://example.vn/cau-moi"]);
    assert_eq!(
        (first.quote.exact.as_str(), first.creator.as_str()),
        ("cây cầu dài nhất vùng này", "Vân Khánh")
    );
    assert_eq!(
        (first.note.as_str(), first.tags.join(",").as_str()),
        ("So với bản tin **1998**.", "Hạ tầng,cầu")
    );
    assert_eq!(first.created.unwrap().to_string(), "2022-11-26T08:14:03.114502Z");
    assert_eq!(rows[1].creator, "minh");
    assert!(rows[2].quote.exact.is_empty() && !rows[2].is_reply && rows[3].is_reply);
    assert_eq!(rows.len(), 4);
}

#[test]
fn recogito() {
    let one = &sample("recogito.jsonld")[0];
    assert_eq!((one.quote.exact.as_str(), one.note.as_str()), ("phà cũ ngừng chạy", "Bến phà ở đâu?"));
    assert_eq!(
        (one.tags.clone(), one.creator.as_str()),
        (vec!["bến phà".into(), "Place".into()], "https://recogito.pelagios.org/lan")
    );
    let one = &sample("recogito-js.json")[0];
    assert!(one.sources.is_empty());
    assert_eq!((one.note.as_str(), one.creator.as_str()), ("Dài hơn cầu cũ.", "Lan"));
}

#[test]
fn annotorious() {
    let found = sample("annotorious.json");
    let one = &found[0];
    assert_eq!((one.fragment.as_str(), one.note.as_str()), ("xywh=pixel:4,2,8,4", "Dấu của sở."));
    assert_eq!((one.pictures.clone(), one.creator.as_str()), (one.sources.clone(), "Lan"));
    let two = &found[1];
    assert_eq!(two.fragment, "xywh=percent:50.25,60,20,30.5");
    assert_eq!(two.pictures, ["https://example.vn/anh/cau-moi.png"]);
    assert_eq!(two.sources, ["https://example.vn/cau-moi"]);
    assert_eq!(found[2].fragment, "SvgSelector");
}

#[test]
fn text_annotator() {
    let found = sample("text-annotator.json");
    let one = &found[0];
    assert_eq!(one.sources, ["https://example.vn/cau-moi"]);
    assert_eq!(
        (one.quote.exact.as_str(), one.quote.prefix.as_str()),
        ("cây cầu dài nhất vùng này", "Sáng nay, ")
    );
    assert_eq!((one.position.unwrap().start, one.position.unwrap().end), (10, 35));
    assert_eq!(
        (one.note.as_str(), one.tags.clone(), one.creator.as_str()),
        ("Dài hơn cầu cũ.", vec!["cầu".into()], "Lan")
    );
    assert_eq!(one.created.unwrap().to_string(), "2024-05-06T07:08:09Z");
    assert_eq!((found.len(), found[1].quote.exact.as_str()), (2, "phà cũ ngừng chạy"));
    let found = sample("annotorious-3.json");
    assert_eq!((found[0].fragment.as_str(), found[0].note.as_str()), ("xywh=pixel:4,2,8,4", "Dấu của sở."));
    assert_eq!((found[0].tags.clone(), found[0].creator.as_str()), (vec!["con dấu".into()], "Lan"));
    assert_eq!((found.len(), found[1].fragment.as_str()), (2, "SvgSelector"));
}

#[test]
fn what_is_no_annotation_is_refused() {
    assert!(read_annotations(b"<html>").is_err());
    assert!(read_annotations(br#"{"type": "FeatureCollection", "features": []}"#).is_err());
    assert_eq!(read_annotations(br#"{"total": 0, "rows": []}"#).unwrap(), []);
    assert_eq!(read_annotations(b"[]").unwrap(), []);
    let html = br#"{"type": "Annotation", "target": "https://a.vn", "body": {"value": "<p onclick=\"x()\">M\u1ed9t</p>", "format": "text/html"}}"#;
    assert_eq!(read_annotations(html).unwrap()[0].note, "Một");
}

#[test]
fn lists_wherever_they_stand() {
    let one = |id: &str| format!(r#"{{"type": "Annotation", "id": "{id}", "target": "https://a.vn"}}"#);
    let row =
        |id: &str| format!(r#"{{"id": "{id}", "uri": "https://a.vn", "target": [], "references": ["x"]}}"#);
    let ids = |text: &str| -> Vec<String> {
        read_annotations(text.as_bytes()).unwrap().into_iter().map(|noted| noted.id).collect()
    };
    assert_eq!(ids(&one("a")), ["a"]);
    assert_eq!(ids(&format!("[{}, {}]", one("a"), one("b"))), ["a", "b"]);
    assert_eq!(ids(&format!(r#"{{"first": {{"items": [{}, {}]}}}}"#, one("a"), one("b"))), ["a", "b"]);
    assert_eq!(ids(&format!(r#"[{{"items": [{}]}}, {{"items": [{}]}}]"#, one("a"), one("b"))), ["a", "b"]);
    assert_eq!(
        ids(&format!(r#"{{"rows": [{}], "replies": [{}, {}]}}"#, row("a"), row("b"), row("a"))),
        ["a", "b"]
    );
    assert_eq!(ids(&row("\"replies\"".trim_matches('"'))), ["replies"]);
}

#[test]
fn more_than_are_read_are_refused() {
    let one = r#"{"type": "Annotation", "target": "a"}"#;
    let text = format!("[{}{one}]", format!("{one},").repeat(MOST));
    assert!(matches!(read_annotations(text.as_bytes()), Err(ImportError::TooLarge { .. })));
    assert_eq!(read_annotations(text.replacen(&format!("{one},"), "", 1).as_bytes()).unwrap().len(), MOST);
}
