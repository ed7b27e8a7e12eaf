//! A small library, searched.

mod phrases;

use crate::index::tests::row;
use crate::{
    FacetKind, Found, Index, IndexedAnnotation, IndexedArticle, Names, Part, ProblemCode, Query,
    SearchOptions, Sort,
};
use fonds_model::{
    ArticleId, ArticleKind, Collection, CollectionItem, Edtf, ItemContent, Tag, TagId, Timestamp,
};

/// Title, text, creator, publication, kind, language, date, tags, note.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    ArticleKind,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

const ROWS: [Row; 6] = [
    (
        "Cầu Long Biên",
        "Cầu bắc qua sông Hồng.",
        "Nguyễn Văn An",
        "Tuổi Trẻ",
        ArticleKind::Newspaper,
        "vi-VN",
        "1945?",
        &["t2"],
        "",
    ),
    (
        "Đường sắt Bắc Nam",
        "Tàu chạy qua cầu Long Biên mỗi ngày.",
        "Trần Thị Bình",
        "Tuổi Trẻ Online",
        ArticleKind::WebPage,
        "vi",
        "1930/1935",
        &["t1", "t2"],
        "so với bản đồ 1902",
    ),
    ("Ân tình", "Một lá thư về quê cũ.", "Nguyễn Thị An", "", ArticleKind::Letter, "vi", "194X", &[], ""),
    (
        "River notes",
        "The bridge over the Red River.",
        "Jane Smith",
        "The Courier",
        ArticleKind::Newspaper,
        "en",
        "1954-07-20",
        &["t3"],
        "",
    ),
    ("An ninh", "Báo cáo về con dương xỉ.", "", "", ArticleKind::Report, "vi", "../1900", &[], ""),
    ("Ăn Tết", "Mâm cỗ ngày Tết.", "", "", ArticleKind::Magazine, "vi", "", &[], ""),
];

fn names() -> Names {
    let item =
        |id: &str| CollectionItem { id: id.into(), content: ItemContent::Article { article: id.into() } };
    let collection = Collection {
        id: "c1".into(),
        title: "Báo tháng Tám".into(),
        items: vec![item("0"), item("1"), item("gone")],
        ..Collection::default()
    };
    let tag = |id: &str, label: &str, parent: Option<&str>| Tag {
        id: id.into(),
        label: label.into(),
        parent: parent.map(TagId::from),
        ..Tag::default()
    };
    let tags = vec![
        tag("t0", "Giao thông", None),
        tag("t1", "Đường sắt", Some("t0")),
        tag("t2", "Cầu", Some("t0")),
        tag("t3", "Sông", None),
    ];
    Names::new(tags, vec![collection])
}

fn library() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(dir.path()).unwrap();
    for (n, (title, text, creator, publication, kind, language, issued, tags, note)) in
        ROWS.into_iter().enumerate()
    {
        let (id, issued) = (ArticleId(n.to_string()), Edtf::parse(issued));
        let creators = if creator.is_empty() { vec![] } else { vec![creator.to_owned()] };
        let tags: Vec<TagId> = tags.iter().map(|id| TagId::from(*id)).collect();
        let annotation = IndexedAnnotation { note, start: 4, is_highlight: true };
        let article = IndexedArticle {
            id: &id,
            title,
            text,
            creators: &creators,
            publication: Some(publication).filter(|name| !name.is_empty()),
            kind,
            language: Some(language),
            issued: issued.as_ref(),
            added: Timestamp::from_second(n as i64).ok(),
            tags: &tags,
            annotations: if note.is_empty() { &[] } else { std::slice::from_ref(&annotation) },
            url: None,
        };
        index.update(&[article], &[], n as u64 + 1).unwrap();
    }
    (dir, index)
}

fn search(index: &Index, query: &str, options: &SearchOptions) -> Found {
    index.search(&Query::parse(query).query, &names(), options).unwrap()
}

