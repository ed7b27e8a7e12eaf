//! Tags in a tree, collections in a tree, and smart collections.

use fonds_library::{
    CollectionValues, Format, ImportOptions, Language, Library, SearchOptions, Sort, TagValues, environment,
};
use fonds_model::{
    ArticleId, CollectionId, Colour, ExportSettings, ItemContent, ItemId, Quiet, TagId, TextRole,
};
use proptest::prelude::*;

fn library() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(&dir.path().join("Kho.fonds"), "Kho", environment()).unwrap();
    (dir, library)
}

fn add(library: &Library, title: &str, text: &str) -> ArticleId {
    let options = ImportOptions { format: Some(Format::Markdown), ..ImportOptions::default() };
    let bytes = format!("# {title}\n\n{text}\n").into_bytes();
    let report = library.import_bytes("", bytes, options, Language::Vietnamese).unwrap();
    report.imported.into_iter().next().unwrap().id
}

fn tag(library: &Library, label: &str, parent: Option<&TagId>) -> TagId {
    let values =
        TagValues { label: Some(label.into()), parent: Some(parent.cloned()), ..TagValues::default() };
    library.new_tag(&values).unwrap().id
}

fn under(parent: Option<&TagId>) -> TagValues {
    TagValues { parent: Some(parent.cloned()), ..TagValues::default() }
}

fn smart(library: &Library, title: &str, query: &str) -> CollectionId {
    let values = CollectionValues {
        title: Some(title.into()),
        query: Some(query.into()),
        sort: Some(Sort::Title),
        ..CollectionValues::default()
    };
    library.make_collection(&values).unwrap().id
}

/// What a collection holds, in a line: titles of articles, roles of texts.
fn shown(library: &Library, id: &CollectionId) -> String {
    let shown = library.shown_collection(id).unwrap();
    let name = |content: &ItemContent| match content {
        ItemContent::Article { article } => shown.articles[article].title.clone(),
        ItemContent::Part { title } => format!("§{title}"),
        ItemContent::Text { role, .. } => format!("[{role:?}]"),
    };
    shown.collection.items.iter().map(|item| name(&item.content)).collect::<Vec<_>>().join(" ")
}

fn text(role: TextRole) -> ItemContent {
    ItemContent::Text { role, title: String::new(), text: "…".into() }
}

#[test]
fn a_tag_is_described_moved_and_found_by_its_synonyms() {
    let (_dir, library) = library();
    let (a, b) = (add(&library, "Một", "cầu"), add(&library, "Hai", "phà"));
    let art = tag(&library, "Nghệ thuật", None);
    let painting = tag(&library, "Hội hoạ", Some(&art));
    let values = TagValues {
        alt_labels: Some(vec![" Mỹ  thuật ".into(), "Nghệ thuật".into(), String::new(), "Mỹ thuật".into()]),
        scope_note: Some("Mọi ngành.".into()),
        colour: Some(Some(Colour::Pink)),
        ..TagValues::default()
    };
    let entry = library.set_tag(&art, &values).unwrap();
    assert_eq!((entry.alt_labels, entry.colour), (vec!["Mỹ thuật".to_owned()], Some(Colour::Pink)));
    // A synonym names the tag instead of making another.
    assert_eq!(library.tag(&[a.clone()], "Mỹ thuật").unwrap().id, art);
    assert_eq!(library.tag_named("my thuat").unwrap(), art);
    library.tag(&[a, b], "Nghệ thuật/Hội hoạ").unwrap();
    let counts = |id: &TagId| {
        let entry = library.tags().unwrap().into_iter().find(|entry| entry.id == *id).unwrap();
        (entry.count, entry.total)
    };
    assert_eq!((counts(&art), counts(&painting)), ((1, 2), (2, 2)));
    assert_eq!(library.search("tag:\"mỹ thuật\"", &SearchOptions::default()).unwrap().total, 2);
    // No way to stand under oneself; names are told apart where they stand.
    let code = |outcome: Result<_, fonds_library::LibraryError>| outcome.map(|_| ()).unwrap_err().code();
    assert_eq!(code(library.set_tag(&art, &under(Some(&painting)))), "within-itself");
    assert_eq!(code(library.set_tag(&art, &under(Some(&art)))), "within-itself");
    let other = tag(&library, "Hội hoạ", None);
    assert_eq!(code(library.set_tag(&other, &under(Some(&art)))), "tag-taken");
    assert_eq!(
        code(library.rename_tag(&other, "Vẽ/Tranh").map(|()| entry_of(&library, &other))),
        "tag-slash"
    );
    assert_eq!(code(library.set_tag(&other, &under(Some(&"none".into())))), "unknown-tag");
    // Removing lets what stands under it move up, and is undone at once.
    library.remove_tag(&art).unwrap();
    assert_eq!(entry_of(&library, &painting).parent, None);
    library.undo().unwrap();
    assert_eq!(entry_of(&library, &painting).parent, Some(art.clone()));
    assert_eq!((counts(&art), entry_of(&library, &art).scope_note.as_str()), ((1, 2), "Mọi ngành."));
}

