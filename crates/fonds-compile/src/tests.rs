//! Whole books, compiled.

mod citations;

use super::*;
use fonds_model::book::{Credits, InBook};
use fonds_model::{
    Area, CitationPlace, CollectionItem, Colour, Creator, Digest, Edtf, Image, Inline, Motivation,
    Projection, Quiet, Region, TextPosition, TextRole, TextTarget,
};

/// A book with all its texts.
fn whole(
    material: &Material,
    settings: &ExportSettings,
    edition: Timestamp,
) -> Result<Compiled, CompileError> {
    let compiled = compile(material, &material.articles, settings, None, edition, &Quiet)?;
    let articles = compiled.book.sections.iter().filter(|one| compiled.plan.places.contains_key(&one.id));
    assert!(articles.clone().all(|one| one.blocks.is_empty() && one.lead.is_empty()));
    let book = compiled.book.with_texts(&compiled.plan.texts(material, &material.articles, settings))?;
    Ok(Compiled { book, ..compiled })
}

/// The ids of the sections that these blocks refer to.
fn links_to_sections(blocks: &[Block]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    fonds_model::body::for_each_inline(blocks, &mut |inline| {
        if let Inline::Link { href, .. } = inline {
            ids.extend(href.strip_prefix(fonds_model::book::SECTION_LINK).map(str::to_owned));
        }
    });
    ids
}

fn material() -> Material {
    let mut article = Article {
        id: "a1".into(),
        citekey: "nguyen2022".into(),
        title: "Cầu mới".into(),
        creators: vec![Creator::author("Nguyễn Văn An")],
        publication: Some("Báo Ví Dụ".into()),
        issued: Edtf::parse("2022-11-25T17:05"),
        language: Some("vi".into()),
        lead: Some("Cầu đã thông xe.".into()),
        body: vec![Block::heading(2, "Mục"), Block::paragraph("Người dân rất vui mừng chờ đón.")],
        tags: vec!["t1".into()],
        ..Article::default()
    };
    article.body.push(Block::Note { id: "x".into(), blocks: vec![Block::paragraph("Không ai nhắc.")] });
    let other = Article {
        id: "a2".into(),
        citekey: "ferry".into(),
        title: "The Ferry".into(),
        language: Some("en".into()),
        body: vec![Block::paragraph("It crossed.")],
        ..Article::default()
    };
    let projection = Projection::of(&article);
    let start = projection
        .text
        .chars()
        .collect::<String>()
        .find("vui")
        .map(|at| projection.text[..at].chars().count())
        .unwrap();
    let annotation = Annotation {
        id: "h1".into(),
        article: "a1".into(),
        target: TextTarget::at(&projection, TextPosition { start, end: start + 8 }).unwrap(),
        motivation: Motivation::Commenting,
        note: "So với **1998**.".into(),
        tags: vec![],
        colour: Colour::Green,
        creator: "Lan".into(),
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
    };
    let item = |id: &str, content| CollectionItem { id: id.into(), content };
    let items = vec![
        item("1", ItemContent::Part { title: "Miền Bắc".into() }),
        item("2", ItemContent::Article { article: "a1".into() }),
        item("3", ItemContent::Article { article: "gone".into() }),
        item("4", ItemContent::Article { article: "a2".into() }),
        item(
            "5",
            ItemContent::Text {
                role: TextRole::Foreword,
                title: String::new(),
                text: "# Vì sao\n\nLời.".into(),
            },
        ),
    ];
    Material {
        collection: Collection {
            id: "c1".into(), title: "Cầu đường".into(), items, ..Collection::default()
        },
        articles: [article, other].into_iter().map(|article| (article.id.clone(), article)).collect(),
        annotations: vec![annotation],
        tags: vec![Tag { id: "t1".into(), label: "Hạ tầng".into(), ..Tag::default() }],
        styles: fonds_cite::AddedStyles::default(),
    }
}

fn compiled(settings: &ExportSettings) -> Compiled {
    let now = "2022-12-01T00:00:00Z".parse().unwrap();
    whole(&material(), settings, now).unwrap()
}

