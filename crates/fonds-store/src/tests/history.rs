//! What is done is seen, undone, and comes back.

use super::*;

#[test]
fn everything_can_be_undone_and_done_again_also_later() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    let fields = |title: &str| Map::from_iter([("title".to_owned(), json!(title))]);
    let steps = [
        vec![article("a1", "Một").1],
        vec![Change::SetArticle { id: "a1".into(), fields: fields("Tên mới") }],
        vec![Change::SetTag { tag: Tag { id: "t".into(), label: "Nhãn".into(), ..Tag::default() } }],
        vec![Change::TagArticle { article: "a1".into(), tag: "t".into() }],
        vec![Change::SetCollection { id: "c".into(), fields: fields("Tập") }],
        vec![
            Change::AddItem { collection: "c".into(), item: item("i1", "a1"), position: place() },
            Change::AddItem { collection: "c".into(), item: item("i2", "a1"), position: place() },
        ],
        vec![Change::RemoveItem { collection: "c".into(), item: "i1".into() }],
        vec![Change::RemoveArticle { id: "a1".into() }],
        vec![Change::RestoreArticle { id: "a1".into() }],
        vec![Change::RemoveTag { id: "t".into() }],
        vec![Change::RemoveCollection { id: "c".into() }],
    ];
    let mut states = vec![state(&store)];
    for changes in &steps {
        store.commit(&[], changes).unwrap();
        states.push(state(&store));
    }
    drop(store);
    let store = open(&folder);
    for expected in states.iter().rev().skip(1) {
        store.undo().unwrap().unwrap();
        assert_eq!(state(&store), *expected);
    }
    assert_eq!(store.undo().unwrap(), None);
    for expected in &states[1..] {
        store.redo().unwrap().unwrap();
        assert_eq!(state(&store), *expected);
    }
    assert_eq!(store.redo().unwrap(), None);
    assert_eq!(store.undo().unwrap().unwrap().actions, ["remove-collection"]);
    store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields: fields("Khác") }]).unwrap();
    assert_eq!(store.redo().unwrap(), None, "what was undone before a new change is not done again");
    let undone = store.undo().unwrap().unwrap();
    assert_eq!(undone.actions, ["set-article"]);
    assert_eq!(undone.touched.into_iter().collect::<Vec<_>>(), ["a1".into()]);
    // The same from the journal alone.
    let before = state(&store);
    store.rebuild(&Quiet).unwrap();
    assert_eq!(state(&store), before);
    assert_eq!(store.turns().unwrap(), (true, true));
}

#[test]
fn a_check_is_noted_and_is_nothing_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    assert_eq!(store.last_fixity().unwrap(), None);
    let note = Change::NoteFixity { ok: true, articles: 1, originals: 1, changes: 1, problems: 0 };
    store.commit(&[], &[note]).unwrap();
    store.rebuild(&Quiet).unwrap();
    let last = store.last_fixity().unwrap().unwrap();
    assert_eq!((last.ok, last.articles, last.agent.as_str()), (true, 1, "Lan"));
    assert_eq!(store.undo().unwrap().unwrap().actions, ["add-article"]);
}

#[test]
fn the_history_of_a_record_says_who_did_what() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    let fields = Map::from_iter([("title".to_owned(), json!("Tên mới"))]);
    store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields }]).unwrap();
    store.undo().unwrap();
    let history = store.history("a1").unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.action.as_str(), entry.turn.as_deref())).collect();
    assert_eq!(told, [("add-article", None), ("set-article", None), ("set-article", Some("undo"))]);
    assert_eq!(history[1].agent, "Lan");
    assert_eq!(history[1].before["title"], "Bài a1");
    assert_eq!(history[1].after["title"], "Tên mới");
    assert_eq!(history[2].after["title"], "Bài a1");
}

#[test]
fn the_trash_gives_back_what_went_with_an_article() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    let fields = Map::from_iter([("title".to_owned(), json!("Tập"))]);
    let annotation = Change::AddAnnotation { annotation: Box::new(annotation("n1", "a1")) };
    let add_item = Change::AddItem { collection: "c".into(), item: item("i1", "a1"), position: place() };
    store.commit(&[], &[annotation, Change::SetCollection { id: "c".into(), fields }, add_item]).unwrap();
    let before = state(&store);
    store.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap();
    assert!(store.collection(&"c".into()).unwrap().unwrap().items.is_empty());
    assert!(matches!(&store.trash().unwrap()[..], [Removed::Article { id, .. }] if id.as_str() == "a1"));
    assert!(store.verify(&Quiet).unwrap().ok);
    store.commit(&[], &[Change::RestoreArticle { id: "a1".into() }]).unwrap();
    assert_eq!(state(&store), before);
    assert!(store.verify(&Quiet).unwrap().ok);
    store.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap();
    store.commit(&[], &[Change::DiscardArticle { id: "a1".into() }]).unwrap();
    assert!(store.trash().unwrap().is_empty());
    assert!(store.read_original(&Digest::of("Một".as_bytes())).is_ok());
    for _ in ["discard", "remove", "restore", "remove"] {
        let undone = store.undo();
        assert_eq!(
            undone.unwrap_err().code(),
            "undo-gone",
            "what left the trash for good is not brought back"
        );
    }
    assert_eq!(store.undo().unwrap().unwrap().actions, ["add-annotation", "set-collection", "add-item"]);
    assert!(store.collections().unwrap().is_empty());
}

#[test]
fn a_thousand_changes_are_taken_back_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let title = |n: usize| format!("Tên thứ {n}");
    for n in 1..=1050 {
        let fields = Map::from_iter([("title".to_owned(), json!(title(n)))]);
        store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields }]).unwrap();
    }
    drop(store);
    let store = open(&folder);
    let now = || store.head(&"a1".into()).unwrap().unwrap().title;
    for n in (1..=1050).rev() {
        assert_eq!(now(), title(n));
        assert_eq!(store.undo().unwrap().unwrap().actions, ["set-article"]);
    }
    assert_eq!(now(), "Bài a1");
    for n in 1..=50 {
        store.redo().unwrap().unwrap();
        assert_eq!(now(), title(n));
    }
    assert!(store.verify(&Quiet).unwrap().ok);
}