fn entry_of(library: &Library, id: &TagId) -> fonds_library::TagEntry {
    library.tags().unwrap().into_iter().find(|entry| entry.id == *id).unwrap()
}

#[test]
fn a_tag_can_be_merged_into_one_far_under_it() {
    let (_dir, library) = library();
    let article = add(&library, "Một", "cầu");
    let root = tag(&library, "Gốc", None);
    let from = tag(&library, "Trên", Some(&root));
    let middle = tag(&library, "Giữa", Some(&from));
    let into = tag(&library, "Dưới", Some(&middle));
    library.tag(&[article.clone()], "Trên").unwrap();
    library.merge_tags(&from, &into, true).unwrap();
    assert_eq!(entry_of(&library, &into).parent, Some(root));
    assert_eq!(entry_of(&library, &middle).parent, Some(into.clone()));
    assert_eq!(entry_of(&library, &into).alt_labels, ["Trên"]);
    assert_eq!(library.article(&article).unwrap().tags, [into.clone()]);
    library.undo().unwrap();
    assert_eq!(entry_of(&library, &into).parent, Some(middle));
    assert_eq!(library.article(&article).unwrap().tags, [from]);
}

#[test]
fn the_history_of_a_tag_calls_others_by_their_names() {
    let (_dir, library) = library();
    let (art, painting) = (tag(&library, "Nghệ thuật", None), tag(&library, "Hội hoạ", None));
    library.set_tag(&painting, &under(Some(&art))).unwrap();
    let history = library.history(painting.as_str()).unwrap();
    assert_eq!(history[1].after["parent"], "Nghệ thuật");
}

#[test]
fn collections_nest() {
    let (_dir, library) = library();
    let make = |title: &str| library.new_collection(title, ExportSettings::default()).unwrap().id;
    let (a, b, c) = (make("A"), make("B"), make("C"));
    let put = |id: &CollectionId, parent: Option<&CollectionId>| {
        let values = CollectionValues { parent: Some(parent.cloned()), ..CollectionValues::default() };
        library.set_collection(id, &values).map_err(|error| error.code())
    };
    put(&b, Some(&a)).unwrap();
    put(&c, Some(&b)).unwrap();
    assert_eq!(put(&a, Some(&c)), Err("within-itself"));
    assert_eq!(put(&a, Some(&"none".into())), Err("unknown-collection"));
    let parents = || {
        let all = library.collections().unwrap();
        all.into_iter().map(|entry| entry.parent.map(|parent| parent.0)).collect::<Vec<_>>()
    };
    library.remove_collection(&b).unwrap();
    assert_eq!(parents(), [None, Some(a.0.clone())]);
    library.undo().unwrap();
    assert_eq!(parents(), [None, Some(a.0), Some(b.0.clone())]);
    put(&b, None).unwrap();
    assert_eq!(parents(), [None, None, Some(b.0)]);
}

#[test]
fn a_smart_collection_holds_what_its_search_finds() {
    let (dir, library) = library();
    for (title, words) in [("Bến phà", "sông và phà"), ("Cầu mới", "sông và cầu"), ("Chợ", "hàng quán")]
    {
        add(&library, title, words);
    }
    let id = smart(&library, "Sông nước", "sông");
    library.add_items(&id, vec![text(TextRole::Foreword), text(TextRole::Afterword)], None).unwrap();
    assert_eq!(shown(&library, &id), "[Foreword] Bến phà Cầu mới [Afterword]");
    add(&library, "An Giang", "sông Hậu");
    assert_eq!(shown(&library, &id), "[Foreword] An Giang Bến phà Cầu mới [Afterword]");
    assert_eq!(library.collections().unwrap()[0].count, Some(3));
    assert_eq!(library.search("in:\"Sông nước\" cầu", &SearchOptions::default()).unwrap().total, 1);
    // Nothing else is put in by hand, and nothing that was found is moved.
    let article = library.list(None, None).unwrap()[0].id.clone();
    assert_eq!(library.add_articles(&id, &[article.clone()]).unwrap_err().code(), "smart-collection");
    let found = library.shown_collection(&id).unwrap().found;
    assert_eq!(found.len(), 3);
    assert_eq!(library.move_item(&id, &found[0], None).unwrap_err().code(), "smart-collection");
    let settings = ExportSettings::default();
    let report = library.export(&id, &dir.path().join("a.epub"), &settings, None, &Quiet).unwrap();
    assert_eq!(report.articles, 3);
    // Frozen it stays as it is; undone it follows again.
    library.freeze_collection(&id).unwrap();
    add(&library, "Bờ đê", "sông");
    assert_eq!(shown(&library, &id), "[Foreword] An Giang Bến phà Cầu mới [Afterword]");
    library.undo().unwrap();
    library.undo().unwrap();
    assert!(library.collection(&id).unwrap().is_smart());
    assert_eq!(library.collection(&id).unwrap().items.len(), 2);
    let fields = |query: &str| CollectionValues { query: Some(query.into()), ..CollectionValues::default() };
    assert_eq!(library.set_collection(&id, &fields(" ")).unwrap_err().code(), "empty-query");
    let plain = library.new_collection("Tay", settings).unwrap().id;
    library.add_articles(&plain, &[article]).unwrap();
    assert_eq!(library.set_collection(&plain, &fields("a")).unwrap_err().code(), "holds-articles");
}

