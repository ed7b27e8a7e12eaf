//! RIS: lines of a two-letter tag and a value, a record from `TY` to `ER` (Research Information Systems, 2011, and
//! what Zotero, EndNote and Mendeley make of it).

use super::values::{book_or_serial, identify, keywords, language, line, pages, text};
use super::{Record, Records, dates, kinds, people};
use fonds_model::{ArticleKind, Diagnostic, Role};

/// A value is cut here, in bytes; abstracts are far shorter.
const LONGEST: usize = 1 << 20;

/// So many fields of one record are taken; works of thousands of authors have fewer.
const MOST_FIELDS: usize = 20_000;

/// Reads records of RIS. A last record without its end is read all the same.
pub fn from_ris(text: &str) -> Records {
    let mut out = Records::default();
    let mut open: Option<Fields> = None;
    for row in text.lines() {
        match tag_of(row) {
            Some(("TY", kind)) => {
                close(open.take(), false, &mut out);
                open = Some(Fields { all: vec![("TY".into(), kind.trim().into())], left: false });
            }
            Some(("ER", _)) => close(open.take(), true, &mut out),
            Some((tag, value)) => {
                if let Some(fields) = &mut open {
                    fields.add(tag, value);
                }
            }
            None => {
                if let Some(fields) = &mut open {
                    fields.go_on(row);
                }
            }
        }
    }
    close(open, false, &mut out);
    out
}

/// The values of one record with their tags, in order.
struct Fields {
    all: Vec<(String, String)>,
    /// Whether there were more than are taken.
    left: bool,
}

impl Fields {
    fn add(&mut self, tag: &str, value: &str) {
        self.left |= self.all.len() == MOST_FIELDS;
        if !self.left {
            self.all.push((tag.to_owned(), value.trim().to_owned()));
        }
    }

    /// A line without a tag continues the value before it.
    fn go_on(&mut self, row: &str) {
        if let Some((_, value)) = self.all.last_mut()
            && value.len() + row.len() < LONGEST
        {
            value.push('\n');
            value.push_str(row.trim());
        }
    }

    /// All values of a tag.
    fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a str> {
        self.all.iter().filter(move |(name, _)| name == tag).map(|(_, value)| value.as_str())
    }

    /// The first value, as a line, of the first of several tags that has one.
    fn first(&self, tags: &[&str]) -> Option<String> {
        tags.iter().find_map(|tag| self.all(tag).find_map(line))
    }
}

