//! Several devices come to the same catalog.

use super::*;
use proptest::prelude::*;

/// Something that a person does on one of three devices.
#[derive(Clone, Debug)]
enum Deed {
    Add,
    Title(usize, u8),
    Tag(usize, u8),
    Untag(usize, u8),
    Annotate(usize),
    Note(usize, u8),
    Unnote(usize),
    Merge(u8, u8),
    Collect(usize),
    Move(usize, usize),
    TakeOut(usize),
    Remove(usize),
    Restore(usize),
    Discard(usize),
    Undo,
    Redo,
    /// Brings the other devices' files here.
    Sync,
    /// The same, stopped after so many 256ths of each file.
    SyncInPart(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0usize..6;
    prop_oneof![
        3 => Just(Deed::Add),
        2 => (n.clone(), any::<u8>()).prop_map(|(n, value)| Deed::Title(n, value)),
        2 => (n.clone(), 0u8..3).prop_map(|(n, tag)| Deed::Tag(n, tag)),
        1 => (n.clone(), 0u8..3).prop_map(|(n, tag)| Deed::Untag(n, tag)),
        1 => n.clone().prop_map(Deed::Annotate),
        1 => (n.clone(), any::<u8>()).prop_map(|(n, value)| Deed::Note(n, value)),
        1 => n.clone().prop_map(Deed::Unnote),
        1 => (0u8..3, 1u8..3).prop_map(|(from, by)| Deed::Merge(from, (from + by) % 3)),
        3 => n.clone().prop_map(Deed::Collect),
        3 => (n.clone(), n.clone()).prop_map(|(from, to)| Deed::Move(from, to)),
        1 => n.clone().prop_map(Deed::TakeOut),
        1 => n.clone().prop_map(Deed::Remove),
        1 => n.clone().prop_map(Deed::Restore),
        1 => n.prop_map(Deed::Discard),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        3 => Just(Deed::Sync),
        1 => any::<u8>().prop_map(Deed::SyncInPart),
    ]
}

/// One device: its copy of the library, and a clock that may be behind or ahead.
pub(super) struct Device {
    folder: PathBuf,
    env: Env,
}

impl Device {
    pub(super) fn open(&self) -> Store {
        Store::open(&self.folder, self.env.clone(), &Quiet).unwrap()
    }

    pub(super) fn fetch(&self, others: &[&Device]) {
        self.fetch_part(others, 256);
    }

    fn fetch_part(&self, others: &[&Device], share: u64) {
        for part in ["journal", "originals"] {
            for other in others {
                copy_longer(&other.folder.join(part), &self.folder.join(part), share);
            }
        }
    }
}

/// As a folder sync does: a file that has grown elsewhere replaces the shorter one, here as far as `share` 256ths of it.
fn copy_longer(from: &Path, to: &Path, share: u64) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_longer(&path, &target, share);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let length = bytes.len() as u64 * share / 256;
        if length > target.metadata().map_or(0, |meta| meta.len()) {
            fs::write(target, &bytes[..length as usize]).unwrap();
        }
    }
}

/// One of them, whatever the number; `None` of none.
fn pick<T>(all: &[T], n: usize) -> Option<&T> {
    all.get(n.checked_rem(all.len())?)
}

