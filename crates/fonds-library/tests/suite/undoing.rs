//! Whatever is done to texts and to the annotations in them, undoing brings both back as they were, step by step.

use fonds_library::{Format, ImportOptions, Language, Library, Selection, TextPart, environment};
use fonds_model::{Annotation, ArticleId, Block, Colour, Projection, TextPosition};
use proptest::prelude::*;

const TEXTS: [&str; 2] = [
    "# Bến phà\n\nBến phà nằm ở cuối làng, mỗi ngày hai chuyến.\n\n## Chuyến đêm\n\nĐêm ấy nước lên, ai cũng ra bờ đê 🌊 chờ sáng.\n\n\
     - Đò dọc\n- Đò ngang\n\nSáng ra **phà** lại sang sông như mọi ngày.\n",
    "# Cầu mới\n\nCầu mới nối hai bờ. Cầu mới nối hai bờ.\n\n> Đi qua cầu mà nhớ bến xưa.\n\nTừ trưa, phà cũ ngừng chạy.\n",
];

#[derive(Clone, Debug)]
enum Deed {
    /// A passage of an article, by its place and length as far as the text goes.
    Mark(usize, usize, usize),
    Note(usize, &'static str),
    Unmark(usize),
    Correct(usize, Correction),
    Undo,
    Redo,
}

/// What is done to a block of a text: the numbers say which block, which word of it, and how many.
#[derive(Clone, Debug)]
enum Correction {
    Cut(usize, usize, usize),
    Insert(usize, usize),
    Remove(usize),
    Swap(usize),
    Repeat(usize),
}

fn correction() -> impl Strategy<Value = Correction> {
    let n = 0usize..8;
    prop_oneof![
        3 => (n.clone(), n.clone(), 1usize..4).prop_map(|(block, word, count)| Correction::Cut(block, word, count)),
        2 => (n.clone(), n.clone()).prop_map(|(block, word)| Correction::Insert(block, word)),
        1 => n.clone().prop_map(Correction::Remove),
        1 => n.clone().prop_map(Correction::Swap),
        1 => n.prop_map(Correction::Repeat),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let article = 0usize..2;
    prop_oneof![
        4 => (article.clone(), 0usize..200, 1usize..60).prop_map(|(article, at, length)| Deed::Mark(article, at, length)),
        2 => (0usize..6, prop::sample::select(vec!["", "Ở đâu?", "*Đã xem*"])).prop_map(|(n, note)| Deed::Note(n, note)),
        1 => (0usize..6).prop_map(Deed::Unmark),
        5 => (article, correction()).prop_map(|(article, correction)| Deed::Correct(article, correction)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

/// Texts and annotations of a library.
type State = (Vec<Vec<Block>>, Vec<Annotation>);

struct Desk {
    library: Library,
    ids: Vec<ArticleId>,
    /// What it was like before each thing that was done, and is now.
    states: Vec<State>,
    /// What undoing took back, the latest last.
    undone: Vec<State>,
}

impl Desk {
    fn new(dir: &std::path::Path) -> Self {
        let library = Library::create(&dir.join("Kho.fonds"), "Kho", environment()).unwrap();
        let add = |text: &str| {
            let options = ImportOptions { format: Some(Format::Markdown), ..ImportOptions::default() };
            let report = library.import_bytes("", text.as_bytes().to_vec(), options, Language::Vietnamese);
            report.unwrap().imported.remove(0).id
        };
        let ids = TEXTS.map(add).to_vec();
        let mut desk = Self { library, ids, states: vec![], undone: vec![] };
        desk.states.push(desk.state());
        desk
    }

    fn state(&self) -> State {
        let bodies = self.ids.iter().map(|id| self.library.article(id).unwrap().body).collect();
        let mut annotations = self.library.annotations(None).unwrap();
        annotations.sort_by(|a, b| a.id.cmp(&b.id));
        (bodies, annotations)
    }

    fn act(&mut self, deed: &Deed) -> Result<(), TestCaseError> {
        match deed {
            Deed::Undo if self.states.len() > 1 => return self.undo(),
            Deed::Undo => {}
            Deed::Redo => return self.redo().map(|_| ()),
            Deed::Mark(article, at, length) => self.mark(&self.ids[*article], *at, *length),
            Deed::Note(n, note) => {
                if let Some(id) = self.annotation(*n) {
                    self.library.set_annotation(&id, Colour::Blue, note, &[]).unwrap();
                }
            }
            Deed::Unmark(n) => {
                if let Some(id) = self.annotation(*n) {
                    self.library.remove_annotation(&id).unwrap();
                }
            }
            Deed::Correct(article, correction) => self.correct(&self.ids[*article], correction),
        }
        let now = self.state();
        if self.states.last() != Some(&now) {
            self.states.push(now);
            self.undone.clear();
        }
        Ok(())
    }

    fn annotation(&self, n: usize) -> Option<fonds_model::AnnotationId> {
        let (_, annotations) = self.states.last()?;
        (!annotations.is_empty()).then(|| annotations[n % annotations.len()].id.clone())
    }

    fn mark(&self, id: &ArticleId, at: usize, length: usize) {
        let whole = Projection::of(&self.library.article(id).unwrap()).text.chars().count();
        if whole == 0 {
            return;
        }
        let start = at % whole;
        let position = TextPosition { start, end: (start + length).min(whole) };
        // Between two paragraphs there is nothing to mark.
        let marked = self.library.annotate(id, &Selection::Position(position), Colour::Green, "", &[]);
        assert!(marked.as_ref().map_or_else(|error| error.code() == "quote-not-found", |_| true));
    }

    fn correct(&self, id: &ArticleId, correction: &Correction) {
        let text = self.library.editable_text(id).unwrap();
        let count = text.blocks.len();
        if count == 0 {
            return;
        }
        let mut parts: Vec<TextPart> = (0..count).map(TextPart::Keep).collect();
        match *correction {
            Correction::Cut(block, word, words) => {
                let changed = cut(&text.blocks[block % count].markdown, word, words);
                parts[block % count] = TextPart::Markdown(changed);
            }
            Correction::Insert(block, word) => {
                let changed = insert(&text.blocks[block % count].markdown, word);
                parts[block % count] = TextPart::Markdown(changed);
            }
            Correction::Remove(block) => drop(parts.remove(block % count)),
            Correction::Swap(block) => parts.swap(block % count, (block + 1) % count),
            Correction::Repeat(block) => {
                parts.push(TextPart::Markdown(text.blocks[block % count].markdown.clone()));
            }
        }
        self.library.edit_text(id, &text.revision, &parts).unwrap();
    }

    /// What changed nothing that is looked at can be undone too.
    fn undo(&mut self) -> Result<(), TestCaseError> {
        prop_assert!(self.library.undo().unwrap().is_some());
        let now = self.state();
        if self.states.last() != Some(&now) {
            self.undone.extend(self.states.pop());
            prop_assert_eq!(self.states.last(), Some(&now));
        }
        Ok(())
    }

    /// Whether there was something to do again.
    fn redo(&mut self) -> Result<bool, TestCaseError> {
        let redone = self.library.redo().unwrap();
        let now = self.state();
        if self.states.last() != Some(&now) {
            let expected = self.undone.pop();
            prop_assert_eq!(expected.as_ref(), Some(&now));
            self.states.push(now);
        }
        Ok(redone.is_some())
    }
}

fn cut(markdown: &str, word: usize, words: usize) -> String {
    let mut all: Vec<&str> = markdown.split(' ').collect();
    let from = word % all.len();
    all.drain(from..(from + words).min(all.len()));
    all.join(" ")
}

fn insert(markdown: &str, word: usize) -> String {
    let mut all: Vec<&str> = markdown.split(' ').collect();
    // Not before the sign that a heading or a list begins with.
    all.insert(word % all.len() + 1, "chẳng hạn");
    all.join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn undo_brings_texts_and_annotations_back(deeds in prop::collection::vec(deed(), 1..14)) {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(dir.path());
        for deed in &deeds {
            desk.act(deed)?;
        }
        let done = desk.states.clone();
        while desk.states.len() > 1 {
            desk.undo()?;
        }
        prop_assert_eq!(desk.states.first(), done.first());
        while desk.states.len() < done.len() {
            prop_assert!(desk.redo()?);
        }
        prop_assert_eq!(desk.states, done);
    }
}
