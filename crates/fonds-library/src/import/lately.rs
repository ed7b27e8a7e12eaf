//! Texts that others were lately compared with: series whose pieces are alike come in together, and each would be read
//! and taken apart again for every other one.

use crate::LibraryError;
use fonds_model::{Article, ArticleId, Edtf};
use fonds_search::Likeness;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Runs of words that are kept, of all texts together; eight bytes each.
const ROOM: usize = 4_000_000;

/// What is told of a text that another one is like, and how it is compared.
#[derive(Clone)]
pub(super) struct Seen {
    pub likeness: Likeness,
    pub title: String,
    pub publication: Option<String>,
    pub issued: Option<Edtf>,
}

impl Seen {
    pub fn new(article: &Article, likeness: Likeness) -> Self {
        let (title, publication) = (article.title.clone(), article.publication.clone());
        Self { likeness, title, publication, issued: article.issued.clone() }
    }
}

/// The last texts, as many as there is room for.
pub(super) struct Lately {
    seen: HashMap<ArticleId, Arc<Seen>>,
    /// The oldest first.
    order: VecDeque<ArticleId>,
    runs: usize,
    room: usize,
}

impl Default for Lately {
    fn default() -> Self {
        Self { seen: HashMap::new(), order: VecDeque::new(), runs: 0, room: ROOM }
    }
}

impl Lately {
    /// The text of an article, read where it is not kept; none where there is no such article.
    pub fn get(
        &mut self,
        id: &ArticleId,
        read: impl FnOnce() -> Result<Option<Arc<Seen>>, LibraryError>,
    ) -> Result<Option<Arc<Seen>>, LibraryError> {
        if let Some(seen) = self.seen.get(id) {
            return Ok(Some(Arc::clone(seen)));
        }
        let read = read()?;
        if let Some(seen) = &read {
            self.keep(id, Arc::clone(seen));
        }
        Ok(read)
    }

    /// Keeps a text, and lets the oldest go.
    pub fn keep(&mut self, id: &ArticleId, seen: Arc<Seen>) {
        self.runs += seen.likeness.runs();
        if let Some(before) = self.seen.insert(id.clone(), seen) {
            self.runs -= before.likeness.runs();
        } else {
            self.order.push_back(id.clone());
        }
        while self.runs > self.room
            && let Some(oldest) = self.order.pop_front()
        {
            self.runs -= self.seen.remove(&oldest).map_or(0, |seen| seen.likeness.runs());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(words: usize) -> Arc<Seen> {
        let text: Vec<String> = (0..words).map(|n| format!("từ{n}")).collect();
        Arc::new(Seen::new(&Article::default(), Likeness::of(&text.join(" "))))
    }

    #[test]
    fn the_oldest_make_room_and_what_is_kept_is_not_read_again() {
        let id = |n: usize| ArticleId(n.to_string());
        let mut lately = Lately { room: 1000, ..Lately::default() };
        let large = seen(450);
        (0..3).for_each(|n| lately.keep(&id(n), Arc::clone(&large)));
        assert!(lately.runs <= 1000 && lately.seen.len() == 2);
        let kept = lately.get(&id(2), || unreachable!("it is kept")).unwrap();
        assert!(kept.is_some());
        let (mut reads, small) = (0, seen(40));
        for _ in 0..2 {
            let read = || {
                reads += 1;
                Ok(Some(Arc::clone(&small)))
            };
            lately.get(&id(0), read).unwrap();
        }
        assert_eq!(reads, 1);
    }
}