fn act(store: &Store, deed: &Deed, name: &str) {
    let nth = |n: usize| pick(&store.summaries().unwrap(), n).map(|row| row.id.clone());
    let items = || store.collection(&"c".into()).unwrap().map(|found| found.items).unwrap_or_default();
    let tag = |n: u8| TagId(format!("t{n}"));
    let change = match deed {
        Deed::Add => Some(article(name, name).1),
        Deed::Title(n, value) => nth(*n).map(|id| {
            let fields = Map::from_iter([("title".to_owned(), json!(format!("Tên {value}")))]);
            Change::SetArticle { id, fields }
        }),
        Deed::Tag(n, t) => nth(*n).map(|article| Change::TagArticle { article, tag: tag(*t) }),
        Deed::Untag(n, t) => nth(*n).map(|article| Change::UntagArticle { article, tag: tag(*t) }),
        Deed::Annotate(n) => {
            nth(*n).map(|id| Change::AddAnnotation { annotation: Box::new(annotation(name, id.as_str())) })
        }
        Deed::Note(n, value) => pick(&store.annotations().unwrap(), *n).map(|found| {
            let fields = Map::from_iter([("note".to_owned(), json!(format!("Ghi {value}")))]);
            Change::SetAnnotation { id: found.id.clone(), fields }
        }),
        Deed::Unnote(n) => pick(&store.annotations().unwrap(), *n)
            .map(|found| Change::RemoveAnnotation { id: found.id.clone() }),
        Deed::Merge(from, into) => Some(Change::MergeTags { from: tag(*from), into: tag(*into) }),
        Deed::Collect(n) => nth(*n).map(|id| {
            let position = store.end_positions(&"c".into(), 1).unwrap().remove(0);
            Change::AddItem { collection: "c".into(), item: item(name, id.as_str()), position }
        }),
        Deed::Move(from, to) => {
            let items = items();
            pick(&items, *from).zip(pick(&items, *to)).map(|(from, to)| {
                let position = store.positions(&"c".into(), Some(&to.id), 1).unwrap().remove(0);
                Change::MoveItem { collection: "c".into(), item: from.id.clone(), position }
            })
        }
        Deed::TakeOut(n) => pick(&items(), *n)
            .map(|item| Change::RemoveItem { collection: "c".into(), item: item.id.clone() }),
        Deed::Remove(n) => nth(*n).map(|id| Change::RemoveArticle { id }),
        Deed::Restore(n) => match pick(&store.trash().unwrap(), *n) {
            Some(Removed::Article { id, .. }) => Some(Change::RestoreArticle { id: id.clone() }),
            _ => None,
        },
        Deed::Discard(n) => match pick(&store.trash().unwrap(), *n) {
            Some(Removed::Article { id, .. }) => Some(Change::DiscardArticle { id: id.clone() }),
            _ => None,
        },
        Deed::Undo => {
            let _ = store.undo();
            None
        }
        Deed::Redo => {
            let _ = store.redo();
            None
        }
        Deed::Sync | Deed::SyncInPart(_) => None,
    };
    if let Some(change) = change
        && let Err(refused) = store.commit(&[], &[change])
    {
        // An undo may have taken the collection or a tag away.
        assert!(refused.code().starts_with("unknown-"), "{refused}");
    }
}

/// The changes of each article, what was lost among them too.
fn histories(store: &Store) -> Vec<Vec<crate::Entry>> {
    store.summaries().unwrap().iter().map(|row| store.history(row.id.as_str()).unwrap()).collect()
}

/// Three copies of one library, which begins with a collection and three tags.
pub(super) fn three(dir: &Path) -> Vec<Device> {
    let env = |n: u64| Env {
        // Clocks that differ by minutes.
        clock: Arc::new(Counter(AtomicU64::new(100 + n * 180))),
        ids: Arc::new(Counter(AtomicU64::new(n * 1_000_000))),
        agent: format!("Người {n}"),
        machine: format!("máy {n}"),
    };
    let first = Device { folder: dir.join("0"), env: env(0) };
    let store = Store::create(&first.folder, "x", first.env.clone()).unwrap();
    let fields = Map::from_iter([("title".to_owned(), json!("Tập"))]);
    let mut changes = vec![Change::SetCollection { id: "c".into(), fields }];
    changes.extend((0..3).map(|n| {
        let id = TagId(format!("t{n}"));
        Change::SetTag { tag: Tag { id, label: format!("Nhãn {n}"), ..Tag::default() } }
    }));
    store.commit(&[], &changes).unwrap();
    drop(store);
    let mut devices = vec![first];
    for n in 1..3 {
        let folder = dir.join(n.to_string());
        copy_folder(&devices[0].folder, &folder);
        devices.push(Device { folder, env: env(n) });
    }
    devices
}

#[test]
fn reordering_on_both_sides_keeps_every_item() {
    let dir = tempfile::tempdir().unwrap();
    let devices = three(dir.path());
    let names = ["i1", "i2", "i3", "i4", "i5"];
    let order = |store: &Store| {
        let items = store.collection(&"c".into()).unwrap().unwrap().items;
        items.into_iter().map(|item| item.id.0).collect::<Vec<_>>()
    };
    let store = devices[0].open();
    add(&store, "a1", "Một");
    for name in names {
        let position = store.end_positions(&"c".into(), 1).unwrap().remove(0);
        let change = Change::AddItem { collection: "c".into(), item: item(name, "a1"), position };
        store.commit(&[], &[change]).unwrap();
    }
    drop(store);
    devices[1].fetch(&[&devices[0]]);
    // Both put things into the same gap, and move the same item to different places.
    for (device, moves) in [(0, [("i5", None), ("i3", Some("i1"))]), (1, [("i4", None), ("i3", Some("i5"))])]
    {
        let store = devices[device].open();
        for (name, after) in moves {
            let after = after.map(ItemId::from);
            let position = store.positions(&"c".into(), after.as_ref(), 1).unwrap().remove(0);
            let change = Change::MoveItem { collection: "c".into(), item: name.into(), position };
            store.commit(&[], &[change]).unwrap();
        }
    }
    devices[0].fetch(&[&devices[1]]);
    devices[1].fetch(&[&devices[0]]);
    let (one, two) = (order(&devices[0].open()), order(&devices[1].open()));
    assert_eq!(one, two);
    let mut sorted = one;
    sorted.sort();
    assert_eq!(sorted, names);
}

