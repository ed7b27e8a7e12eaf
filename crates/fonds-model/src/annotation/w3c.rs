//! Annotations as W3C JSON-LD.

use super::{Annotation, TextRevision};
use crate::Region;
use crate::region::MEDIA_FRAGMENTS;
use serde_json::{Value, json};

impl Annotation {
    /// The annotation as W3C JSON-LD. `source` is the article's IRI, `tags` the labels of its tags.
    ///
    /// The source of a region's target is the picture; the article with the place in it is the target's `scope`.
    pub fn to_w3c(&self, source: &str, tags: &[String]) -> Value {
        let mut bodies = Vec::new();
        if !self.note.is_empty() {
            bodies.push(json!({"type": "TextualBody", "value": self.note, "format": "text/markdown",
                "purpose": "commenting"}));
        }
        bodies.extend(
            tags.iter().map(|tag| json!({"type": "TextualBody", "value": tag, "purpose": "tagging"})),
        );
        bodies.push(json!({"type": "TextualBody", "value": self.colour.name(), "purpose": "classifying"}));
        let mut value = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": format!("urn:fonds:annotation:{}", self.id),
            "type": "Annotation",
            "motivation": self.motivation,
            "created": self.created,
            "modified": self.modified,
            "body": bodies,
            "target": match &self.target.region {
                Some(region) => self.picture_target(region, source),
                None => self.text_target(source),
            },
        });
        if let Some(TextRevision { digest, written }) = &self.target.revision {
            let id = format!("urn:fonds:text:{digest}");
            value["target"]["state"] = json!({"id": id, "type": "TimeState", "sourceDate": written});
        }
        if !self.creator.is_empty() {
            value["creator"] = json!({"type": "Person", "name": self.creator});
        }
        value
    }

    fn text_target(&self, source: &str) -> Value {
        json!({
            "source": source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": self.target.quote.exact,
                 "prefix": self.target.quote.prefix, "suffix": self.target.quote.suffix},
                self.position_selector(),
            ],
        })
    }

    fn picture_target(&self, region: &Region, article: &str) -> Value {
        json!({
            "source": {
                "id": format!("urn:fonds:picture:{}", region.asset),
                "type": "Image",
                "dc:title": self.target.quote.exact,
                "dc:identifier": [format!("sha256:{}", region.asset)],
            },
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": MEDIA_FRAGMENTS,
                "value": region.fragment.to_string(),
            },
            "scope": {"type": "SpecificResource", "source": article, "selector": self.position_selector()},
        })
    }

    fn position_selector(&self) -> Value {
        let place = self.target.position;
        json!({"type": "TextPositionSelector", "start": place.start, "end": place.end})
    }
}
