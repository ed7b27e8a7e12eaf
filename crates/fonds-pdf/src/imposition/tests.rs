//! Sheets made of the sample, as readers of PDF see them.

use super::sample::Sample;
use super::*;
use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};
use proptest::prelude::*;
use std::process::Command;

fn imposed(sample: Sample, options: &Imposition) -> Imposed {
    impose(&sample.bytes(), options).unwrap()
}

fn marked() -> Imposition {
    Imposition { fold_marks: true, crop_marks: true, ..Imposition::default() }
}

/// The number that the form of a page shows.
fn number_on(form: &lopdf::Stream) -> usize {
    let content = form.get_plain_content().unwrap();
    let content = String::from_utf8(content).unwrap();
    let (_, rest) = content.split_once("(p").unwrap();
    rest.split_once(')').unwrap().0.parse().unwrap()
}

/// The pages on a side, with the matrix of each.
fn placed(file: &Document, side: ObjectId) -> Vec<(usize, [f32; 6])> {
    let page = file.get_dictionary(side).unwrap();
    let resources = page.get(b"Resources").and_then(Object::as_dict).unwrap();
    let forms = resources.get(b"XObject").and_then(Object::as_dict).unwrap();
    let mut matrix = [0.0; 6];
    let mut placed = Vec::new();
    for operation in Content::decode(&file.get_page_content(side)).unwrap().operations {
        match operation.operator.as_str() {
            "cm" => {
                let numbers = operation.operands.iter().map(|number| number.as_float().unwrap());
                matrix = numbers.collect::<Vec<_>>().try_into().unwrap();
            }
            "Do" => {
                let form = forms.get(operation.operands[0].as_name().unwrap()).unwrap();
                let (_, form) = file.dereference(form).unwrap();
                placed.push((number_on(form.as_stream().unwrap()), matrix));
            }
            _ => {}
        }
    }
    placed
}

/// What a tool says of the file; it must not complain.
fn tool(name: &str, before: &[&str], bytes: &[u8], after: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheets.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new(name).args(before).arg(&path).args(after).output();
    let output = output.unwrap_or_else(|_| panic!("{name} must be installed for the tests"));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_sheet_shows_both_pages_side_by_side() {
    let sheets = imposed(Sample { bleed: 12, ..Sample::default() }, &marked());
    assert_eq!((sheets.sheets, sheets.sides, sheets.signatures, sheets.blanks), (2, 4, 1, 0));
    let text = tool("pdftotext", &["-layout"], &sheets.bytes, &["-"]);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let lines: Vec<Vec<&str>> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, [["p8", "p1"], ["p2", "p7"], ["p6", "p3"], ["p4", "p5"]]);
}

#[test]
fn qpdf_finds_no_fault() {
    let samples = [
        Sample::default(),
        Sample { pages: 1, ..Sample::default() },
        Sample { pages: 17, bleed: 12, rotate: 90, ..Sample::default() },
    ];
    let two_up = Imposition { scheme: Scheme::TwoUp, sheet: SheetSize::A4, ..marked() };
    for sample in samples {
        for options in [Imposition::default(), marked(), two_up] {
            let report = tool("qpdf", &["--check"], &imposed(sample, &options).bytes, &[]);
            assert!(report.contains("No syntax or stream encoding errors found"), "{report}");
        }
    }
}

