//! Annotations as a file: Markdown to read, CSV to count, Web Annotation JSON-LD to take elsewhere.

use super::listing::Texts;
use super::table;
use crate::export::{beside, place};
use crate::{Language, Library, LibraryError};
use fonds_model::markdown::escape;
use fonds_model::{Annotation, AnnotationId, Area, Article, ArticleId, Digest, TagId};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What an export of annotations made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnotationsWritten {
    /// The file.
    pub path: PathBuf,
    /// Annotations in it.
    pub annotations: usize,
    /// Articles that they belong to.
    pub articles: usize,
}

/// The kind of file.
#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Csv,
    Web,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "csv" => Some(Self::Csv),
            "jsonld" | "json" => Some(Self::Web),
            _ => None,
        }
    }
}

/// An annotation with what an export tells of its article and tags.
pub(super) struct Told<'a> {
    pub annotation: &'a Annotation,
    pub article: &'a Article,
    pub tags: Vec<String>,
    /// Where it stands; `None` when its passage is no longer in the text.
    pub place: Option<fonds_model::TextPosition>,
}

impl Library {
    /// Writes annotations, in this order, as Markdown, CSV or Web Annotation JSON-LD by the ending of `path`. An earlier
    /// file there is replaced only when the new one is complete.
    ///
    /// CSV is RFC 4180 in UTF-8 with a byte order mark, without which spreadsheets misread Vietnamese.
    ///
    /// # Errors
    /// `annotations-target-unknown`, `unknown-annotation`, `target-…`, `disk-full`.
    pub fn export_annotations(
        &self,
        ids: &[AnnotationId],
        path: &Path,
        language: Language,
    ) -> Result<AnnotationsWritten, LibraryError> {
        let form = Form::of(path).ok_or_else(|| LibraryError::AnnotationsTarget(path.to_owned()))?;
        let file = beside(path)?;
        let annotations = ids.iter().map(|id| self.annotation(id)).collect::<Result<Vec<_>, _>>()?;
        let mut articles: HashMap<ArticleId, Article> = HashMap::new();
        for annotation in &annotations {
            if !articles.contains_key(&annotation.article) {
                articles.insert(annotation.article.clone(), self.article(&annotation.article)?);
            }
        }
        let told = self.told(&annotations, &articles)?;
        let bytes = match form {
            Form::Markdown => self.as_markdown(&told, language).into_bytes(),
            Form::Csv => table::csv(&told),
            Form::Web => format!("{:#}\n", self.as_web(&told)).into_bytes(),
        };
        place(file, path, &bytes)?;
        Ok(AnnotationsWritten {
            path: path.to_owned(),
            annotations: annotations.len(),
            articles: articles.len(),
        })
    }

