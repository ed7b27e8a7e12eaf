//! BibTeX and BibLaTeX.
//!
//! 1. The file is cut at its entries, so that a broken one takes no other with it.
//! 2. The `biblatex` crate takes an entry apart; abbreviations (`@string`) are put in here, because there they may
//!    name each other for ever.
//! 3. Commands that the file defines ([`super::macros`]) are put in likewise.
//! 4. Each field is read for itself by the crate, which knows accents, names and grouping.

use super::file_field::files;
use super::macros::Macros;
use super::values::{identify, keywords, language, line, page_range, text};
use super::{MOST, Record, Records, dates, kinds, people, tex, unread};
use biblatex::{Bibliography, Chunks, ChunksExt, Pair, Person, RawBibliography, RawChunk, RawEntry, Spanned};
use fonds_model::{Edtf, Role};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

/// Longer fields, and such with more or deeper groups than these, are taken as plain text.
const LONGEST_FIELD: usize = 256 << 10;
const MOST_GROUPS: usize = 2000;
const DEEPEST_GROUP: usize = 40;
/// Abbreviations and fields of other entries are put in up to this length, in bytes, and up to so many bytes in all.
const LONGEST_PART: usize = 4 << 10;
const MOST_PUT_IN: usize = 32 << 20;

/// Reads entries of BibTeX or BibLaTeX.
pub fn from_bibtex(text: &str) -> Records {
    let mut out = Records::default();
    let mut strings =
        Strings { known: HashMap::new(), macros: Macros::default(), room: Cell::new(MOST_PUT_IN) };
    let mut entries = Vec::new();
    for piece in pieces(text).take(MOST) {
        if is_preamble(piece) {
            strings.macros.take(piece);
            continue;
        }
        match RawBibliography::parse(piece) {
            Ok(raw) => {
                for pair in &raw.abbreviations {
                    let value = strings.joined(&pair.value.v);
                    if value.len() <= LONGEST_PART {
                        strings.known.insert(pair.key.v.to_lowercase(), value);
                    }
                }
                entries.extend(raw.entries.iter().map(|entry| Entry::of(&entry.v, &strings)));
            }
            Err(error) => out.diagnostics.push(unread("BibTeX", &error.kind.to_string(), piece)),
        }
    }
    let by_key: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.key.as_str(), entry)).collect();
    for entry in &entries {
        let parent = entry.fields.get("crossref").and_then(|key| by_key.get(key.trim()).copied());
        let whole = parent.map(|parent| entry.inheriting(parent, &strings.room));
        out.add(whole.as_ref().unwrap_or(entry).record());
    }
    out
}

/// The file cut before each line that opens an entry; comments of programs are left out.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for row in text.split_inclusive('\n') {
        let kind = row.trim_start_matches(['\u{feff}', ' ', '\t']).strip_prefix('@');
        if kind.is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_alphabetic())) {
            starts.push(at);
        }
        at += row.len();
    }
    let ends = starts.clone().into_iter().skip(1).chain([text.len()]);
    let pieces = starts.into_iter().zip(ends).map(|(start, end)| &text[start..end]);
    pieces.filter(|piece| {
        let kind: String = piece.trim_start_matches(['\u{feff}', ' ', '\t', '@']).chars().take(8).collect();
        !matches!(kind.to_ascii_lowercase().as_str(), "comment" | "comment{")
    })
}

fn is_preamble(piece: &str) -> bool {
    let kind = piece.trim_start_matches(['\u{feff}', ' ', '\t', '@']).get(.."preamble".len());
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("preamble"))
}

/// An entry with its fields as they are written.
struct Entry {
    key: String,
    kind: String,
    fields: BTreeMap<String, String>,
}

impl Entry {
    fn of(raw: &RawEntry<'_>, strings: &Strings) -> Self {
        let fields =
            raw.fields.iter().map(|pair| (pair.key.v.to_lowercase(), strings.applied(&pair.value.v)));
        Self { key: raw.key.v.to_owned(), kind: raw.kind.v.to_owned(), fields: fields.collect() }
    }

