//! Trees of tags and collections stay trees, whatever devices do to them apart from each other.

use super::merging::{cases, three};
use super::*;
use fonds_model::tree::{Branch, settle};
use proptest::prelude::*;

fn nest_tag(store: &Store, tag: &str, parent: &str) {
    let tag = Tag { id: tag.into(), label: tag.into(), parent: Some(parent.into()), ..Tag::default() };
    store.commit(&[], &[Change::SetTag { tag }]).unwrap();
}

fn nest_collection(store: &Store, collection: &str, parent: Option<&str>) {
    let fields =
        Map::from_iter([("title".to_owned(), json!(collection)), ("parent".to_owned(), json!(parent))]);
    store.commit(&[], &[Change::SetCollection { id: collection.into(), fields }]).unwrap();
}

fn parents<T: Branch>(branches: Vec<T>) -> Vec<String> {
    let line = |branch: &T| format!("{}<{}", branch.id(), branch.parent().unwrap_or("-"));
    let mut lines: Vec<_> = branches.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn a_loop_of_two_devices_is_opened_at_the_same_place() {
    let dir = tempfile::tempdir().unwrap();
    let devices = three(dir.path());
    nest_collection(&devices[0].open(), "d", None);
    devices[1].fetch(&[&devices[0]]);
    let (one, two) = (devices[0].open(), devices[1].open());
    nest_tag(&one, "t0", "t1");
    nest_collection(&one, "c", Some("d"));
    nest_tag(&two, "t1", "t0");
    nest_collection(&two, "d", Some("c"));
    drop((one, two));
    devices[0].fetch(&[&devices[1]]);
    devices[1].fetch(&[&devices[0]]);
    for device in &devices[..2] {
        let store = device.open();
        assert_eq!(parents(store.tags().unwrap()), ["t0<-", "t1<t0", "t2<-"]);
        assert_eq!(parents(store.collections().unwrap()), ["c<-", "d<c"]);
    }
    // Taking one nesting back lets the other one stand.
    let store = devices[1].open();
    store.undo().unwrap();
    store.undo().unwrap();
    assert_eq!(parents(store.tags().unwrap()), ["t0<t1", "t1<-", "t2<-"]);
    assert_eq!(parents(store.collections().unwrap()), ["c<d", "d<-"]);
}

#[test]
fn what_stands_under_something_in_the_trash_comes_to_the_root_and_goes_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = three(dir.path())[0].open();
    nest_collection(&store, "d", Some("c"));
    store.commit(&[], &[Change::RemoveCollection { id: "c".into() }]).unwrap();
    assert_eq!(parents(store.collections().unwrap()), ["d<-"]);
    store.commit(&[], &[Change::RestoreCollection { id: "c".into() }]).unwrap();
    assert_eq!(parents(store.collections().unwrap()), ["c<-", "d<c"]);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn trees_stay_trees(deeds in prop::collection::vec((0usize..3, 0usize..3, 0usize..3, 0u8..5), 1..20)) {
        let dir = tempfile::tempdir().unwrap();
        let devices = three(dir.path());
        let fetch = |who: usize| {
            let others: Vec<_> = devices.iter().enumerate().filter(|(n, _)| *n != who).map(|(_, d)| d).collect();
            devices[who].fetch(&others);
        };
        for (who, from, to, deed) in deeds {
            let (tag, other) = (format!("t{from}"), format!("t{to}"));
            let store = devices[who].open();
            let there = |id: &str| store.tag(&id.into()).unwrap().is_some();
            match deed {
                0 | 1 => nest_tag(&store, &tag, &other),
                2 => nest_collection(&store, &format!("c{from}"), Some(&format!("c{to}"))),
                3 if tag != other && there(&tag) && there(&other) => {
                    let change = Change::MergeTags { from: tag.as_str().into(), into: other.as_str().into() };
                    store.commit(&[], &[change]).unwrap();
                }
                _ => {
                    drop(store);
                    fetch(who);
                }
            }
        }
        (0..3).for_each(fetch);
        let stores: Vec<_> = devices.iter().map(|device| device.open()).collect();
        for store in &stores {
            let (mut tags, mut collections) = (store.tags().unwrap(), store.collections().unwrap());
            let before = (parents(tags.clone()), parents(collections.clone()));
            prop_assert_eq!(&before.0, &parents(stores[0].tags().unwrap()));
            prop_assert_eq!(&before.1, &parents(stores[0].collections().unwrap()));
            settle(&mut tags);
            settle(&mut collections);
            prop_assert_eq!(before, (parents(tags), parents(collections)));
        }
    }
}
