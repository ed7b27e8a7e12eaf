//! Styles that the user adds: `.csl` files (CSL 1.0.2), checked before a processor reads them.
//!
//! 1. The file is read once as XML: it must be well-formed, of a size and depth that a style has.
//! 2. It is read as CSL; what is wrong is told with its line.
//! 3. Its macros must exist and must not call themselves.
//!
//! A dependent style is only a name for its parent, which is found among the bundled and the added styles.

use crate::CiteError;
use crate::prepare::{for_each_element, walk};
use crate::styles::StyleInfo;
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, SortKey, Style, TextTarget};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;

/// The styles that were added to the bundled ones.
#[derive(Clone, Debug, Default)]
pub struct AddedStyles {
    styles: Vec<Added>,
}

#[derive(Clone, Debug)]
struct Added {
    info: StyleInfo,
    id: String,
    style: Style,
}

/// The largest file that is read as a style: the largest of the public ones have a tenth of this.
const LARGEST: usize = 2 * 1024 * 1024;

/// More elements than this are not within each other in any style.
const DEEPEST: usize = 64;

/// More macros than this are in no style; the largest public one has a tenth.
const MOST_MACROS: usize = 2000;

/// More calls than this are made by no reference.
const MOST_CALLS: u64 = 100_000;

impl AddedStyles {
    /// Adds a style, or puts it in the place of the one of that name. `name` is what settings call it, such as the
    /// file's name without `.csl`.
    ///
    /// # Errors
    /// [`CiteError::BrokenStyle`] with the line and a hint.
    pub fn add(&mut self, name: &str, xml: &str) -> Result<StyleInfo, CiteError> {
        let places = read_as_xml(xml)?;
        let mut style = Style::from_xml(xml).map_err(|error| {
            let path = error.path.as_ref().map(ToString::to_string).unwrap_or_default();
            broken(
                places.line_of(&path),
                reason(&error.source.to_string(), &path),
                "compare with the CSL specification",
            )
        })?;
        if let Style::Independent(style) = &mut style {
            check_macros(style, &places)?;
        }
        let info = StyleInfo { name: name.to_owned(), title: style.info().title.value.trim().to_owned() };
        self.styles.retain(|known| known.info.name != name);
        self.styles.push(Added { info: info.clone(), id: style.info().id.clone(), style });
        Ok(info)
    }

    /// What was added, in order.
    pub fn infos(&self) -> impl Iterator<Item = &StyleInfo> {
        self.styles.iter().map(|added| &added.info)
    }

    /// The added style of that name; `None` when there is none.
    pub(crate) fn find(&self, name: &str) -> Option<Result<IndependentStyle, CiteError>> {
        let added = self.styles.iter().find(|added| added.info.name == name)?;
        Some(match &added.style {
            Style::Independent(style) => Ok(style.clone()),
            Style::Dependent(style) => self.parent(&style.parent_link.href),
        })
    }

    /// An independent style by its address; bundled ones too.
    fn parent(&self, id: &str) -> Result<IndependentStyle, CiteError> {
        let added =
            self.styles.iter().find(|added| same_address(&added.id, id)).map(|added| added.style.clone());
        let https = id.replace("https://", "http://");
        let bundled =
            || ArchivedStyle::by_id(id).or_else(|| ArchivedStyle::by_id(&https)).map(|found| found.get());
        match added.or_else(bundled) {
            Some(Style::Independent(style)) => Ok(style),
            _ => Err(CiteError::ParentMissing { parent: id.to_owned() }),
        }
    }
}

fn same_address(a: &str, b: &str) -> bool {
    let bare = |id: &str| id.trim().replace("https://", "http://");
    bare(a) == bare(b)
}

fn broken(line: usize, reason: impl Into<String>, hint: &'static str) -> CiteError {
    CiteError::BrokenStyle { line, reason: reason.into(), hint }
}

/// What the reader of CSL says, and of what.
fn reason(said: &str, path: &str) -> String {
    // Serde's words for an element that has none of the attributes that it needs.
    let said = if said.contains("untagged enum") { "an attribute has no value that CSL knows" } else { said };
    let path = path.replace("$value", "element");
    if path.is_empty() || path == "." { said.to_owned() } else { format!("{said} (in {path})") }
}

/// Where the children of the root stand, by name.
struct Places(HashMap<String, Vec<usize>>);

impl Places {
    /// The line of the child of the root that a path such as `macro[3].$value[0]` begins with.
    fn line_of(&self, path: &str) -> usize {
        let head = path.split('.').next().unwrap_or_default();
        let (name, index) = head.split_once('[').unwrap_or((head, "0"));
        let index: usize = index.trim_end_matches(']').parse().unwrap_or_default();
        self.0.get(name).and_then(|lines| lines.get(index)).copied().unwrap_or(1)
    }
}

