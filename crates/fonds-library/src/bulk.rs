//! Editing many articles at once: what would change is shown first, then it is done as one group that can be undone.

use crate::articles::{changed_fields, field_named};
use crate::{Language, Library, LibraryError, Problem};
use fonds_model::{Article, ArticleId, Field};
use fonds_store::Change;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What is to be done with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEdit {
    /// Which field.
    pub field: String,
    /// What to do.
    #[serde(flatten)]
    pub operation: Operation,
}

/// What is to be done with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Operation {
    /// Give the field this value.
    Set {
        /// The value as one line of text.
        value: String,
    },
    /// Take the value away.
    Clear,
    /// Put a text in the place of another, wherever that stands in the value.
    Replace {
        /// The text as it stands there.
        find: String,
        /// What stands there then.
        with: String,
    },
    /// Put values before those of a field that holds several; those that it has are left out.
    Prepend {
        /// The values, split at `;`.
        value: String,
    },
    /// Put values behind those of a field that holds several; those that it has are left out.
    Append {
        /// The values, split at `;`.
        value: String,
    },
}

/// A field that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditedField {
    /// Which field.
    pub field: &'static str,
    /// Its value as it is.
    pub before: String,
    /// Its value as it becomes.
    pub after: String,
}

/// An article that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditedArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its title as it is.
    pub title: String,
    /// The fields that change.
    pub fields: Vec<EditedField>,
}

/// An article that cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The field that cannot hold what it would become.
    pub field: String,
    /// Why, in words.
    pub problem: Problem,
}

/// What an edit would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditPreview {
    /// How many articles change.
    pub changed: usize,
    /// How many stay as they are.
    pub unchanged: usize,
    /// How many cannot be changed.
    pub refused: usize,
    /// The first of those that change.
    pub articles: Vec<EditedArticle>,
    /// The first of those that cannot be changed.
    pub problems: Vec<Refused>,
}

/// What an edit did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditReport {
    /// How many articles changed.
    pub changed: usize,
    /// Those that could not be changed and stay as they were.
    pub problems: Vec<Refused>,
}

/// What an edit makes of the articles.
#[derive(Default)]
struct Plan {
    changes: Vec<Change>,
    articles: Vec<EditedArticle>,
    unchanged: usize,
    problems: Vec<Refused>,
}

impl Library {
    /// What an edit would do, without doing it: the first `limit` articles that change, and how many there are.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-field`, or an operation that no article could take, as `edit-not-list`.
    pub fn preview_edits(
        &self,
        ids: &[ArticleId],
        edits: &[FieldEdit],
        limit: usize,
        language: Language,
    ) -> Result<EditPreview, LibraryError> {
        let mut plan = self.plan(ids, edits, language)?;
        let (changed, refused) = (plan.articles.len(), plan.problems.len());
        plan.articles.truncate(limit);
        plan.problems.truncate(limit);
        let Plan { articles, problems, unchanged, .. } = plan;
        Ok(EditPreview { changed, unchanged, refused, articles, problems })
    }

    /// Edits many articles, to be undone at once. Those that cannot be changed so stay as they are, and are told.
    ///
    /// # Errors
    /// As [`Library::preview_edits`]; then nothing is changed.
    pub fn edit_many(
        &self,
        ids: &[ArticleId],
        edits: &[FieldEdit],
        language: Language,
    ) -> Result<EditReport, LibraryError> {
        let plan = self.plan(ids, edits, language)?;
        self.commit_if_any(&plan.changes)?;
        Ok(EditReport { changed: plan.changes.len(), problems: plan.problems })
    }