    /// The text of a field, by its first name that has one; a parent's title is a part's container.
    fn line(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| line(&self.chunks(name)?.format_verbatim()))
    }

    fn chunks(&self, name: &str) -> Option<Chunks> {
        let raw = self.fields.get(name)?;
        Some(chunks(name, raw).unwrap_or_else(|| plain(raw)))
    }

    /// What the parent says and this entry does not.
    fn inheriting(&self, parent: &Entry, room: &Cell<usize>) -> Entry {
        const PASSED_ON: [(&str, &str); 12] = [
            ("title", "booktitle"),
            ("booktitle", "booktitle"),
            ("publisher", "publisher"),
            ("location", "location"),
            ("address", "address"),
            ("date", "date"),
            ("year", "year"),
            ("volume", "volume"),
            ("number", "number"),
            ("isbn", "isbn"),
            ("issn", "issn"),
            ("journaltitle", "journaltitle"),
        ];
        let mut fields = self.fields.clone();
        for (theirs, own) in PASSED_ON {
            let value = parent.fields.get(theirs);
            if let Some(value) = value.filter(|value| value.len() <= LONGEST_PART && takes(room, value)) {
                fields.entry(own.to_owned()).or_insert_with(|| value.clone());
            }
        }
        Entry { key: self.key.clone(), kind: self.kind.clone(), fields }
    }

    fn record(&self) -> Record {
        let mut record = Record::default();
        record.set_name(line(&self.key));
        let article = &mut record.article;
        article.kind = kinds::of_bibtex(&self.kind, &self.line(&["entrysubtype"]).unwrap_or_default());
        article.title = self.title();
        article.publication = self.publication();
        article.publisher = self.line(&["publisher", "institution", "school"]);
        article.place = self.line(&["location", "address"]);
        article.volume = self.line(&["volume"]);
        article.issue = self.line(&["number", "issue"]);
        article.pages = self.line(&["pages"]).and_then(|pages| page_range(&pages));
        article.edition = self.line(&["edition"]);
        article.url = self.line(&["url", "howpublished"]).filter(|url| url.contains("://"));
        article.rights = self.line(&["copyright", "rights"]);
        article.language = self.line(&["langid", "language", "hyphenation"]).and_then(|name| language(&name));
        article.lead = self.chunks("abstract").and_then(|chunks| text(&chunks.format_verbatim()));
        article.keywords = self.line(&["keywords"]).map(|words| keywords(&words)).unwrap_or_default();
        self.creators(&mut record);
        self.identifiers(&mut record);
        self.dates(&mut record);
        let notes = ["note", "annotation", "annote", "comment"];
        record.notes = notes.iter().filter_map(|name| text(&self.chunks(name)?.format_verbatim())).collect();
        record.files = self.fields.get("file").map(|value| files(value)).unwrap_or_default();
        record
    }

    fn title(&self) -> String {
        let parts = [self.line(&["title"]), self.line(&["subtitle"])];
        parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }

    fn publication(&self) -> Option<String> {
        let online = matches!(self.kind.to_ascii_lowercase().as_str(), "online" | "electronic" | "www");
        let names = ["journaltitle", "journal", "booktitle", "maintitle", "eventtitle"];
        self.line(&names).or_else(|| self.line(&["organization"]).filter(|_| online))
    }

    fn creators(&self, record: &mut Record) {
        for (field, role) in
            [("author", Role::Author), ("editor", Role::Editor), ("translator", Role::Translator)]
        {
            let people: Vec<Person> =
                self.chunks(field).and_then(|chunks| chunks.parse().ok()).unwrap_or_default();
            for name in people.iter().filter(|name| name.name != "others") {
                let family = format!("{} {}", name.prefix, name.name);
                record.article.creators.extend(people::person(&family, &name.given_name, role).map(
                    |mut creator| {
                        if let Some(suffix) = line(&name.suffix) {
                            creator.name = format!("{}, {suffix}", creator.name);
                        }
                        creator
                    },
                ));
            }
        }
    }

    fn identifiers(&self, record: &mut Record) {
        for scheme in ["doi", "issn", "isbn", "pmid", "pmcid", "eprint"] {
            if let Some(value) = self.line(&[scheme]) {
                let kind =
                    if scheme == "eprint" { self.line(&["eprinttype", "archiveprefix"]) } else { None };
                let scheme = kind.map_or_else(|| scheme.to_owned(), |kind| kind.to_lowercase());
                identify(&mut record.article.identifiers, &scheme, &value);
            }
        }
    }

    /// BibLaTeX has one field in EDTF, BibTeX three of their own.
    fn dates(&self, record: &mut Record) {
        let accessed = self.line(&["urldate", "lastchecked"]).and_then(|written| Edtf::parse(&written));
        record.set_accessed(accessed);
        if let Some(written) = self.line(&["date"]) {
            record.set_issued(dates::of_text(&written), &written);
        }
        if let (None, Some(year)) = (&record.article.issued, self.line(&["year"])) {
            let month = self.line(&["month"]).unwrap_or_default();
            // A day may stand behind the month's name.
            let day = self.line(&["day"]).or_else(|| month.split_once(' ').map(|(_, day)| day.to_owned()));
            let (month, day) = (dates::month(&month), day.and_then(|day| day.trim().parse().ok()));
            let date = year.parse().ok().and_then(|year| dates::of_numbers(year, month, day));
            record.set_issued(date.or_else(|| dates::of_text(&year)), &year);
        }
    }
}