fn read_as_xml(xml: &str) -> Result<Places, CiteError> {
    if xml.len() > LARGEST {
        return Err(broken(1, "the file is too large for a style", "choose a .csl file"));
    }
    let mut places = Places(HashMap::new());
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut line, mut counted) = (0usize, 1, 0usize);
    loop {
        let event = reader.read_event();
        // A failed read tells its place apart.
        let now = if event.is_err() { reader.error_position() } else { reader.buffer_position() };
        let now = usize::try_from(now).unwrap_or(xml.len()).min(xml.len());
        let started = line;
        line += xml.as_bytes().get(counted..now).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        counted = counted.max(now);
        let name = match event {
            Err(error) => return Err(broken(line, error.to_string(), "correct the XML there")),
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_)) => return Err(broken(line, "a style has no DOCTYPE", "remove it")),
            Ok(Event::Start(tag)) => {
                depth += 1;
                (depth == 2).then(|| tag.local_name().as_ref().to_owned())
            }
            Ok(Event::Empty(tag)) => (depth == 1).then(|| tag.local_name().as_ref().to_owned()),
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                None
            }
            Ok(_) => None,
        };
        if depth > DEEPEST {
            return Err(broken(line, "the elements are nested too deeply", "simplify the style there"));
        }
        if let Some(name) = name {
            places.0.entry(name).or_default().push(started.max(line));
        }
    }
    if depth > 0 {
        return Err(broken(line, "the file ends before its last element does", "fetch the file again"));
    }
    Ok(places)
}

/// Macros that are called must be there, and none may call itself, not even through others, nor so many that a
/// reference would be printed for ever.
fn check_macros(style: &mut IndependentStyle, places: &Places) -> Result<(), CiteError> {
    if style.macros.len() > MOST_MACROS {
        return Err(broken(1, "there are too many macros for a style", "choose a .csl file"));
    }
    let names: Vec<String> = style.macros.iter().map(|one| one.name.clone()).collect();
    let known: HashMap<&str, usize> = names.iter().enumerate().map(|(n, name)| (name.as_str(), n)).collect();
    let line = |n: usize| places.line_of(&format!("macro[{n}]"));
    let mut calls = Vec::new();
    for one in &mut style.macros {
        let mut called = Vec::new();
        walk(&mut one.children, &mut |element| called.extend(macro_of(element)));
        calls.push(called);
    }
    let mut used: Vec<String> = Vec::new();
    for_each_element(style, &mut |element| used.extend(macro_of(element)));
    used.extend(sort_macros(style));
    if let Some(missing) = used.iter().find(|name| !known.contains_key(name.as_str())) {
        let by = calls.iter().position(|called| called.contains(missing)).map_or(1, line);
        return Err(broken(by, format!("there is no macro “{missing}”"), "add it or correct its name"));
    }
    let costs = costs(&calls, &known);
    let named = |n: usize| names.get(n).map(String::as_str).unwrap_or_default();
    if let Some(n) = costs.iter().position(Option::is_none) {
        return Err(broken(
            line(n),
            format!("the macro “{}” calls itself", named(n)),
            "break the circle there",
        ));
    }
    if let Some(n) = costs.iter().position(|cost| cost.is_some_and(|cost| cost > MOST_CALLS)) {
        let reason = format!("the macro “{}” calls too many others", named(n));
        return Err(broken(line(n), reason, "simplify it"));
    }
    Ok(())
}

/// How many calls each macro makes, those of the macros that it calls too; `None` for what never ends.
fn costs(calls: &[Vec<String>], known: &HashMap<&str, usize>) -> Vec<Option<u64>> {
    let mut costs: Vec<Option<u64>> = vec![None; calls.len()];
    loop {
        let mut moved = false;
        for (n, called) in calls.iter().enumerate() {
            let cost = |name: &String| costs.get(*known.get(name.as_str())?).copied().flatten();
            let sum = called.iter().try_fold(1u64, |sum, name| Some(sum.saturating_add(cost(name)?)));
            if costs.get(n) == Some(&None) && sum.is_some() {
                moved = true;
                if let Some(place) = costs.get_mut(n) {
                    *place = sum;
                }
            }
        }
        if !moved {
            return costs;
        }
    }
}