#[test]
fn what_a_device_lost_without_knowing_is_marked_in_the_history() {
    let dir = tempfile::tempdir().unwrap();
    let devices = three(dir.path());
    let set = |device: usize, fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
        let change = Change::SetArticle { id: "a1".into(), fields: fields.collect() };
        devices[device].open().commit(&[], &[change]).unwrap();
    };
    let conflicts = |store: &Store| {
        let entries = store.history("a1").unwrap();
        let marked = entries.iter().filter(|entry| !entry.conflict.is_empty());
        marked.map(|entry| (entry.after["title"].clone(), entry.conflict.join(" "))).collect::<Vec<_>>()
    };
    add(&devices[0].open(), "a1", "Bến phà");
    devices[1].fetch(&[&devices[0]]);
    // What was known and then changed is no conflict.
    set(0, &[("title", "Bến phà cũ")]);
    devices[1].fetch(&[&devices[0]]);
    set(1, &[("title", "Bến phà Tân Mỹ"), ("place", "Huế")]);
    devices[0].fetch(&[&devices[1]]);
    assert_eq!(conflicts(&devices[0].open()), []);
    // Both change the title, and the place to the same, without knowing of one another.
    set(0, &[("title", "Của Người 0"), ("place", "Hội An"), ("rights", "tự do")]);
    set(1, &[("title", "Của Người 1"), ("place", "Hội An")]);
    devices[0].fetch(&[&devices[1]]);
    devices[1].fetch(&[&devices[0]]);
    let store = devices[0].open();
    let kept = store.article(&"a1".into()).unwrap().unwrap().title;
    let lost = if kept == "Của Người 1" { "Của Người 0" } else { "Của Người 1" };
    assert_eq!(conflicts(&store), [(json!(lost), "title".to_owned())]);
    assert_eq!(store.history("a1").unwrap(), devices[1].open().history("a1").unwrap());
    store.rebuild(&Quiet).unwrap();
    assert_eq!(conflicts(&store).len(), 1, "also when the catalog is made anew");
}

pub(super) fn cases() -> ProptestConfig {
    // `cargo xtask torture` asks for thousands.
    let cases = std::env::var("FONDS_MERGE_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(40), max_shrink_iters: 60, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn all_devices_come_to_the_same(deeds in prop::collection::vec((0usize..3, deed()), 1..24)) {
        let dir = tempfile::tempdir().unwrap();
        let devices = three(dir.path());
        for (n, (who, deed)) in deeds.iter().enumerate() {
            let others: Vec<_> = devices.iter().enumerate().filter(|(i, _)| i != who).map(|(_, d)| d).collect();
            match deed {
                Deed::Sync => devices[*who].fetch(&others),
                Deed::SyncInPart(share) => devices[*who].fetch_part(&others, (*share).into()),
                _ => {}
            }
            act(&devices[*who].open(), deed, &format!("d{who}n{n}"));
        }
        for who in 0..3 {
            let others: Vec<_> = devices.iter().enumerate().filter(|(i, _)| *i != who).map(|(_, d)| d).collect();
            devices[who].fetch(&others);
        }
        let states: Vec<_> = devices.iter().map(|device| state(&device.open())).collect();
        prop_assert_eq!(&states[0], &states[1]);
        prop_assert_eq!(&states[1], &states[2]);
        let told: Vec<_> = devices.iter().map(|device| histories(&device.open())).collect();
        prop_assert_eq!(&told[0], &told[1]);
        prop_assert_eq!(&told[1], &told[2]);
        // And the same as from nothing.
        let store = devices[0].open();
        store.rebuild(&Quiet).unwrap();
        prop_assert_eq!(&histories(&store), &told[0]);
        prop_assert_eq!(&state(&store), &states[0]);
    }
}