#[test]
fn smart_collections_that_ask_for_each_other_come_to_an_end() {
    let (_dir, library) = library();
    add(&library, "Sông", "nước");
    let one = smart(&library, "Một", "in:Hai OR sông");
    let two = smart(&library, "Hai", "in:Một");
    let own = smart(&library, "Ba", "in:Ba");
    assert_eq!(
        (shown(&library, &one), shown(&library, &two), shown(&library, &own)),
        ("Sông".into(), "Sông".into(), String::new())
    );
}

#[test]
fn several_items_move_at_once() {
    let (_dir, library) = library();
    let id = library.new_collection("Tập", ExportSettings::default()).unwrap().id;
    let part = |title: &str| ItemContent::Part { title: title.into() };
    let items = library.add_items(&id, ["a", "b", "c", "d", "e"].map(part).to_vec(), None).unwrap();
    let item = |n: usize| items[n].clone();
    let order = || shown(&library, &id).replace(['§', ' '], "");
    let moved = |which: &[usize], after: Option<usize>| {
        let which: Vec<ItemId> = which.iter().map(|n| item(*n)).collect();
        library.move_items(&id, &which, after.map(item).as_ref()).unwrap();
        let found = order();
        library.undo().unwrap();
        found
    };
    assert_eq!(moved(&[1, 3], None), "bdace");
    assert_eq!(moved(&[0, 2], Some(4)), "bdeac");
    assert_eq!(moved(&[3, 1], Some(1)), "adbce");
    assert_eq!(moved(&[4, 4], Some(0)), "aebcd");
    // Nothing moves, so the undo takes back what was done before: the items are gone.
    assert_eq!(moved(&[1, 2], Some(0)), "abcde");
    assert_eq!(order(), "");
}

#[derive(Clone, Debug)]
enum Deed {
    Nest(usize, Option<usize>),
    Merge(usize, usize),
    Remove(usize),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0usize..7;
    prop_oneof![
        5 => (n.clone(), prop::option::of(n.clone())).prop_map(|(tag, parent)| Deed::Nest(tag, parent)),
        1 => (n.clone(), n.clone()).prop_map(|(from, into)| Deed::Merge(from, into)),
        1 => n.prop_map(Deed::Remove),
        1 => Just(Deed::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    /// Whatever is asked, each tag that there is can be reached from the root, and only a loop is refused.
    #[test]
    fn the_tags_stay_a_tree(deeds in prop::collection::vec(deed(), 1..25)) {
        let (_dir, library) = library();
        let ids: Vec<TagId> = (0..7).map(|n| tag(&library, &format!("n{n}"), None)).collect();
        for deed in deeds {
            let outcome = match &deed {
                Deed::Nest(tag, parent) => {
                    library.set_tag(&ids[*tag], &under(parent.map(|n| &ids[n]))).map(|_| ())
                }
                Deed::Merge(from, into) => library.merge_tags(&ids[*from], &ids[*into], false),
                Deed::Remove(tag) => library.remove_tag(&ids[*tag]),
                Deed::Undo => library.undo().map(|_| ()),
            };
            if let Err(refused) = outcome {
                prop_assert!(["within-itself", "unknown-tag"].contains(&refused.code()), "{deed:?}: {refused}");
            }
            let tags = library.tags().unwrap();
            let mut reached: Vec<&TagId> = tags.iter().filter(|tag| tag.parent.is_none()).map(|tag| &tag.id).collect();
            let mut at = 0;
            while at < reached.len() {
                let here = reached[at];
                reached.extend(tags.iter().filter(|tag| tag.parent.as_ref() == Some(here)).map(|tag| &tag.id));
                at += 1;
            }
            prop_assert_eq!(reached.len(), tags.len());
        }
    }
}