/// The abbreviations and commands of a file, and how many bytes may still be put in.
struct Strings {
    known: HashMap<String, String>,
    macros: Macros,
    room: Cell<usize>,
}

impl Strings {
    /// A value in one, with what the file's own commands stand for.
    fn applied(&self, field: &[Spanned<RawChunk<'_>>]) -> String {
        let joined = self.joined(field);
        match self.macros.applied(&joined, joined.len() + LONGEST_PART) {
            Cow::Owned(applied) if takes(&self.room, &applied) => applied,
            _ => joined,
        }
    }

    /// The pieces of a value in one, abbreviations by their text; one that nobody defined stands for itself.
    fn joined(&self, field: &[Spanned<RawChunk<'_>>]) -> String {
        let mut out = String::new();
        for chunk in field {
            match chunk.v {
                RawChunk::Normal(text) => out.push_str(text),
                RawChunk::Abbreviation(name) => {
                    let text = self.known.get(&name.to_lowercase()).filter(|text| takes(&self.room, text));
                    out.push_str(text.map_or(name, String::as_str));
                }
            }
        }
        out
    }
}

/// Whether there is room for a text; it is taken.
fn takes(room: &Cell<usize>, text: &str) -> bool {
    let left = room.get().checked_sub(text.len());
    room.set(left.unwrap_or_default());
    left.is_some()
}

/// A field's text without accents' commands, as the crate reads it; `None` where it cannot.
fn chunks(name: &str, raw: &str) -> Option<Chunks> {
    if raw.len() > LONGEST_FIELD || !is_shallow(raw) {
        return None;
    }
    let verbatim = matches!(name, "url" | "doi" | "eprint" | "file");
    let raw = if verbatim { raw.to_owned() } else { tex::prepared(raw) };
    let value = Spanned::zero(vec![Spanned::zero(RawChunk::Normal(raw.as_str()))]);
    let entry = RawEntry {
        key: Spanned::zero("entry"),
        kind: Spanned::zero("misc"),
        fields: vec![Pair::new(Spanned::zero(name), value)],
    };
    let raw = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::zero(entry)],
        abbreviations: vec![],
    };
    Bibliography::from_raw(raw).ok()?.get("entry")?.get(name).map(<[_]>::to_vec)
}