    fn plan(&self, ids: &[ArticleId], edits: &[FieldEdit], language: Language) -> Result<Plan, LibraryError> {
        let edits = edits.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
        let mut plan = Plan::default();
        let mut seen = HashSet::new();
        // Citekeys that articles before in the list take.
        let mut taken = HashSet::new();
        for id in ids.iter().filter(|id| seen.insert(*id)) {
            let before = self.store.head(id)?.ok_or_else(|| LibraryError::NoArticle(id.0.clone()))?;
            match self.edited(&before, &edits, &mut taken) {
                Ok(after) => plan.add(&before, &after),
                Err((field, error)) => plan.problems.push(Refused {
                    id: before.id,
                    title: before.title,
                    field: field.name().to_owned(),
                    problem: error.problem(language),
                }),
            }
        }
        Ok(plan)
    }

    fn edited(
        &self,
        before: &Article,
        edits: &[(Field, &Operation)],
        taken: &mut HashSet<String>,
    ) -> Result<Article, (Field, LibraryError)> {
        let mut after = before.clone();
        for (field, operation) in edits {
            let value = operation.on(*field, &after);
            after.set_field(*field, &value).map_err(|error| (*field, error.into()))?;
        }
        if after.citekey != before.citekey {
            let at = |error: LibraryError| (Field::Citekey, error);
            let other = self.store.article_with_citekey(&after.citekey).map_err(|error| at(error.into()))?;
            if other.is_some() || !taken.insert(after.citekey.clone()) {
                return Err(at(LibraryError::CitekeyTaken(after.citekey)));
            }
        }
        Ok(after)
    }
}

impl Plan {
    fn add(&mut self, before: &Article, after: &Article) {
        let fields = changed_fields(before, after);
        if fields.is_empty() {
            self.unchanged += 1;
            return;
        }
        let differing = Field::ALL.into_iter().filter_map(|field| {
            let (before, after) = (before.field(field), after.field(field));
            (before != after).then(|| EditedField { field: field.name(), before, after })
        });
        self.articles.push(EditedArticle {
            id: before.id.clone(),
            title: before.title.clone(),
            fields: differing.collect(),
        });
        self.changes.push(Change::SetArticle { id: before.id.clone(), fields });
    }
}

impl Operation {
    /// The field's new value as one line of text.
    fn on(&self, field: Field, article: &Article) -> String {
        let before = article.field(field);
        let joined = |values: Vec<&str>| values.join("; ");
        match self {
            Self::Set { value } => value.clone(),
            Self::Clear => String::new(),
            Self::Replace { find, with } => before.replace(find.as_str(), with),
            Self::Append { value } => {
                let fresh = values(value).filter(|value| !values(&before).any(|known| known == *value));
                joined(values(&before).chain(fresh).collect())
            }
            Self::Prepend { value } => {
                let fresh = values(value).filter(|value| !values(&before).any(|known| known == *value));
                joined(fresh.chain(values(&before)).collect())
            }
        }
    }
}

fn values(line: &str) -> impl Iterator<Item = &str> {
    line.split(';').map(str::trim).filter(|value| !value.is_empty())
}