fn ids(found: &Found) -> String {
    found.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_clause_finds_what_it_says() {
    let (_dir, index) = library();
    for (query, expected) in [
        ("", "0 1 2 3 4 5"),
        ("long biên", "0 1"),
        ("-\"long biên\"", "2 3 4 5"),
        ("\"long biên\" -\"mỗi ngày\"", "0"),
        ("bridge OR lá thư ", "2 3"),
        ("(bridge OR thư) lang:vi", "2"),
        ("author:nguyễn", "0 2"),
        ("author:\"văn an\"", "0"),
        ("author:jan*", "3"),
        ("-author:nguyễn", "1 3 4 5"),
        ("source:\"Tuổi Trẻ\"", "0"),
        ("source:tuổi", "0 1"),
        ("source:online", "1"),
        ("tag:cầu", "0 1"),
        ("tag:\"giao thông\"", "0 1"),
        ("tag:\"Giao thông/Đường sắt\"", "1"),
        ("-tag:cầu", "2 3 4 5"),
        ("giao thông", ""),
        ("\"đường sắt\"", "1"),
        ("sông", "0 3"),
        ("date:1945", "0 2"),
        ("date:1945-08-19", "0 2"),
        ("date:1932..1944", "1 2"),
        ("date:1950..", "3"),
        ("date:..1930", "1 4"),
        ("date:1954-08", ""),
        ("-date:1900..1999", "5"),
        ("-date:1901..1999", "4 5"),
        ("date:1900", "4"),
        ("kind:letter OR kind:report", "2 4"),
        ("has:note", "1"),
        ("has:highlight", "1"),
        ("-has:tag", "2 4 5"),
        ("in:c1", "0 1"),
        ("in:\"báo tháng tám\" -cầu", ""),
        ("lang:vi-VN", "0"),
        ("lang:en", "3"),
        ("1902", "1"),
        ("courier", "3"),
        ("jane", "3"),
    ] {
        let found = search(&index, query, &SearchOptions { sort: Sort::Added, ..SearchOptions::default() });
        let mut sorted: Vec<_> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
        sorted.sort_unstable();
        assert_eq!((sorted.join(" ").as_str(), found.total), (expected, sorted.len()), "{query}");
    }
}

#[test]
fn title_and_creators_count_more() {
    let (_dir, index) = library();
    assert_eq!(ids(&search(&index, "long biên", &SearchOptions::default())), "0 1");
}

#[test]
fn orders_and_pages() {
    let (_dir, index) = library();
    let sorted = |sort| ids(&search(&index, "", &SearchOptions { sort, ..SearchOptions::default() }));
    assert_eq!(sorted(Sort::Title), "4 5 2 0 1 3");
    assert_eq!(sorted(Sort::Added), "5 4 3 2 1 0");
    assert_eq!(sorted(Sort::Newest), "3 2 0 1 4 5");
    assert_eq!(sorted(Sort::Oldest), "4 1 2 0 3 5");
    let page = SearchOptions { offset: 2, limit: 2, sort: Sort::Title, ..SearchOptions::default() };
    let found = search(&index, "", &page);
    assert_eq!((ids(&found).as_str(), found.total), ("2 0", 6));
    let none = SearchOptions { offset: usize::MAX, limit: usize::MAX, ..SearchOptions::default() };
    assert_eq!(search(&index, "", &none).total, 6);
    let most = SearchOptions { offset: 5, limit: usize::MAX, ..SearchOptions::default() };
    assert_eq!(search(&index, "", &most).hits.len(), 1);
}

#[test]
fn all_that_is_found_in_order() {
    let (_dir, index) = library();
    let all = |query: &str, sort| {
        let ids = index.all(&Query::parse(query).query, &names(), sort).unwrap();
        ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(all("", Sort::Title), "4 5 2 0 1 3");
    assert_eq!(all("long biên ", Sort::Relevance), "0 1");
    assert_eq!(all("in:c1 -\"mỗi ngày\"", Sort::Newest), "0");
    assert_eq!(all("lóng biển ", Sort::Oldest), all("long bien ", Sort::Oldest));
    assert_eq!(all("kind:interview", Sort::Added), "");
}

/// The facets as lines: kind, and each value with its count; `*` marks what the query asks for.
fn facets(index: &Index, query: &str) -> Vec<String> {
    let found = search(index, query, &SearchOptions { facet_values: 10, ..SearchOptions::default() });
    let value = |value: &crate::FacetValue| {
        format!("{}{} {}", if value.is_chosen { "*" } else { "" }, value.label, value.count)
    };
    let line = |facet: &crate::Facet| {
        format!("{:?}: {}", facet.kind, facet.values.iter().map(value).collect::<Vec<_>>().join(", "))
    };
    found.facets.iter().map(line).collect()
}

#[test]
fn facets_count_what_could_be_chosen() {
    let (_dir, index) = library();
    assert_eq!(
        facets(&index, "long biên"),
        [
            "Year: 1930 1, 1931 1, 1932 1, 1933 1, 1934 1, 1935 1, 1945 1",
            "Publication: Tuổi Trẻ 1, Tuổi Trẻ Online 1",
            "Tag: Cầu 2, Giao thông 2, Đường sắt 1",
            "Language: vi 2",
            "Kind: newspaper 1, web-page 1",
        ]
    );
    let chosen = facets(&index, "long biên source:\"Tuổi Trẻ\" tag:Cầu ");
    assert_eq!(chosen[1], "Publication: *Tuổi Trẻ 1, Tuổi Trẻ Online 1");
    assert_eq!(chosen[2], "Tag: *Cầu 1, Giao thông 1");
    assert_eq!(chosen[4], "Kind: newspaper 1");
}

#[test]
fn a_facets_clause_finds_as_many_as_it_says() {
    let (_dir, index) = library();
    for query in ["", "cầu", "lang:vi", "kind:letter", "(tag:Cầu OR tag:Sông) date:1945"] {
        let query = Query::parse(query).query;
        let options = SearchOptions { facet_values: 10, ..SearchOptions::default() };
        for facet in index.search(&query, &names(), &options).unwrap().facets {
            for value in facet.values {
                let clause = Query::parse(&format!("{} ", value.clause)).query;
                let bare = match facet.kind {
                    FacetKind::Tag => query.clone(),
                    _ => query.without_own(|own| {
                        own.field().map(|field| format!("{field}:"))
                            == value.clause.split_inclusive(':').next().map(str::to_owned)
                    }),
                };
                let (condition, _) = clause.root.conditions()[0];
                let total = index.search(&bare.with(condition), &names(), &options).unwrap().total;
                assert_eq!(total, value.count, "{query}: {}", value.clause);
            }
        }
    }
}

#[test]
fn many_years_are_decades() {
    let (_dir, index) = library();
    let id = ArticleId::from("9");
    let long = Edtf::parse("1600/1650").unwrap();
    index.update(&[IndexedArticle { issued: Some(&long), ..row(&id, "dài") }], &[], 9).unwrap();
    assert_eq!(facets(&index, "dài")[0], "Decade: 1600 1, 1610 1, 1620 1, 1630 1, 1640 1, 1650 1");
}

#[test]
fn facets_of_many_articles_count_each_once() {
    let (_dir, index) = library();
    let ids: Vec<ArticleId> = (0..700).map(|n| ArticleId(format!("m{n:03}"))).collect();
    let years: Vec<Option<Edtf>> = (0..7).map(|n| Edtf::parse(&format!("19{n}0"))).collect();
    // Of each four: no tag, one, the other, both; both are narrower than a third.
    let tags: [&[TagId]; 4] = [&[], &["t1".into()], &["t2".into()], &["t1".into(), "t2".into()]];
    let rows: Vec<IndexedArticle<'_>> = (0..700)
        .map(|n| IndexedArticle {
            issued: years[n % 7].as_ref().filter(|_| n % 10 > 0),
            publication: (n % 3 > 0).then_some("Báo Mới"),
            tags: tags[n % 4],
            ..row(&ids[n], "dài")
        })
        .collect();
    index.update(&rows, &[], 9).unwrap();
    let found = facets(&index, "dài");
    assert_eq!(found[0], "Year: 1900 90, 1910 90, 1920 90, 1930 90, 1940 90, 1950 90, 1960 90");
    assert_eq!(found[1], "Publication: Báo Mới 466");
    assert_eq!(found[2], "Tag: Giao thông 525, Cầu 350, Đường sắt 350");
}

#[test]
fn facets_follow_what_comes_in_and_goes() {
    let (_dir, index) = library();
    assert_eq!(facets(&index, "kind:newspaper OR kind:letter")[3], "Language: vi 2, en 1");
    let id = ArticleId::from("2");
    let letter = IndexedArticle {
        language: Some("fr"),
        publication: Some("Le Courrier"),
        kind: ArticleKind::Letter,
        ..row(&id, "lettre")
    };
    index.update(&[letter], &["0".into()], 9).unwrap();
    let found = facets(&index, "kind:newspaper OR kind:letter");
    assert_eq!(found[1], "Publication: Le Courrier 1, The Courier 1");
    assert_eq!(found[3], "Language: en 1, fr 1");
    index.clear().unwrap();
    assert!(facets(&index, "").is_empty());
}

#[test]
fn unknown_names_are_problems_with_places() {
    let (_dir, index) = library();
    let found = search(&index, "cầu OR tag:Khôngcó OR in:xyz ", &SearchOptions::default());
    let problems: Vec<_> = found.problems.iter().map(|p| (p.code, p.place.clone())).collect();
    assert_eq!(problems, [(ProblemCode::UnknownTag, 7..18), (ProblemCode::UnknownCollection, 22..28)]);
    assert_eq!(found.total, 2);
}

#[test]
fn snippets_lead_to_the_place() {
    let (_dir, index) = library();
    let hit = |query: &str| search(&index, query, &SearchOptions::default()).hits.remove(0);
    let found = hit("tàu \"long biên\" ");
    assert_eq!((found.snippet.text.as_str(), found.snippet.place), (ROWS[1].1, Some(0)));
    assert_eq!(found.snippet.marks, [(0, 3), (17, 21), (22, 26)]);
    let noted = hit("bản đồ ");
    assert_eq!((noted.snippet.part, noted.snippet.place), (Part::Note, Some(4)));
    assert_eq!(noted.snippet.marks, [(7, 10), (11, 13)]);
    let titled = hit("notes");
    assert_eq!((titled.title_marks.as_slice(), titled.snippet.place), ([(6, 11)].as_slice(), None));
}

#[test]
fn long_texts_are_cut_around_the_words() {
    let (_dir, index) = library();
    let text = format!(
        "Cầu đầu tiên. {}Phà và cầu mới, sông sâu. {}",
        "Mở đầu rất dài. ".repeat(60),
        "Hết. ".repeat(60)
    );
    let id = ArticleId::from("9");
    index.update(&[row(&id, &text)], &[], 9).unwrap();
    let hit = search(&index, "phà cau mới ", &SearchOptions { snippet: 60, ..SearchOptions::default() })
        .hits
        .remove(0);
    let cut = |(from, to): &(usize, usize)| {
        hit.snippet.text.chars().skip(*from).take(to - from).collect::<String>()
    };
    assert_eq!(hit.snippet.marks.iter().map(cut).collect::<Vec<_>>(), ["Phà", "cầu", "mới"]);
    assert!(hit.snippet.text.starts_with('…') && hit.snippet.text.ends_with('…'));
    let place = hit.snippet.place.unwrap();
    assert_eq!(text.chars().skip(place).take(3).collect::<String>(), "Phà");
}

#[test]
fn where_exact_finds_nothing_it_folds_and_says_so() {
    let (_dir, index) = library();
    let found = search(&index, "đương ", &SearchOptions { facet_values: 5, ..SearchOptions::default() });
    assert!(found.folded && found.total == 2 && !found.facets.is_empty());
    assert_eq!(found.hits[0].title_marks, [(0, 5)]);
    let exact = search(&index, "dương ", &SearchOptions::default());
    assert_eq!((exact.folded, ids(&exact).as_str()), (false, "4"));
}

#[test]
fn what_a_phrase_excludes_is_left_out_wherever_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(dir.path()).unwrap();
    let ids: Vec<ArticleId> = (0..24).map(|n| ArticleId(format!("{n:02}"))).collect();
    let text = |n: usize| if n % 3 == 1 { "sông nhỏ bắc qua làng" } else { "sông nhỏ qua bắc" };
    let articles: Vec<_> = ids.iter().enumerate().map(|(n, id)| row(id, text(n))).collect();
    index.update(&articles, &[], 1).unwrap();
    let found = |query: &str| search(&index, query, &SearchOptions::default()).total;
    assert_eq!(found("\"sông nhỏ\""), 24);
    assert_eq!(found("\"sông nhỏ\" -\"bắc qua\""), 16);
    assert_eq!(found("-\"bắc qua\""), 16);
    assert_eq!(found("sông -(\"bắc qua\" OR \"không có\")"), 16);
    assert_eq!(found("nhỏ -\"bắc qua\" -\"qua bắc\""), 0);
}