#[test]
fn sections_in_order() {
    let compiled = compiled(&ExportSettings { tags: true, ..ExportSettings::default() });
    let lines = compiled.book.sections.iter().map(|section| {
        format!(
            "{} {:?} {} [{}] {} | {}",
            section.id, section.kind, section.title, section.language, section.byline, section.dateline
        )
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
text-001 Foreword Lời nói đầu [vi-VN]  | 
part-002 Part Miền Bắc [vi-VN]  | 
ch-003-nguyen2022 Article Cầu mới [vi] Nguyễn Văn An | Báo Ví Dụ, 25/11/2022 17:05
ch-004-ferry Article The Ferry [en]  | 
bibliography Bibliography Tài liệu tham khảo [vi-VN]  |
");
    let codes: Vec<_> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["article-missing"]);
    assert_eq!(compiled.book.meta.subjects, ["Hạ tầng".into()]);
    assert_eq!(compiled.book.meta.date, "1/12/2022");
    assert!(compiled.book.meta.identifier.starts_with("urn:uuid:"));
}

#[test]
fn each_article_knows_what_it_brings_into_the_package() {
    let mut material = material();
    if let Some(other) = material.articles.get_mut(&ArticleId::from("a2")) {
        other.creators = vec![Creator::author("Jane Smith"), Creator::author("Nguyễn Văn An")];
        other.url = Some("https://example.vn/ferry".into());
    }
    let Compiled { book, .. } = whole(&material, &ExportSettings::default(), Timestamp::UNIX_EPOCH).unwrap();
    let names = |section: &fonds_model::Section| {
        let Credits { contributors, sources, subjects } = &section.credits;
        let contributors = contributors.iter().map(|n| book.meta.contributors[*n].name.as_str());
        let sources = sources.iter().map(|n| book.meta.sources[*n].as_str());
        let subjects = subjects.iter().map(|n| book.meta.subjects[*n].label.as_str());
        contributors.chain(sources).chain(subjects).collect::<Vec<_>>()
    };
    assert_eq!(names(&book.sections[2]), ["Nguyễn Văn An", "Hạ tầng"]);
    assert_eq!(names(&book.sections[3]), ["Jane Smith", "Nguyễn Văn An", "https://example.vn/ferry"]);
    assert_eq!(book.sections[0].credits, Credits::default());
}

#[test]
fn notes_stand_together_in_an_appendix() {
    let book = compiled(&ExportSettings::default()).book;
    let appendix = notes_appendix(&book, &InBook).unwrap().unwrap();
    let text = Projection::of_blocks(&appendix.blocks).text;
    assert_eq!(text, "Cầu mới\nvui mừng\nSo với 1998.\n— Lan, 01/01/1970");
    assert!(links_to_sections(&appendix.blocks).contains("ch-003-nguyen2022"));
    let book = compiled(&ExportSettings { notes: false, ..ExportSettings::default() }).book;
    assert_eq!(notes_appendix(&book, &InBook).unwrap(), None);
}

#[test]
fn an_annotated_article() {
    let compiled = compiled(&ExportSettings::default());
    let section = &compiled.book.sections[2];
    insta::assert_snapshot!(serde_json::to_string_pretty(&section.blocks).unwrap(), @r#"
[
  {
    "type": "heading",
    "level": 2,
    "content": [
      {
        "type": "text",
        "text": "Mục"
      }
    ]
  },
  {
    "type": "paragraph",
    "content": [
      {
        "type": "text",
        "text": "Người dân rất "
      },
      {
        "type": "mark",
        "colour": "green",
        "annotation": "h1",
        "content": [
          {
            "type": "text",
            "text": "vui mừng"
          }
        ]
      },
      {
        "type": "note-ref",
        "note": "fonds-n-h1"
      },
      {
        "type": "text",
        "text": " chờ đón."
      }
    ]
  },
  {
    "type": "paragraph",
    "content": [
      {
        "type": "text",
        "text": "Không ai nhắc."
      }
    ]
  },
  {
    "type": "note",
    "id": "fonds-n-h1",
    "blocks": [
      {
        "type": "paragraph",
        "content": [
          {
            "type": "text",
            "text": "So với "
          },
          {
            "type": "strong",
            "content": [
              {
                "type": "text",
                "text": "1998"
              }
            ]
          },
          {
            "type": "text",
            "text": "."
          }
        ]
      }
    ]
  }
]
"#);
    assert!(!section.citation.is_empty());
}

#[test]
fn annotations_travel_by_choice() {
    let travelling = |highlights: bool, notes: bool| {
        let settings = ExportSettings { highlights, notes, ..ExportSettings::default() };
        compiled(&settings).book.annotations
    };
    let both = travelling(true, true);
    let section = compiled(&ExportSettings::default()).book.sections[2].id.clone();
    assert_eq!((both.len(), &both[0].section), (1, &section));
    assert_eq!(both[0].annotation.target.quote.exact, "vui mừng");
    assert_eq!(both[0].annotation.note, "So với **1998**.");
    assert_eq!(travelling(true, false)[0].annotation.note, "");
    assert_eq!(travelling(false, true).len(), 1);
    assert!(travelling(false, false).is_empty());
}

/// The material with a picture in the first article, and a note on a part of it.
fn with_picture() -> Material {
    let mut material = material();
    let article = material.articles.get_mut(&"a1".into()).unwrap();
    let image = Image::new(Digest::of(b"anh"), "Cây cầu");
    article.body.insert(1, Block::Figure { image: image.clone(), caption: vec![Inline::text("Nhịp giữa.")] });
    let projection = Projection::of(article);
    let region = Region { asset: image.asset, fragment: Area::percent(10.0, 20.0, 30.0, 40.0).unwrap() };
    let target = TextTarget::of_region(&projection, region, 0).unwrap();
    let (id, colour) = ("r1".into(), Colour::Pink);
    let noted =
        Annotation { id, target, colour, note: "Trụ số 4.".into(), ..material.annotations[0].clone() };
    material.annotations.push(noted);
    material
}

#[test]
fn a_part_of_a_picture_is_outlined_and_its_note_stands_among_the_notes() {
    let now = Timestamp::UNIX_EPOCH;
    let made = |highlights: bool, notes: bool| {
        let settings = ExportSettings { highlights, notes, index: true, ..ExportSettings::default() };
        whole(&with_picture(), &settings, now).unwrap().book
    };
    let figure = |book: &Book| match &book.sections[2].blocks[1] {
        Block::Figure { image, caption } => (image.outlines.clone(), caption.clone()),
        other => panic!("{other:?}"),
    };
    let both = made(true, true);
    let (outlines, caption) = figure(&both);
    let note = "fonds-n-r1".to_owned();
    assert_eq!(outlines.len(), 1);
    assert_eq!(
        (outlines[0].area.to_string().as_str(), outlines[0].colour),
        ("xywh=percent:10,20,30,40", Colour::Pink)
    );
    assert_eq!(outlines[0].note, note);
    assert_eq!(caption, [Inline::text("Nhịp giữa."), Inline::NoteRef { note: note.clone() }]);
    let notes: Vec<&str> = both.sections[2]
        .blocks
        .iter()
        .filter_map(|block| if let Block::Note { id, .. } = block { Some(id.as_str()) } else { None })
        .collect();
    // In the order of the text: the picture comes first.
    assert_eq!(notes, ["fonds-n-r1", "fonds-n-h1"]);
    assert_eq!(both.annotations[0].annotation.target.region, with_picture().annotations[1].target.region);
    assert_eq!(figure(&made(false, true)).0, []);
    assert_eq!(figure(&made(true, false)).1.len(), 1);
    let appendix = notes_appendix(&both, &InBook).unwrap().unwrap();
    assert!(
        matches!(&appendix.blocks[1], Block::Quote { blocks } if *blocks == [Block::paragraph("Nhịp giữa.")])
    );
}

#[test]
fn citations_as_footnotes() {
    let settings =
        ExportSettings { citation_place: CitationPlace::Footnote, notes: false, ..ExportSettings::default() };
    let compiled = compiled(&settings);
    let section = &compiled.book.sections[2];
    assert!(section.citation.is_empty());
    assert!(matches!(section.lead.last(), Some(Inline::NoteRef { note }) if note == "citation"));
    assert!(matches!(section.blocks.last(), Some(Block::Note { id, .. }) if id == "citation"));
}

#[test]
fn nothing_to_bind_is_an_error() {
    let mut material = material();
    material.articles.clear();
    let now = Timestamp::UNIX_EPOCH;
    let error = whole(&material, &ExportSettings::default(), now).unwrap_err();
    assert_eq!(error.code(), "empty-collection");
    let settings = ExportSettings { style: "none".into(), ..ExportSettings::default() };
    let error = whole(&super::tests::material(), &settings, now).unwrap_err();
    assert_eq!(error.code(), "unknown-style");
}