/// Tag and value of a line: `AU  - Nguyễn, Văn An`. Some programs leave the last blank out, or one of the first two.
fn tag_of(row: &str) -> Option<(&str, &str)> {
    let row = row.trim_start_matches(['\u{feff}', ' ']);
    let (tag, rest) = row.split_at_checked(2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let value = rest.strip_prefix("  -").or_else(|| rest.strip_prefix(" - "))?;
    is_tag.then_some((tag, value))
}

fn close(fields: Option<Fields>, ended: bool, out: &mut Records) {
    let Some(fields) = fields else { return };
    let record = record(&fields);
    if !ended && out.diagnostics.len() < super::MOST {
        let message = "a RIS record has no end; what stands there was taken";
        out.diagnostics.push(cut(message, &record));
    }
    if fields.left && out.diagnostics.len() < super::MOST {
        let message = "a RIS record has too many fields; the first of them were taken";
        out.diagnostics.push(cut(message, &record));
    }
    out.add(record);
}

/// A remark about a record of which not all came.
fn cut(message: &str, record: &Record) -> Diagnostic {
    let place: String = record.article.title.chars().take(80).collect();
    Diagnostic::warning("record-cut", message).hint("mend it in a text editor and import again").at(place)
}

fn record(fields: &Fields) -> Record {
    let mut record = Record::default();
    record.set_name(fields.first(&["ID"]));
    let article = &mut record.article;
    article.kind = fields.first(&["TY"]).map_or(ArticleKind::Document, |kind| kinds::of_ris(&kind));
    article.title = fields.first(&["TI", "T1", "CT", "BT", "ST"]).unwrap_or_default();
    article.publication = fields.first(&["T2", "JO", "JF", "JA", "J2", "J1", "BT"]);
    article.publication.take_if(|name| *name == article.title);
    article.publisher = fields.first(&["PB"]);
    article.place = fields.first(&["CY", "PP"]);
    article.volume = fields.first(&["VL"]);
    article.issue = fields.first(&["IS", "CP"]);
    article.edition = fields.first(&["ET"]);
    article.section = fields.first(&["SE"]);
    let page = |tag| fields.first(&[tag]).unwrap_or_default();
    article.pages = pages(&page("SP"), &page("EP"));
    article.url = fields.first(&["UR", "LK", "L2"]);
    article.language = fields.first(&["LA"]).and_then(|written| language(&written));
    article.lead = fields.all("AB").chain(fields.all("N2")).find_map(text);
    article.keywords = fields.all("KW").flat_map(rows_of_keywords).collect();
    article.holding = holding(fields);
    creators(fields, &mut record);
    identifiers(fields, &mut record);
    issued(fields, &mut record);
    record.set_accessed(fields.all("Y2").find_map(any_date));
    record.notes = fields.all("N1").chain(fields.all("RN")).filter_map(text).collect();
    record.files = fields.all("L1").chain(fields.all("L4")).flat_map(str::lines).filter_map(line).collect();
    record
}

/// A keyword a line; a line of several has them between semicolons.
fn rows_of_keywords(value: &str) -> Vec<String> {
    let split = |row: &str| if row.contains(';') { keywords(row) } else { line(row).into_iter().collect() };
    value.lines().flat_map(split).collect()
}

fn creators(fields: &Fields, record: &mut Record) {
    for (tag, value) in &fields.all {
        let role = match tag.as_str() {
            "AU" | "A1" => Role::Author,
            "ED" | "A2" => Role::Editor,
            "A4" | "TA" => Role::Translator,
            "A3" => Role::Contributor,
            _ => continue,
        };
        record.article.creators.extend(people::person_of_line(value, role));
    }
}

fn identifiers(fields: &Fields, record: &mut Record) {
    for (tag, value) in &fields.all {
        let scheme = match tag.as_str() {
            "DO" => "doi",
            "SN" => book_or_serial(value),
            "AN" => "accession",
            _ => continue,
        };
        identify(&mut record.article.identifiers, scheme, value);
    }
}

/// The day stands in `DA`, the year in `PY` or `Y1`; the first that is a date wins.
fn issued(fields: &Fields, record: &mut Record) {
    for value in ["DA", "PY", "Y1"].iter().flat_map(|tag| fields.all(tag)) {
        if record.article.issued.is_none() {
            record.set_issued(any_date(value), value);
        }
    }
}

fn any_date(value: &str) -> Option<fonds_model::Edtf> {
    dates::of_ris(value).or_else(|| dates::of_text(value))
}

fn holding(fields: &Fields) -> Option<fonds_model::Holding> {
    let value = |tag| fields.first(&[tag]).unwrap_or_default();
    let holding = fonds_model::Holding {
        repository: value("DB"),
        folder: value("AV"),
        call_number: value("CN"),
        ..fonds_model::Holding::default()
    };
    (holding != fonds_model::Holding::default()).then_some(holding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_everything() {
        let records = from_ris(
            "TY  - NEWS\r\nID  - nguyen2022\r\nTI  - Cầu mới nối hai bờ\r\n  sông Đào\r\nAU  - Nguyễn, Văn An\r\n\
             A4  - Smith, Jane\r\nT2  - Báo Sông Đào\r\nDA  - 2022/11/25/\r\nPY  - 2022\r\nSP  - 1\r\nEP  - 3\r\n\
             SN  - 0866-756X\r\nDO  - https://doi.org/10.1000/182\r\nKW  - cầu; đường\r\nKW  - sông Đào\r\n\
             L1  - files/12/cau.pdf\r\nN1  - <p>Đọc lại</p>\r\nN2  - Tóm tắt\r\nUR  - https://example.vn/a\r\n\
             Y2  - 2023/01/02/\r\nLA  - vi\r\nCN  - K 12\r\nER  - \r\n",
        );
        assert_eq!(records.diagnostics, []);
        let record = &records.records[0];
        let article = &record.article;
        assert_eq!(article.title, "Cầu mới nối hai bờ sông Đào");
        let names: Vec<_> = article.creators.iter().map(|c| (c.name.as_str(), c.role)).collect();
        assert_eq!(names, [("Nguyễn Văn An", Role::Author), ("Jane Smith", Role::Translator)]);
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("2022-11-25"));
        assert_eq!(article.pages.as_deref(), Some("1–3"));
        assert_eq!(article.keywords, ["cầu", "đường", "sông Đào"]);
        assert_eq!(article.identifiers.len(), 2);
        assert_eq!(article.holding.as_ref().map(|holding| holding.call_number.as_str()), Some("K 12"));
        assert_eq!(
            article.source.captured.map(|time| time.to_string()).as_deref(),
            Some("2023-01-02T00:00:00Z")
        );
        assert_eq!((record.files.len(), record.notes.len()), (1, 1));
    }

    #[test]
    fn what_is_cut_short_is_kept_and_told() {
        let records = from_ris("TY  - NEWS\nTI  - Một\nTY  - JOUR\nT1  - Hai\nY1  - mùa nước nổi\n");
        let titles: Vec<_> = records.records.iter().map(|record| record.article.title.as_str()).collect();
        assert_eq!(titles, ["Một", "Hai"]);
        assert_eq!(records.diagnostics.len(), 2);
        assert_eq!(records.records[1].odd_date.as_deref(), Some("mùa nước nổi"));
    }
}
