//! Changes of annotations.

use super::{Draft, Inverse, fields_of, merge};
use crate::catalog::{key, pair};
use crate::{Change, StoreError};
use fonds_model::{Annotation, AnnotationId};
use serde_json::{Map, Value, json};

impl Draft<'_> {
    pub(super) fn add_annotation(&mut self, annotation: &Annotation) -> Result<Inverse, StoreError> {
        self.need('a', "article", annotation.article.as_str())?;
        let id = annotation.id.as_str();
        if id.is_empty() || self.has(&key('x', id))? {
            return Err(StoreError::Taken { what: "annotation", id: id.to_owned() });
        }
        self.touched.insert(annotation.article.clone());
        self.put(pair('y', annotation.article.as_str(), id), &())?;
        self.put(key('x', id), annotation)?;
        Ok(vec![Change::RemoveAnnotation { id: annotation.id.clone() }])
    }

    pub(super) fn set_annotation(
        &mut self,
        id: &AnnotationId,
        fields: &Map<String, Value>,
    ) -> Result<Inverse, StoreError> {
        let before: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        let after: Annotation = merge("annotation", id.as_str(), &before, fields)?;
        if after.id != before.id || after.article != before.article {
            let reason = "it cannot become another's".to_owned();
            return Err(StoreError::BadField { what: "annotation", id: id.0.clone(), reason });
        }
        self.touched.insert(after.article.clone());
        self.put(key('x', id.as_str()), &after)?;
        Ok(vec![Change::SetAnnotation { id: id.clone(), fields: fields_of(&json!(before), fields) }])
    }

    pub(super) fn remove_annotation(&mut self, id: &AnnotationId) -> Result<Inverse, StoreError> {
        let annotation: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        self.touched.insert(annotation.article.clone());
        self.delete(pair('y', annotation.article.as_str(), id.as_str()));
        self.delete(key('x', id.as_str()));
        Ok(vec![Change::AddAnnotation { annotation: Box::new(annotation) }])
    }
}