fn macro_of(element: &LayoutRenderingElement) -> Option<String> {
    match element {
        LayoutRenderingElement::Text(text) => match &text.target {
            TextTarget::Macro { name } => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn sort_macros(style: &IndependentStyle) -> Vec<String> {
    let bibliography = style.bibliography.as_ref().and_then(|part| part.sort.as_ref());
    let keys = style.citation.sort.iter().chain(bibliography).flat_map(|sort| &sort.keys);
    let name = |key: &SortKey| match key {
        SortKey::MacroName { name, .. } => Some(name.clone()),
        SortKey::Variable { .. } => None,
    };
    keys.filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Citer;
    use crate::styles::around;
    use fonds_model::{Article, Creator};

    fn failed(xml: &str) -> String {
        AddedStyles::default().add("mine", xml).unwrap_err().to_string()
    }

    #[test]
    fn an_added_style_cites() {
        let mut added = AddedStyles::default();
        let xml = around(r#"<macro name="who"><names variable="author"/></macro>"#)
            .replace(r#"<text variable="title"/>"#, r#"<text macro="who" suffix=" viết"/>"#);
        let info = added.add("nha-truong", &xml).unwrap();
        assert_eq!((info.name.as_str(), added.infos().count()), ("nha-truong", 1));
        let citer = Citer::with_added(&added, "nha-truong", "vi").unwrap();
        let article = Article { creators: vec![Creator::author("Lê Bình")], ..Article::default() };
        assert_eq!(fonds_model::body::plain_text(&citer.cite(&[&article]).citations[0]), "Lê Bình viết");
        assert!(Citer::with_added(&added, "apa", "vi").is_ok());
    }

    fn dependent(parent: &str) -> String {
        format!(
            r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="en-US"><info>
<title>Tạp chí Ví Dụ</title><id>http://example.vn/styles/vi-du</id>
<link href="{parent}" rel="independent-parent"/><updated>2024-01-01T00:00:00+00:00</updated></info></style>"#
        )
    }

    #[test]
    fn dependent_styles_find_their_parents() {
        let mut added = AddedStyles::default();
        added.add("vi-du", &dependent("http://www.zotero.org/styles/apa")).unwrap();
        assert!(Citer::with_added(&added, "vi-du", "vi").is_ok());
        added.add("vi-du", &dependent("http://example.vn/styles/parent")).unwrap();
        let error = Citer::with_added(&added, "vi-du", "vi").err().unwrap();
        assert_eq!(error.code(), "style-parent-missing");
        let parent = around("").replace("<id>m</id>", "<id>https://example.vn/styles/parent</id>");
        added.add("parent", &parent).unwrap();
        assert!(Citer::with_added(&added, "vi-du", "vi").is_ok());
    }

    #[test]
    fn broken_styles_are_told_by_line() {
        let broken = around("<macro name=\"a\">\n<text variable=\"title\"></macro>");
        insta::assert_snapshot!(failed(&broken), @r"
line 4: ill-formed document: expected `</text>`, but `</macro>` was found; correct the XML there
");
        let unknown = around(
            "<macro name=\"a\"><text variable=\"title\"/></macro>\n<macro name=\"b\"><text variable=\"colour\"/></macro>",
        );
        insta::assert_snapshot!(failed(&unknown), @r"
line 4: an attribute has no value that CSL knows (in macro[1].element[0].text); compare with the CSL specification
");
        let missing = around("\n<macro name=\"a\"><text macro=\"b\"/></macro>");
        insta::assert_snapshot!(failed(&missing), @r"
line 4: there is no macro “b”; add it or correct its name
");
        let circle = around(
            "<macro name=\"a\"><text macro=\"b\"/></macro>\n<macro name=\"b\"><group><text macro=\"a\"/></group></macro>",
        );
        insta::assert_snapshot!(failed(&circle), @r"
line 3: the macro “a” calls itself; break the circle there
");
        let macros = |n: usize| {
            format!("<macro name=\"m{n}\">{}</macro>", format!("<text macro=\"m{}\"/>", n + 1).repeat(2))
        };
        let bomb =
            (0..40).map(macros).collect::<String>() + "<macro name=\"m40\"><text value=\"x\"/></macro>";
        insta::assert_snapshot!(failed(&around(&bomb)), @"line 3: the macro “m0” calls too many others; simplify it");
        insta::assert_snapshot!(failed("<html><body/></html>"), @r"
line 1: missing field `info`; compare with the CSL specification
");
        insta::assert_snapshot!(failed("<style><info>"), @r"
line 1: the file ends before its last element does; fetch the file again
");
        let deep = format!("<style>{}{}</style>", "<group>".repeat(5000), "</group>".repeat(5000));
        insta::assert_snapshot!(failed(&deep), @r"
line 1: the elements are nested too deeply; simplify the style there
");
    }
}