    fn told<'a>(
        &self,
        annotations: &'a [Annotation],
        articles: &'a HashMap<ArticleId, Article>,
    ) -> Result<Vec<Told<'a>>, LibraryError> {
        let paths = self.tag_paths()?;
        let mut texts = Texts::new(self)?;
        let mut told = Vec::with_capacity(annotations.len());
        for annotation in annotations {
            let Some(article) = articles.get(&annotation.article) else { continue };
            let place = texts.of(&annotation.article)?.and_then(|(_, text)| annotation.target.resolve(text));
            told.push(Told { annotation, article, tags: labels(&annotation.tags, &paths), place });
        }
        Ok(told)
    }

    /// Grouped by article: its title and citation, then quotes with notes.
    fn as_markdown(&self, told: &[Told<'_>], language: Language) -> String {
        let mut out = format!("# {}\n", escape(&self.store.info().title));
        let mut order: Vec<&ArticleId> = Vec::new();
        for one in told {
            if !order.contains(&&one.article.id) {
                order.push(&one.article.id);
            }
        }
        for id in order {
            let of_article: Vec<&Told<'_>> = told.iter().filter(|one| one.article.id == *id).collect();
            let Some(first) = of_article.first() else { continue };
            let citation = self.default_citation(first.article, language);
            out.push_str(&format!("\n## {}\n\n{}\n", escape(&first.article.title), escape(&citation)));
            for one in of_article {
                out.push_str(&quoted(one, language));
            }
        }
        out
    }

    /// A Web Annotation collection with one page.
    fn as_web(&self, told: &[Told<'_>]) -> Value {
        let items: Vec<Value> = told.iter().map(|one| self.web_item(one)).collect();
        let name = Digest::of(json!(items).to_string().as_bytes()).uuid_urn();
        json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": name,
            "type": "AnnotationCollection",
            "label": self.store.info().title,
            "total": items.len(),
            "generator": {"id": "urn:fonds", "type": "Software", "name": "Fonds"},
            "first": {
                "id": format!("{name}#1"),
                "type": "AnnotationPage",
                "partOf": name,
                "startIndex": 0,
                "items": items,
            },
        })
    }

    /// One annotation; its source names the article in each way by which another library may know it.
    fn web_item(&self, told: &Told<'_>) -> Value {
        let article = told.article;
        let id = format!("urn:fonds:article:{}", article.id);
        let mut value = told.annotation.to_w3c(&id, &told.tags);
        let mut names = vec![format!("sha256:{}", article.source.name())];
        names.extend(article.url.iter().cloned());
        let doi = article.identifiers.iter().filter(|identifier| identifier.scheme == "doi");
        names.extend(doi.map(|identifier| format!("doi:{}", identifier.value)));
        let source = json!({"id": id, "type": "Text", "dc:title": article.title, "dc:identifier": names});
        match told.annotation.target.region {
            Some(_) => value["target"]["scope"]["source"] = source,
            None => value["target"]["source"] = source,
        }
        if let Some(fields) = value.as_object_mut() {
            // The collection has it once.
            fields.remove("@context");
        }
        value
    }

    /// Each tag's labels from the root on, joined by `/`.
    fn tag_paths(&self) -> Result<HashMap<TagId, String>, LibraryError> {
        Ok(crate::tags::paths(&self.store.tags()?))
    }
}

fn labels(tags: &[TagId], paths: &HashMap<TagId, String>) -> Vec<String> {
    tags.iter().filter_map(|tag| paths.get(tag).cloned()).collect()
}

/// "part of the picture: 10, 20, 30 × 40 %"
fn part_of_picture(area: Area, language: Language) -> String {
    let [x, y, width, height] = area.in_percent();
    match language {
        Language::English => format!("part of the picture: {x}, {y}, {width} × {height} %"),
        Language::Vietnamese => format!("một phần của ảnh: {x}, {y}, {width} × {height} %"),
    }
}

fn quoted(told: &Told<'_>, language: Language) -> String {
    let annotation = told.annotation;
    let mut out = String::from("\n");
    for line in annotation.target.quote.exact.split('\n') {
        out.push_str(&format!("> {}\n>\n", escape(line)));
    }
    out.truncate(out.trim_end_matches(">\n").len());
    if !annotation.note.is_empty() {
        out.push_str(&format!("\n{}\n", annotation.note.trim()));
    }
    let mut facts: Vec<String> = Vec::new();
    facts.extend(annotation.target.region.as_ref().map(|region| part_of_picture(region.fragment, language)));
    if !told.tags.is_empty() {
        facts.push(escape(&told.tags.join(", ")));
    }
    facts.push(crate::words::colour(annotation.colour, language).to_owned());
    if !annotation.creator.is_empty() {
        facts.push(escape(&annotation.creator));
    }
    facts.push(annotation.created.strftime("%Y-%m-%d").to_string());
    if told.place.is_none() {
        let words = match language {
            Language::English => "no longer in the text",
            Language::Vietnamese => "không còn trong bài",
        };
        facts.push(words.to_owned());
    }
    out.push_str(&format!("\n<small>{}</small>\n", facts.join(" · ")));
    out
}
