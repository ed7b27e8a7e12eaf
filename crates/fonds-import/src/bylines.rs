//! Who wrote it and where it appeared, as lines of the text say it.

use fonds_model::{Creator, Role};

/// The source line at an article's end: publication, and its address if it gives one.
pub(crate) struct SourceLine {
    pub publication: String,
    pub url: Option<String>,
}

/// Reads `Nguồn: example.vn`, `(Nguồn: Báo Ví Dụ)`, `Source: Example Times, https://…`.
pub(crate) fn source_line(line: &str) -> Option<SourceLine> {
    let line = unbracketed(line);
    let labelled = after_label(line, &["nguồn", "nguồn tin", "source", "theo nguồn"]);
    let rest = labelled.or_else(|| according_to(line))?;
    let url =
        rest.split_whitespace().find(|word| word.starts_with("http://") || word.starts_with("https://"));
    let url = url.map(|url| url.trim_end_matches(['.', ',', ';', ')']).to_owned());
    let name = match &url {
        Some(url) => rest.replace(url.as_str(), " "),
        None => rest.to_owned(),
    };
    let name = name.split('(').next().unwrap_or_default();
    let name = name.trim_matches(|c: char| c.is_whitespace() || ",;-–—.()|".contains(c)).to_owned();
    let host =
        url.as_deref().and_then(|url| url.split('/').nth(2)).map(|host| host.trim_start_matches("www."));
    let publication = if name.is_empty() { host.unwrap_or_default().to_owned() } else { name };
    (!publication.is_empty() && publication.chars().count() <= 80).then_some(SourceLine { publication, url })
}

/// `Theo VnExpress`, `(Theo báo Lao Động)`: a line that names its source and says nothing else.
fn according_to(line: &str) -> Option<&str> {
    let rest = strip_word(line, "theo")?;
    let name = rest.strip_prefix("báo ").or_else(|| rest.strip_prefix("tạp chí ")).unwrap_or(rest);
    is_name(name.trim_end_matches('.')).then_some(name)
}

fn unbracketed(line: &str) -> &str {
    let line = line.trim();
    let inside = line.strip_prefix('(').map(|rest| rest.strip_suffix(')').unwrap_or(rest));
    inside.unwrap_or(line).trim()
}

/// Reads `Bài: A`, `Bài, ảnh: A`, `By A and B`, `Tác giả: A – B`.
pub(crate) fn byline(line: &str) -> Vec<Creator> {
    let line = unbracketed(line);
    if line.chars().count() > 100 {
        return vec![];
    }
    let authored =
        after_label(line, &["bài", "bài viết", "tác giả", "thực hiện", "author", "by", "words by"]);
    let both = after_label(line, &["bài, ảnh", "bài và ảnh", "bài - ảnh", "tin, ảnh", "story and photos"]);
    let photos = after_label(line, &["ảnh", "photo", "photos", "photographs by"]);
    let translated = after_label(line, &["dịch", "người dịch", "biên dịch", "translated by"]);
    let english = strip_word(line, "by");
    let (names, role) = if let Some(names) = both.or(authored) {
        (names, Role::Author)
    } else if let Some(names) = photos {
        (names, Role::Photographer)
    } else if let Some(names) = translated {
        (names, Role::Translator)
    } else if let Some(names) = english.filter(|names| split_names(names).iter().all(|name| is_name(name))) {
        (names, Role::Author)
    } else {
        return vec![];
    };
    let names = split_names(names);
    let several = names.len() > 1;
    let names = names.into_iter().filter(|name| is_name(name) && !(several && is_job(name)));
    names.map(|name| Creator { role, ..Creator::author(name) }).collect()
}

/// Names in one line, split at commas, dashes and "và"/"and".
pub(crate) fn split_names(line: &str) -> Vec<String> {
    let line = line.replace(" và ", ",").replace(" and ", ",").replace(" & ", ",");
    let line = line.replace(" – ", ",").replace(" - ", ",").replace(" — ", ",");
    let parts = line.split([',', ';', '|']).map(|part| part.trim().trim_end_matches('.').trim());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Reads a line that is nothing but a newspaper's, magazine's or agency's name: `Báo Ví Dụ`, `Tạp chí Xưa`.
pub(crate) fn publication_line(line: &str) -> Option<String> {
    let line = unbracketed(line).trim_end_matches('.');
    let lower = line.to_lowercase();
    let known = [
        "báo ",
        "tạp chí ",
        "tạp san ",
        "tập san ",
        "tuần báo ",
        "nhật báo ",
        "đài ",
        "thông tấn xã ",
        "ttxvn",
    ];
    // *Báo động* is an alarm, *Báo Động* would be a newspaper.
    let named = |name: &&str| {
        let rest = lower.strip_prefix(*name).and_then(|rest| line.get(line.len() - rest.len()..));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_uppercase))
    };
    let short = line.split_whitespace().count() <= 8 && !line.contains([':', ',', '?', '!']);
    (short && known.iter().any(named)).then(|| line.to_owned())
}