/// The field of an edit and what is done with it, if any article could take that.
fn checked(edit: &FieldEdit) -> Result<(Field, &Operation), LibraryError> {
    let field = field_named(&edit.field)?;
    match &edit.operation {
        Operation::Set { value } => Article::default().set_field(field, value)?,
        Operation::Clear => Article::default().set_field(field, "")?,
        Operation::Replace { find, .. } if find.is_empty() => {
            return Err(LibraryError::EditNothingToFind(edit.field.clone()));
        }
        Operation::Prepend { .. } | Operation::Append { .. } if !field.is_list() => {
            return Err(LibraryError::EditNotList(edit.field.clone()));
        }
        Operation::Prepend { value } | Operation::Append { value } => {
            Article::default().set_field(field, value)?;
        }
        Operation::Replace { .. } => {}
    }
    Ok((field, &edit.operation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldValue, Format, ImportOptions, environment};

    fn library(folder: &std::path::Path, count: usize) -> (Library, Vec<ArticleId>) {
        let library = Library::create(&folder.join("x"), "x", environment()).unwrap();
        let options = ImportOptions { format: Some(Format::Text), ..ImportOptions::default() };
        let ids = (0..count).map(|n| {
            let text = format!("Bài số {n}\n\nMột đoạn văn của bài số {n}, đủ dài để là một bài viết.\n");
            let read =
                library.import_bytes("x.txt", text.into_bytes(), options.clone(), Language::English).unwrap();
            read.imported[0].id.clone()
        });
        let ids = ids.collect();
        (library, ids)
    }

    fn edit(field: &str, operation: Operation) -> FieldEdit {
        FieldEdit { field: field.into(), operation }
    }

    fn set(value: &str) -> Operation {
        Operation::Set { value: value.into() }
    }

    #[test]
    fn many_are_previewed_edited_and_undone_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (library, ids) = library(dir.path(), 3);
        let value = |field: &str, value: &str| FieldValue { field: field.into(), value: value.into() };
        library
            .edit(&ids[0], &[value("publication", "Bao Song"), value("creators", "An; Bình (editor)")])
            .unwrap();
        library.edit(&ids[1], &[value("publication", "Báo Sông"), value("creators", "Lan")]).unwrap();
        let edits = [
            edit("publication", Operation::Replace { find: "Bao Song".into(), with: "Báo Sông".into() }),
            edit("creators", Operation::Append { value: "An; Mai".into() }),
            edit("language", set("vi")),
        ];
        let preview = library.preview_edits(&ids, &edits, 1, Language::English).unwrap();
        assert_eq!((preview.changed, preview.articles.len()), (3, 1));
        let fields: Vec<_> =
            preview.articles[0].fields.iter().map(|field| (field.field, &*field.after)).collect();
        assert!(fields.contains(&("publication", "Báo Sông")));
        assert!(fields.contains(&("creators", "An; Bình (editor); Mai")));
        assert_eq!(
            library.article(&ids[0]).unwrap().publication.as_deref(),
            Some("Bao Song"),
            "only a preview"
        );
        let report = library.edit_many(&ids, &edits, Language::English).unwrap();
        assert_eq!((report.changed, report.problems.len()), (3, 0));
        assert_eq!(library.article(&ids[1]).unwrap().field(Field::Creators), "Lan; An; Mai");
        assert_eq!(library.article(&ids[2]).unwrap().publication, None);
        library.undo().unwrap();
        assert_eq!(library.article(&ids[0]).unwrap().publication.as_deref(), Some("Bao Song"));
        assert_eq!(library.article(&ids[1]).unwrap().field(Field::Creators), "Lan");
        let again =
            library.preview_edits(&ids, &[edit("publication", Operation::Clear)], 9, Language::English);
        assert_eq!((again.as_ref().unwrap().changed, again.unwrap().unchanged), (2, 1));
    }

    #[test]
    fn what_cannot_be_is_told_by_field_and_the_rest_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let (library, ids) = library(dir.path(), 2);
        let code =
            |edits: &[FieldEdit]| library.edit_many(&ids, edits, Language::Vietnamese).unwrap_err().code();
        assert_eq!(code(&[edit("issued", set("hôm qua"))]), "field-date");
        assert_eq!(code(&[edit("title", Operation::Clear)]), "field-empty");
        assert_eq!(code(&[edit("poem", Operation::Clear)]), "unknown-field");
        assert_eq!(code(&[edit("place", Operation::Append { value: "Huế".into() })]), "edit-not-list");
        let nothing = Operation::Replace { find: String::new(), with: "x".into() };
        assert_eq!(code(&[edit("title", nothing)]), "edit-nothing-to-find");
        let report = library.edit_many(&ids, &[edit("citekey", set("chung"))], Language::Vietnamese).unwrap();
        assert_eq!((report.changed, report.problems.len()), (1, 1));
        assert_eq!(&*report.problems[0].problem.code, "citekey-taken");
        let title = library.article(&ids[0]).unwrap().title;
        let erase = Operation::Replace { find: title, with: String::new() };
        let report = library.edit_many(&ids, &[edit("title", erase)], Language::Vietnamese).unwrap();
        assert_eq!((report.changed, &*report.problems[0].problem.code), (0, "field-empty"));
    }
}