#[test]
fn what_is_not_for_printing_is_left_out() {
    let bytes = imposed(Sample::default(), &Imposition::default()).bytes;
    let file = Document::load_mem(&bytes).unwrap();
    let shown = format!("{:?}", file.objects);
    for gone in ["StructParents", "StructTreeRoot", "MarkInfo", "Outlines", "Annot", "Metadata"] {
        assert!(!shown.contains(gone), "{gone}: {shown}");
    }
    for kept in
        ["OutputIntents", "GTS_PDFA1", "Helvetica-Bold", "Numbers", "OCProperties", "A layer", "Transparency"]
    {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
    // Catalog, page tree, information, font, layer, resources, profile, marks; a form a page; two objects a side. The
    // last is the table of objects.
    assert_eq!(file.objects.len(), 8 + 8 + 2 * 4 + 1, "{shown}");
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let sample = Sample::default();
    assert_eq!(imposed(sample, &marked()).bytes, imposed(sample, &marked()).bytes);
    let id = |options: &Imposition| {
        let file = Document::load_mem(&imposed(sample, options).bytes).unwrap();
        file.trailer.get(b"ID").unwrap().clone()
    };
    assert_ne!(id(&marked()), id(&Imposition::default()));
}

#[test]
fn turned_pages_stand_upright_as_they_did() {
    let sample = Sample { rotate: 90, ..Sample::default() };
    let file = Document::load_mem(&imposed(sample, &Imposition::default()).bytes).unwrap();
    let first = file.page_iter().next().unwrap();
    // 420 points wide and 300 high when turned.
    let expected = [(8, [0.0, -1.0, 1.0, 0.0, 0.0, 300.0]), (1, [0.0, -1.0, 1.0, 0.0, 420.0, 300.0])];
    assert_eq!(placed(&file, first), expected);
}

#[test]
fn the_sheet_has_room_for_bleed_and_marks() {
    let boxes = |sample, options: &Imposition| {
        let file = Document::load_mem(&imposed(sample, options).bytes).unwrap();
        let page = file.get_dictionary(file.page_iter().next().unwrap()).unwrap();
        [b"MediaBox".as_slice(), b"BleedBox", b"TrimBox"].map(|key| {
            let corners = page.get(key).and_then(Object::as_array).unwrap();
            corners.iter().map(|number| number.as_float().unwrap().round() as i32).collect::<Vec<_>>()
        })
    };
    let plain = boxes(Sample::default(), &Imposition::default());
    assert_eq!(plain, [[0, 0, 600, 420]; 3]);
    let bled = boxes(Sample { bleed: 10, ..Sample::default() }, &Imposition::default());
    assert_eq!(bled, [[0, 0, 620, 440], [0, 0, 620, 440], [10, 10, 610, 430]]);
    // Marks begin at the end of the bleed and are 5 mm long.
    let marked = boxes(Sample { bleed: 10, ..Sample::default() }, &marked());
    assert_eq!(marked, [[0, 0, 648, 468], [14, 14, 634, 454], [24, 24, 624, 444]]);
}

#[test]
fn bad_files_give_clear_errors() {
    let error = |pdf: &[u8]| impose(pdf, &Imposition::default()).unwrap_err();
    assert_eq!(error(b"no PDF").code(), "imposition-broken");
    assert_eq!(error(&Sample { pages: 0, ..Sample::default() }.bytes()).code(), "imposition-no-pages");
    assert_eq!(error(&Sample { size: (0, 420), ..Sample::default() }.bytes()).code(), "imposition-page");
    for encrypted in [
        include_bytes!("../../../fonds-import/samples/documents/qpdf-password.pdf").as_slice(),
        include_bytes!("../../../fonds-import/samples/documents/qpdf-no-user-password.pdf"),
    ] {
        assert_eq!(error(encrypted).code(), "imposition-encrypted");
    }
}

#[test]
fn options_are_read_from_json() {
    let options: Imposition = serde_json::from_str(
        r#"{"scheme": {"type": "saddle-stitch", "sheetsPerSignature": 4}, "sheet": "ledger", "creepMm": 0.1}"#,
    )
    .unwrap();
    let scheme = Scheme::SaddleStitch { sheets_per_signature: Some(4) };
    let expected = Imposition { scheme, sheet: SheetSize::Tabloid, creep_mm: 0.1, ..Imposition::default() };
    assert_eq!(options, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_page_is_on_the_sheets_once(
        pages in 1..40usize,
        sheets in 0..4u32,
        two_up: bool,
        right_to_left: bool,
        sheet in prop::sample::select(vec![SheetSize::Automatic, SheetSize::A4, SheetSize::Letter]),
    ) {
        let stitched = Scheme::SaddleStitch { sheets_per_signature: Some(sheets) };
        let scheme = if two_up { Scheme::TwoUp } else { stitched };
        let options = Imposition { scheme, sheet, right_to_left, creep_mm: 0.1, ..Imposition::default() };
        let sample = Sample { pages, ..Sample::default() };
        let file = Document::load_mem(&imposed(sample, &options).bytes).unwrap();
        let mut seen: Vec<usize> = Vec::new();
        for side in file.page_iter() {
            let media = file.get_dictionary(side).and_then(|page| page.get(b"MediaBox")).unwrap();
            let corners: Vec<f32> = media.as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
            for (page, [a, b, c, d, e, f]) in placed(&file, side) {
                prop_assert_eq!((a, b, c), (d, 0.0, 0.0));
                prop_assert!(e >= -0.1 && f >= -0.1);
                prop_assert!(e + 300.0 * a <= corners[2] + 0.1 && f + 420.0 * d <= corners[3] + 0.1);
                seen.push(page);
            }
        }
        seen.sort_unstable();
        prop_assert_eq!(seen, (1..=pages).collect::<Vec<_>>());
    }

    #[test]
    fn damaged_files_do_no_harm(at in 0.0..1.0f64, byte: u8, cut in 0.3..1.0f64) {
        let mut bytes = Sample { pages: 3, ..Sample::default() }.bytes();
        let place = (bytes.len() as f64 * at) as usize;
        bytes[place] = byte;
        // Whatever comes of it, nothing panics.
        let _ = impose(&bytes, &Imposition::default());
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        let _ = impose(&bytes, &Imposition::default());
    }
}