/// Whether a part of a byline says what someone does (*Staff Writer*, *phóng viên*) and not who.
pub(crate) fn is_job(text: &str) -> bool {
    let lower = text.to_lowercase();
    let jobs = [
        "writer",
        "editor",
        "reporter",
        "correspondent",
        "staff",
        "journalist",
        "columnist",
        "contributor",
        "photographer",
        "producer",
        "bureau",
        "freelance",
        "critic",
        "analyst",
        "phóng viên",
        "biên tập viên",
        "nhà báo",
        "cộng tác viên",
        "thông tín viên",
    ];
    jobs.iter().any(|job| {
        lower
            .split(|c: char| !c.is_alphabetic() && c != ' ')
            .any(|part| part.split(' ').any(|word| word == *job) || (job.contains(' ') && part.contains(job)))
    })
}

/// Whether a line could be a person's name, a pen name or an agency's: few words, each capitalised.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || "(\"'“".contains(c));
    let particle =
        |word: &&str| matches!(*word, "de" | "da" | "van" | "von" | "der" | "la" | "le" | "bin" | "al");
    let clean = !text.contains([':', '!', '?', '…', ';', '/']) && !text.ends_with('.');
    let lettered = text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_digit());
    (1..=6).contains(&words.len())
        && clean
        && lettered
        && words.iter().all(|word| capital(word) || particle(word))
}

/// What follows `label:`; labels are compared without case.
fn after_label<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, rest) = line.split_once(':')?;
    let label = label.trim().to_lowercase();
    let rest = rest.trim();
    (labels.contains(&label.as_str()) && !rest.is_empty()).then_some(rest)
}

fn strip_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = line.split_once(' ')?;
    (first.to_lowercase() == word).then_some(rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        byline(line).into_iter().map(|creator| format!("{} {}", creator.name, creator.role.name())).collect()
    }

    #[test]
    fn bylines() {
        assert_eq!(names("Bài, ảnh: Nguyễn Văn An"), ["Nguyễn Văn An author"]);
        assert_eq!(names("Bài: Lê Bình – Hà Thu"), ["Lê Bình author", "Hà Thu author"]);
        assert_eq!(
            names("By Jane Smith and Ludwig van Beethoven"),
            ["Jane Smith author", "Ludwig van Beethoven author"]
        );
        assert_eq!(names("(Bài: Lê Bình)"), ["Lê Bình author"]);
        assert_eq!(names("Ảnh: Minh Đức"), ["Minh Đức photographer"]);
        assert_eq!(names("Theo đó, dự án sẽ hoàn thành"), Vec::<String>::new());
        assert_eq!(names("By the end of the year it was done"), Vec::<String>::new());
    }

    #[test]
    fn names_of_newspapers() {
        assert_eq!(publication_line("Báo Sông Đào").as_deref(), Some("Báo Sông Đào"));
        assert_eq!(
            publication_line("(Tạp chí Xưa và Nay Ví Dụ)").as_deref(),
            Some("Tạp chí Xưa và Nay Ví Dụ")
        );
        assert_eq!(publication_line("TTXVN").as_deref(), Some("TTXVN"));
        assert_eq!(publication_line("Báo động lũ trên sông Đào"), None);
        assert_eq!(publication_line("Đài Trang kể chuyện cũ, chuyện mới"), None);
    }

    #[test]
    fn jobs_are_not_names() {
        assert_eq!(names("By Jane Holt, Courier Night Writer"), ["Jane Holt author"]);
        assert!(is_job("phóng viên thường trú") && is_job("Staff Writer") && !is_job("Jane Stafford"));
    }

    #[test]
    fn sources() {
        let read = |line| source_line(line).map(|source| (source.publication, source.url));
        assert_eq!(read("Nguồn: example.vn"), Some(("example.vn".into(), None)));
        assert_eq!(read("(Nguồn: Báo Ví Dụ)"), Some(("Báo Ví Dụ".into(), None)));
        assert_eq!(
            read("Source: Example Times, https://example.com/a."),
            Some(("Example Times".into(), Some("https://example.com/a".into())))
        );
        assert_eq!(
            read("Nguồn: https://www.example.vn/bai"),
            Some(("example.vn".into(), Some("https://www.example.vn/bai".into())))
        );
        assert_eq!(read("Nguồn: Báo Ví Dụ (25/11/2022)"), Some(("Báo Ví Dụ".into(), None)));
        assert_eq!(read("(Theo VnExpress)"), Some(("VnExpress".into(), None)));
        assert_eq!(read("Theo báo Lao Động"), Some(("Lao Động".into(), None)));
        assert_eq!(read("Theo đó, dự án sẽ hoàn thành"), None);
        assert_eq!(read("Nguồn nước đang cạn dần"), None);
    }
}
