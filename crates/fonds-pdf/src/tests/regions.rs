//! Parts of pictures, outlined in print.

use super::reading::structure;
use super::typography::drawn;
use super::{Pictures, book, options, section};
use crate::drawing::{Draw, Step};
use crate::{Layouts, write};
use fonds_model::book::PlacedAnnotation;
use fonds_model::{
    Annotation, Area, Block, Book, Colour, Digest, Image, Inline, Motivation, NotePlace, Outline, Paper,
    Quiet, Region, SectionKind, TextTarget,
};
use lopdf::{Document, Object};

/// A figure with a note on a part of it, another part without one, and the picture in a line of text.
fn outlined() -> Book {
    let outline = |x: f64, colour: Colour, annotation: &str, note: &str| Outline {
        area: Area::percent(x, 25.0, 25.0, 50.0).unwrap(),
        colour,
        annotation: annotation.into(),
        note: note.into(),
    };
    let mut image = Image::new(Digest("aa".repeat(32)), "Cây cầu");
    image.outlines = vec![outline(50.0, Colour::Blue, "m", "fonds-n-m"), outline(0.0, Colour::Pink, "x", "")];
    let reference = Inline::NoteRef { note: "fonds-n-m".into() };
    let line = vec![Inline::text("Trong dòng: "), Inline::Image { image: image.clone() }, Inline::text(".")];
    let blocks = vec![
        Block::Figure { image, caption: vec![Inline::text("Nhịp giữa."), reference] },
        Block::Paragraph { content: line },
        Block::Note { id: "fonds-n-m".into(), blocks: vec![Block::paragraph("Trụ số 4.")] },
    ];
    let mut book = book(vec![section("a", SectionKind::Article, "Bài", blocks)]);
    book.annotations = vec![placed()];
    book
}

fn placed() -> PlacedAnnotation {
    let region =
        Region { asset: Digest("aa".repeat(32)), fragment: Area::percent(50.0, 25.0, 25.0, 50.0).unwrap() };
    let annotation = Annotation {
        id: "m".into(),
        article: "a".into(),
        target: TextTarget { region: Some(region), ..TextTarget::default() },
        motivation: Motivation::Commenting,
        note: "Trụ số 4.".into(),
        tags: vec![],
        colour: Colour::Blue,
        creator: "Lan".into(),
        created: "2022-12-01T01:02:03Z".parse().unwrap(),
        modified: "2022-12-02T01:02:03Z".parse().unwrap(),
    };
    PlacedAnnotation { section: "a".into(), annotation, tags: vec![], signature: String::new() }
}

fn rgb(colour: Colour) -> [u8; 3] {
    [0, 2, 4].map(|at| u8::from_str_radix(&colour.line()[at..at + 2], 16).unwrap())
}

/// Left, bottom, right and top of a path.
fn bounds(path: &[Step]) -> [f32; 4] {
    let points = path.iter().filter_map(|step| match step {
        Step::Move(x, y) | Step::Line(x, y) => Some((*x, *y)),
        _ => None,
    });
    points.fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |all, (x, y)| {
        [all[0].min(x), all[1].min(y), all[2].max(x), all[3].max(y)]
    })
}

#[test]
fn outlines_lie_over_their_picture() {
    let taken = drawn(&outlined(), &options("reader", Paper::A4));
    let draws: Vec<_> = taken.iter().flat_map(|taken| &taken.pages).flat_map(|page| &page.draws).collect();
    let pictures: Vec<[f32; 4]> = draws
        .iter()
        .filter_map(|placed| if let Draw::Picture { place, .. } = &placed.draw { Some(*place) } else { None })
        .collect();
    let outlines = |wanted: Colour| -> Vec<[f32; 4]> {
        let strokes = draws.iter().filter_map(|placed| match &placed.draw {
            Draw::Stroke { path, colour, width, .. } if *colour == rgb(wanted) && *width > 1.0 => {
                assert_eq!(placed.content, None, "an outline is no part of the text");
                Some(bounds(path))
            }
            _ => None,
        });
        strokes.collect()
    };
    assert_eq!(pictures.len(), 2);
    for (colour, share) in [(Colour::Blue, 0.5), (Colour::Pink, 0.0)] {
        let found = outlines(colour);
        assert_eq!(found.len(), 2, "{colour:?}");
        for ([x, y, width, height], outline) in pictures.iter().zip(found) {
            let wanted =
                [x + width * share, y + height * 0.25, x + width * (share + 0.25), y + height * 0.75];
            let far = outline.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(far < 0.6, "{outline:?} {wanted:?}");
        }
    }
}

#[test]
fn readers_list_it_as_a_square() {
    let pdf =
        write(&outlined(), &Pictures, &options("reader", Paper::A4), &Layouts::default(), &Quiet).unwrap();
    let file = Document::load_mem(&pdf.bytes).unwrap();
    let dicts = file.objects.values().filter_map(|object| object.as_dict().ok());
    let squares: Vec<_> =
        dicts.filter(|dict| dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Square")).collect();
    let [square] = squares.as_slice() else { panic!("{squares:?}") };
    assert_eq!(super::reading::string(square.get(b"Contents").unwrap()), "Trụ số 4.");
    assert!(square.get(b"QuadPoints").is_err() && square.has(b"AP"));
}

#[test]
fn the_structure_says_of_a_picture_what_it_said() {
    for place in [NotePlace::Footnotes, NotePlace::Endnotes, NotePlace::Margin] {
        let mut wanted = options("reader", Paper::A4);
        wanted.print.note_place = Some(place);
        let pdf = write(&outlined(), &Pictures, &wanted, &Layouts::default(), &Quiet).unwrap();
        let document = structure(&pdf.bytes);
        let (mut figures, mut notes) = (Vec::new(), Vec::new());
        document.all("Figure", &mut figures);
        document.all("Note", &mut notes);
        let alts: Vec<_> = figures.iter().filter_map(|figure| figure.alt.as_deref()).collect();
        assert_eq!(alts, ["Cây cầu", "Cây cầu"], "{place:?}");
        assert_eq!(notes.len(), 1, "{place:?}");
        assert!(notes[0].text_without(&[]).contains("Trụ số 4."), "{place:?}");
        // The number on the picture is drawn, not said a second time.
        let said = figures[0].text_without(&["Note"]);
        assert_eq!(said.matches('1').count(), 1, "{place:?}: {said}");
    }
}