fn is_shallow(raw: &str) -> bool {
    let (mut depth, mut groups) = (0usize, 0);
    raw.bytes().all(|byte| {
        match byte {
            b'{' => (depth, groups) = (depth + 1, groups + 1),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth <= DEEPEST_GROUP && groups <= MOST_GROUPS
    })
}

/// The text as it is written, without braces.
fn plain(raw: &str) -> Chunks {
    let text = raw.replace(['{', '}'], "").replace('\\', "");
    vec![Spanned::zero(biblatex::Chunk::Normal(text))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_with_accents() {
        let records = from_bibtex(
            "% lời đầu\n@string{bsd = {Báo Sông Đào}}\n@article{an2022,\n  title = {C\\h{\\^a}u \\emph{m\\'{\\ohorn}i} \\& \\dj{}\\uhorn\\`{\\ohorn}ng},\n  \
             author = {Nguy{\\~{\\^e}}n, V{\\u a}n An and {TTXVN} and Ludwig van Beethoven and others},\n  journal = bsd # { số Tết},\n  \
             year = 2022, month = nov, day = 25,\n  pages = {12--15},\n  language = {vietnamese},\n  \
             file = {B\\:ài.pdf:files/12/a;b\\;c.pdf:application/pdf;:files\\\\x.html:HTML},\n  keywords = {cầu, đường},\n}\n",
        );
        assert_eq!(records.diagnostics, []);
        let article = &records.records[0].article;
        assert_eq!(article.title, "Cẩu mới & đường");
        let names: Vec<_> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
        assert_eq!(names, ["Nguyễn Văn An", "TTXVN", "Ludwig van Beethoven"]);
        assert_eq!(article.publication.as_deref(), Some("Báo Sông Đào số Tết"));
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("2022-11-25"));
        assert_eq!(article.pages.as_deref(), Some("12–15"));
        assert_eq!(article.language.as_deref(), Some("vi"));
        assert_eq!(article.keywords, ["cầu", "đường"]);
    }

    #[test]
    fn a_broken_entry_takes_no_other_one() {
        let records =
            from_bibtex("@article{a, title = {Một}}\n@article{b, title = {Hai\n@misc{c, title = {Ba}}\n");
        let titles: Vec<_> = records.records.iter().map(|record| record.article.title.as_str()).collect();
        assert_eq!(titles, ["Một", "Ba"]);
        assert_eq!(records.diagnostics[0].code, "record-unread");
    }

    #[test]
    fn abbreviations_that_name_themselves_end() {
        let records = from_bibtex("@string{a = a # a}\n@string{b = a # a # b}\n@misc{x, title = b # c}\n");
        assert_eq!(records.records[0].article.title, "aaaabc");
    }

    #[test]
    fn commands_of_the_preamble() {
        let records = from_bibtex(
            "@preamble{ \"\\newcommand{\\noopsort}[1]{} \" # \"\\def\\bsd{B\\'ao S\\^ong \\DJ\\`ao}\" }\n\
             @article{x, title = {\\lost{Cầu} mới}, journal = {\\bsd{} xuân}, year = {{\\noopsort{1973b}}1973}}\n",
        );
        assert_eq!(records.diagnostics, []);
        let article = &records.records[0].article;
        assert_eq!(article.title, "Cầu mới");
        assert_eq!(article.publication.as_deref(), Some("Báo Sông Đào xuân"));
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("1973"));
    }

    #[test]
    fn parts_inherit_from_their_book() {
        let records = from_bibtex(
            "@inbook{p, title = {Chương}, crossref = {b}}\n@book{b, title = {Sách}, date = {1930/1935}, crossref = {p}}\n",
        );
        let part = &records.records[0].article;
        assert_eq!(part.publication.as_deref(), Some("Sách"));
        assert_eq!(part.issued.as_ref().map(|date| date.as_str()), Some("1930/1935"));
    }

    #[test]
    fn deep_and_wide_fields_are_taken_plainly() {
        let deep = format!("@misc{{x, title = {{{}a{}}}}}", "{".repeat(50_000), "}".repeat(50_000));
        assert_eq!(from_bibtex(&deep).records[0].article.title, "a");
        let wide = format!("@misc{{x, title = {{{}}}}}", "{a}b".repeat(50_000));
        assert_eq!(from_bibtex(&wide).records[0].article.title.len(), 100_000);
    }
}
