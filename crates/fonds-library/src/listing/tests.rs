//! Lists are in the right order, by pages, and follow every change.

use super::*;
use crate::{FieldValue, ImportOptions, Language, environment};
use fonds_model::Quiet;
use std::path::Path;

fn library(folder: &Path) -> Library {
    Library::create(&folder.join("x"), "x", environment()).unwrap()
}

fn add(library: &Library, title: &str) -> ArticleId {
    let text = format!("{title}\n\nMột đoạn văn của bài “{title}”, đủ dài để là một bài viết.\n");
    let options = ImportOptions { format: Some(crate::Format::Text), ..ImportOptions::default() };
    let report = library.import_bytes("x.txt", text.into_bytes(), options, Language::Vietnamese).unwrap();
    let id = report.imported[0].id.clone();
    set(library, &id, "title", title);
    id
}

fn set(library: &Library, id: &ArticleId, field: &str, value: &str) {
    library.edit(id, &[FieldValue { field: field.into(), value: value.into() }]).unwrap();
}

fn by(column: Column) -> ListSort {
    ListSort { column, descending: false }
}

fn down(column: Column) -> ListSort {
    ListSort { column, descending: true }
}

fn titles(library: &Library, sort: ListSort) -> Vec<String> {
    let page = library.list_page(&ListFilter::default(), sort, 0, 100).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.into_iter().map(|row| row.summary.title).collect()
}

#[test]
fn texts_stand_as_in_a_vietnamese_dictionary_with_numbers_by_what_they_count() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let sorted = ["An", "“Ăn cơm”", "Ân", "Ba", "Bà", "Da", "Đá", "Số 2", "Số 10", "Xa", "Ý"];
    for title in sorted.iter().rev() {
        add(&library, title);
    }
    assert_eq!(titles(&library, by(Column::Title)), sorted);
    let reversed: Vec<_> = sorted.iter().rev().copied().collect();
    assert_eq!(titles(&library, down(Column::Title)), reversed);
    assert_eq!(titles(&library, by(Column::Added)), reversed);
    assert_eq!(titles(&library, down(Column::Own)), sorted);
}

#[test]
fn dates_go_by_what_they_mean_and_what_has_none_stands_last() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let dates =
        ["", "1945-09-02", "../1930", "194X", "1945?", "1945-09", "1945/1954", "1945-22", "1945-09-02T08:00"];
    for date in dates {
        let id = add(&library, if date.is_empty() { "không" } else { date });
        set(&library, &id, "issued", date);
    }
    let sorted = [
        "../1930",
        "194X",
        "1945?",
        "1945/1954",
        "1945-22",
        "1945-09",
        "1945-09-02",
        "1945-09-02T08:00",
        "không",
    ];
    assert_eq!(titles(&library, by(Column::Issued)), sorted);
    let mut reversed: Vec<_> = sorted[..8].iter().rev().copied().collect();
    reversed.push("không");
    assert_eq!(titles(&library, down(Column::Issued)), reversed);
}

#[test]
fn equal_ones_stay_as_they_came_in_and_pages_join_without_a_seam() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let names: Vec<String> = (0..25).map(|n| format!("Bài {n}")).collect();
    for name in &names {
        let id = add(&library, name);
        set(&library, &id, "publication", "Sông");
    }
    for sort in [by(Column::Publication), down(Column::Publication), by(Column::Kind)] {
        assert_eq!(titles(&library, sort), names);
    }
    let filter = ListFilter::default();
    let page = |offset| library.list_page(&filter, by(Column::Title), offset, 10).unwrap().rows;
    let joined: Vec<_> = [0, 10, 20, 30].into_iter().flat_map(page).map(|row| row.summary.id).collect();
    assert_eq!(joined, library.list_ids(&filter, by(Column::Title), 0, 100).unwrap());
    assert_eq!(library.list_place(&filter, by(Column::Title), &joined[17]).unwrap(), Some(17));
}

#[test]
fn lists_follow_every_change() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let one = add(&library, "Một");
    let two = add(&library, "Hai");
    assert_eq!(titles(&library, by(Column::Title)), ["Hai", "Một"]);
    set(&library, &one, "title", "An");
    assert_eq!(titles(&library, by(Column::Title)), ["An", "Hai"]);
    assert_eq!(titles(&library, down(Column::Changed)), ["An", "Hai"]);
    let three = add(&library, "Ba");
    assert_eq!(titles(&library, by(Column::Title)), ["An", "Ba", "Hai"]);
    library.remove(std::slice::from_ref(&two)).unwrap();
    assert_eq!(titles(&library, by(Column::Own)), ["An", "Ba"]);
    library.undo().unwrap();
    assert_eq!(titles(&library, by(Column::Own)), ["An", "Hai", "Ba"]);
    let tag = library.tag(&[three.clone(), one.clone()], "Sông/Bến").unwrap();
    let river = library.tag_named("Sông").unwrap();
    for tag in [tag.id, river] {
        let filter = ListFilter { tag: Some(tag), collection: None };
        assert_eq!(library.list_ids(&filter, by(Column::Own), 0, 9).unwrap(), [one.clone(), three.clone()]);
    }
    library.rebuild(&Quiet).unwrap();
    assert_eq!(titles(&library, by(Column::Own)), ["An", "Hai", "Ba"]);
    assert_eq!(library.list_rows(&[two, "nobody".into(), one]).unwrap().len(), 2);
}

#[test]
fn a_collection_keeps_its_own_order() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let ids: Vec<_> = ["A", "B", "C"].iter().map(|title| add(&library, title)).collect();
    let collection = library.new_collection("Tập", fonds_model::ExportSettings::default()).unwrap().id;
    let contents = [2, 0, 2].map(|n: usize| fonds_model::ItemContent::Article { article: ids[n].clone() });
    library.add_items(&collection, contents.to_vec(), None).unwrap();
    let filter = ListFilter { tag: None, collection: Some(collection) };
    let own = library.list_ids(&filter, by(Column::Own), 0, 9).unwrap();
    assert_eq!(own, [ids[2].clone(), ids[0].clone()]);
    assert_eq!(library.list_ids(&filter, by(Column::Title), 0, 9).unwrap(), [ids[0].clone(), ids[2].clone()]);
}

#[test]
fn the_beginning_of_a_list_is_the_same_before_the_shelf_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let library = library(folder.path());
    // Some come in together, at one moment.
    for round in 0..4 {
        let files = folder.path().join(format!("r{round}"));
        std::fs::create_dir(&files).unwrap();
        for n in 0..5 {
            let text = format!("Bài {round}.{n}\n\nMột đoạn văn dài của bài thứ {n} trong đợt {round}.\n");
            std::fs::write(files.join(format!("{n}.txt")), text).unwrap();
        }
        let sources = [files.display().to_string()];
        let report = library.import(&sources, ImportOptions::default(), Language::English, &Quiet).unwrap();
        assert_eq!(report.imported.len(), 5);
    }
    let all = ListFilter::default();
    for sort in [by(Column::Own), down(Column::Own), by(Column::Added), down(Column::Added)] {
        for (offset, limit) in [(0, 3), (0, 7), (4, 9), (0, 100), (18, 5), (30, 5), (2, 0)] {
            library.shelf.forget();
            let first = library.list_page(&all, sort, offset, limit).unwrap();
            library.list_ids(&all, sort, 0, 1).unwrap();
            assert!(library.shelf.is_filled());
            assert_eq!(
                library.list_page(&all, sort, offset, limit).unwrap(),
                first,
                "{sort:?} {offset} {limit}"
            );
        }
    }
}
