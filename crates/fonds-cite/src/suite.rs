//! Cases in the format of the public CSL test suite: our own, and the public ones with a list of those that pass.
//!
//! The public suite carries no licence, so it is not kept here. `CSL_TEST_SUITE` names a folder that holds its `.txt`
//! files (Debian's `apt-get source haskell-citeproc` has them in `test/csl`). With `CSL_TEST_SUITE_WRITE=1` the list is
//! written anew.

use crate::cluster::{AuthorForm, Cite, Cluster, Locator, LocatorLabel};
use crate::inlines::{entry, inlines};
use crate::processor::Processor;
use crate::to_html;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::json::Item;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

/// A section of a case: `>>===== NAME =====>>` to `<<===== NAME =====<<`.
fn section<'a>(case: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = case.match_indices(">>=");
    let start = lines.find_map(|(at, _)| {
        let line = case[at..].lines().next()?;
        (line.trim_matches(['>', '=', ' ']) == name).then(|| at + line.len() + 1)
    })?;
    let rest = case.get(start..)?;
    rest.find("<<=").map(|end| rest[..end].trim_matches(['\n', '\r']))
}

/// What a case expects and what is printed; `None` for what a book never asks of the processor.
fn run(case: &str) -> Option<(String, String)> {
    let unsupported = ["BIBSECTION", "BIBENTRIES", "ABBREVIATIONS", "LANGPARAMS", "OPTIONS"];
    if unsupported.iter().any(|name| section(case, name).is_some()) {
        return None;
    }
    let style = IndependentStyle::from_xml(section(case, "CSL")?).ok()?;
    let items: Vec<Item> = serde_json::from_str(section(case, "INPUT")?).ok()?;
    let locale = style.default_locale.clone().map_or("en-US".into(), |code| code.0);
    let locale = crate::locales::locale_code(&locale).ok()?;
    let expected = section(case, "RESULT")?;
    let clusters = clusters(case, &items)?;
    let printed = Processor::new(style, locale).run(&items, &clusters);
    if section(case, "MODE")?.trim() == "bibliography" {
        let line = |item: &hayagriva::BibliographyItem| {
            let mut item = item.clone();
            item.key = "0".into();
            let entry = entry(&item).unwrap();
            let label = if entry.label.is_empty() { String::new() } else { format!("{} ", entry.label) };
            format!("{label}{}", to_html(&entry.content))
        };
        let printed: Vec<String> = printed.bibliography.iter().map(line).collect();
        let expected = expected
            .lines()
            .map(str::trim)
            .filter(|line| !line.contains("csl-bib-body") && *line != "</div>");
        return Some((bare(&expected.collect::<Vec<_>>().join("\n")), bare(&printed.join("\n"))));
    }
    let printed: Vec<String> = printed.clusters.iter().map(|tree| to_html(&inlines(tree))).collect();
    // Sessions number their citations: `..[0] Doe`, `>>[1] Roe`.
    let told = |line: &str| match line.starts_with("..[") || line.starts_with(">>[") {
        true => line.split_once("] ").map_or(String::new(), |(_, text)| text.to_owned()),
        false => line.to_owned(),
    };
    let expected: Vec<String> = expected.lines().map(told).collect();
    Some((bare(&expected.join("\n")), bare(&printed.join("\n"))))
}

/// Without what the two write differently and mean alike: escapes, links, wrappers.
fn bare(html: &str) -> String {
    let mut html = html.to_owned();
    for (from, to) in [
        ("&#38;", "&"),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("<div class=\"csl-entry\">", ""),
        ("<div class=\"csl-left-margin\">", ""),
        ("</a>", ""),
        ("<div class=\"csl-right-inline\">", " "),
        ("</div>", ""),
    ] {
        html = html.replace(from, to);
    }
    while let Some(start) = html.find("<a href=") {
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        html.replace_range(start..end, "");
    }
    html.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn clusters(case: &str, items: &[Item]) -> Option<Vec<Cluster>> {
    let ids: HashMap<String, usize> =
        items.iter().enumerate().filter_map(|(n, item)| Some((item.id()?.into_owned(), n))).collect();
    let cites =
        |list: &Value| list.as_array()?.iter().map(|cite| to_cite(cite, &ids)).collect::<Option<Vec<_>>>();
    if let Some(json) = section(case, "CITATION-ITEMS") {
        let list: Vec<Value> = serde_json::from_str(json).ok()?;
        return list.iter().map(|list| Some(Cluster { cites: cites(list)?, note: None })).collect();
    }
    let Some(json) = section(case, "CITATIONS") else {
        let all = (0..items.len()).map(|article| Cite { article, ..Cite::default() }).collect();
        return Some(vec![Cluster { cites: all, note: None }]);
    };
    let list: Vec<Value> = serde_json::from_str(json).ok()?;
    let one = |session: &Value| {
        // What is put between earlier citations is an editor's matter.
        (session.get(2)?.as_array()?.is_empty()).then_some(())?;
        let note = session[0]["properties"]["noteIndex"].as_u64().and_then(|note| usize::try_from(note).ok());
        Some(Cluster { cites: cites(&session[0]["citationItems"])?, note })
    };
    list.iter().map(one).collect()
}

fn to_cite(cite: &Value, ids: &HashMap<String, usize>) -> Option<Cite> {
    let text = |name: &str| match &cite[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    if cite["author-only"] == true || cite.get("position").is_some() {
        return None;
    }
    let label = |name: &str| LocatorLabel::ALL.into_iter().find(|label| name.parse() == Ok(label.csl()));
    let value = text("locator");
    let label = label(&text("label")).unwrap_or_default();
    Some(Cite {
        article: *ids.get(&text("id"))?,
        locator: (!value.is_empty()).then_some(Locator { label, value }),
        prefix: text("prefix").trim().to_owned(),
        suffix: text("suffix").trim_start().to_owned(),
        author: if cite["suppress-author"] == true { AuthorForm::Suppressed } else { AuthorForm::Styled },
    })
}

fn cases(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The first line of the list.
const HEAD: &str = "# Cases of the public CSL test suite (in the state of haskell-citeproc 0.6.0.1) that pass. It only grows.";

#[test]
fn our_own_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/csl");
    let cases = cases(&folder);
    assert!(cases.len() >= 8);
    for (name, case) in cases {
        let (expected, printed) = run(&case).unwrap_or_else(|| panic!("{name} cannot be run"));
        assert_eq!(printed, expected, "{name}");
    }
}

#[test]
fn the_public_suite() {
    let Some(folder) = std::env::var_os("CSL_TEST_SUITE") else { return };
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/csl-pass.txt");
    let passes = |case: &str| {
        let run = std::panic::catch_unwind(|| run(case));
        run.ok().flatten().is_some_and(|(expected, printed)| expected == printed)
    };
    let all = cases(Path::new(&folder));
    let passed: BTreeSet<&str> =
        all.iter().filter(|(_, case)| passes(case)).map(|(name, _)| name.as_str()).collect();
    if std::env::var_os("CSL_TEST_SUITE_WRITE").is_some() {
        let lines: String = passed.iter().map(|name| format!("{name}\n")).collect();
        fs::write(&list, format!("{HEAD}\n{lines}")).unwrap();
    }
    let listed = fs::read_to_string(&list).unwrap();
    let listed: BTreeSet<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    let lost: Vec<_> = listed.difference(&passed).collect();
    let new: Vec<_> = passed.difference(&listed).collect();
    assert!(lost.is_empty(), "these passed before: {lost:?}");
    assert!(new.is_empty(), "these pass now; put them on the list: {new:?}");
}
