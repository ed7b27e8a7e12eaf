//! The structure of a text as PDF keeps it: a tree of elements in reading order (ISO 32000-1, 14.7 and 14.8).

/// A structure element's type: the standard ones that a book needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Sect,
    Heading(u8),
    P,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    Head,
    Body,
    Row,
    HeadCell,
    Cell,
    Figure,
    Caption,
    Note,
    Reference,
    BlockQuote,
    Link,
    Contents,
    ContentsItem,
    Index,
    BibEntry,
    Code,
    Span,
    Annot,
}

impl Role {
    /// The element that the template's marker names.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Sect" => Self::Sect,
            "P" => Self::P,
            "L" => Self::List,
            "Lbl" => Self::Label,
            "LBody" => Self::ListBody,
            "Table" => Self::Table,
            "TH" => Self::HeadCell,
            "TD" => Self::Cell,
            "Figure" => Self::Figure,
            "Caption" => Self::Caption,
            "Note" => Self::Note,
            "Reference" => Self::Reference,
            "BlockQuote" => Self::BlockQuote,
            "Link" => Self::Link,
            "TOC" => Self::Contents,
            "TOCI" => Self::ContentsItem,
            "Index" => Self::Index,
            "BibEntry" => Self::BibEntry,
            "Code" => Self::Code,
            "Span" => Self::Span,
            _ => Self::Heading(name.strip_prefix('H')?.parse().ok()?),
        })
    }

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sect => "Sect",
            Self::Heading(1) => "H1",
            Self::Heading(2) => "H2",
            Self::Heading(3) => "H3",
            Self::Heading(4) => "H4",
            Self::Heading(5) => "H5",
            Self::Heading(_) => "H6",
            Self::P => "P",
            Self::List => "L",
            Self::ListItem => "LI",
            Self::Label => "Lbl",
            Self::ListBody => "LBody",
            Self::Table => "Table",
            Self::Head => "THead",
            Self::Body => "TBody",
            Self::Row => "TR",
            Self::HeadCell => "TH",
            Self::Cell => "TD",
            Self::Figure => "Figure",
            Self::Caption => "Caption",
            Self::Note => "Note",
            Self::Reference => "Reference",
            Self::BlockQuote => "BlockQuote",
            Self::Link => "Link",
            Self::Contents => "TOC",
            Self::ContentsItem => "TOCI",
            Self::Index => "Index",
            Self::BibEntry => "BibEntry",
            Self::Code => "Code",
            Self::Span => "Span",
            Self::Annot => "Annot",
        }
    }
}

/// Where a cell stands in its table, and what it covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CellPlace {
    /// Whether its row is a heading row.
    pub head: bool,
    pub row: u32,
    pub columns: u32,
    pub rows: u32,
}

/// An element.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub role: Role,
    pub parent: Option<usize>,
    pub kids: Vec<Kid>,
    /// BCP 47, where it differs from what is around it.
    pub language: Option<String>,
    /// What a picture shows.
    pub alt: Option<String>,
    /// The letters that are meant, where others are printed.
    pub actual: Option<String>,
    pub cell: Option<CellPlace>,
    /// The annotation whose highlight it is.
    pub mark: Option<String>,
    /// Bounding box of a figure, lower left and upper right corner in points, and its page.
    pub bounds: Option<([f32; 4], usize)>,
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kid {
    Node(usize),
    /// Marked content of a page, both counted from 0 within the text.
    Content {
        page: usize,
        mcid: u32,
    },
    /// A link or other annotation of a page, likewise.
    Box {
        page: usize,
        number: usize,
    },
}

/// The elements of a text. The first one is its root.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
}

impl Node {
    pub fn new(role: Role, parent: Option<usize>) -> Self {
        Self {
            role,
            parent,
            kids: vec![],
            language: None,
            alt: None,
            actual: None,
            cell: None,
            mark: None,
            bounds: None,
        }
    }
}

impl Tree {
    pub fn new(role: Role) -> Self {
        Self { nodes: vec![Node::new(role, None)] }
    }

    /// Adds an element as the last child of `parent`.
    pub fn add(&mut self, role: Role, parent: usize) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Node::new(role, Some(parent)));
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.kids.push(Kid::Node(number));
        }
        number
    }

    /// Adds an element right after `sibling` in their parent.
    pub fn add_after(&mut self, role: Role, sibling: usize) -> usize {
        let parent = self.nodes.get(sibling).and_then(|node| node.parent).unwrap_or_default();
        let number = self.nodes.len();
        self.nodes.push(Node::new(role, Some(parent)));
        let kids = &mut self.nodes[parent].kids;
        let at = kids.iter().position(|kid| *kid == Kid::Node(sibling)).map_or(kids.len(), |at| at + 1);
        kids.insert(at, Kid::Node(number));
        number
    }

    /// The element itself or the nearest one around it for which `found` holds.
    pub fn nearest(&self, node: usize, found: impl Fn(&Node) -> bool) -> Option<usize> {
        let mut at = Some(node);
        while let Some(number) = at {
            let node = self.nodes.get(number)?;
            if found(node) {
                return Some(number);
            }
            at = node.parent;
        }
        None
    }

    /// Puts list items around labels with their bodies, rows around cells, and heading levels into an order without
    /// leaps.
    pub fn complete(&mut self, first_level: u8) {
        for number in 0..self.nodes.len() {
            match self.nodes[number].role {
                Role::List => self.group_items(number),
                Role::Table => self.group_rows(number),
                _ => {}
            }
        }
        self.level_headings(first_level);
    }

    fn group_items(&mut self, list: usize) {
        let kids = std::mem::take(&mut self.nodes[list].kids);
        let mut item = None;
        for kid in kids {
            let role = if let Kid::Node(number) = kid { Some(self.nodes[number].role) } else { None };
            let fresh = item.is_none() || role == Some(Role::Label);
            let within = match item {
                Some(item) if !fresh => item,
                _ => self.add(Role::ListItem, list),
            };
            item = Some(within);
            self.adopt(within, kid);
            if role == Some(Role::ListBody) {
                item = None;
            }
        }
    }

    fn group_rows(&mut self, table: usize) {
        let kids = std::mem::take(&mut self.nodes[table].kids);
        let (mut cells, others): (Vec<Kid>, Vec<Kid>) = kids.into_iter().partition(|kid| self.is_cell(*kid));
        self.nodes[table].kids = others;
        // Cells that span rows are laid out after the others.
        cells.sort_by_key(|kid| self.cell_of(*kid).map(|cell| (!cell.head, cell.row)));
        let (mut part, mut row) = (None, None);
        for kid in cells {
            let Some(place) = self.cell_of(kid) else { continue };
            if part.is_none_or(|(head, _)| head != place.head) {
                let role = if place.head { Role::Head } else { Role::Body };
                part = Some((place.head, self.add(role, table)));
                row = None;
            }
            let Some((_, within)) = part else { continue };
            if row.is_none_or(|(number, _)| number != place.row) {
                row = Some((place.row, self.add(Role::Row, within)));
            }
            if let Some((_, row)) = row {
                self.adopt(row, kid);
            }
        }
    }

    fn is_cell(&self, kid: Kid) -> bool {
        self.cell_of(kid).is_some()
    }

    fn cell_of(&self, kid: Kid) -> Option<CellPlace> {
        let Kid::Node(number) = kid else { return None };
        self.nodes.get(number)?.cell
    }

    fn adopt(&mut self, parent: usize, kid: Kid) {
        if let Kid::Node(number) = kid {
            self.nodes[number].parent = Some(parent);
        }
        self.nodes[parent].kids.push(kid);
    }

    fn level_headings(&mut self, first: u8) {
        let mut last = first.saturating_sub(1);
        for number in self.in_order() {
            if let Role::Heading(level) = &mut self.nodes[number].role {
                // Levels in a text begin below its title's.
                let wanted = (*level + first - 1).min(last + 1).min(6);
                *level = wanted;
                last = wanted;
            }
        }
    }

    /// The elements in reading order.
    pub fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack = vec![0];
        while let Some(number) = stack.pop() {
            order.push(number);
            let kids = self.nodes[number].kids.iter().rev();
            stack.extend(kids.filter_map(|kid| if let Kid::Node(kid) = kid { Some(*kid) } else { None }));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tree: &Tree, node: usize) -> String {
        let kids = tree.nodes[node].kids.iter().filter_map(|kid| match kid {
            Kid::Node(kid) => Some(shown(tree, *kid)),
            _ => None,
        });
        let kids: Vec<String> = kids.collect();
        let name = tree.nodes[node].role.name();
        if kids.is_empty() { name.to_owned() } else { format!("{name}({})", kids.join(" ")) }
    }

    #[test]
    fn items_are_made_of_labels_and_bodies() {
        let mut tree = Tree::new(Role::Sect);
        let list = tree.add(Role::List, 0);
        for role in [Role::Label, Role::ListBody, Role::Label, Role::ListBody, Role::ListBody] {
            tree.add(role, list);
        }
        tree.complete(1);
        assert_eq!(shown(&tree, 0), "Sect(L(LI(Lbl LBody) LI(Lbl LBody) LI(LBody)))");
    }

    #[test]
    fn rows_are_made_of_cells_in_any_order() {
        let mut tree = Tree::new(Role::Table);
        for (role, head, row) in [
            (Role::HeadCell, true, 0),
            (Role::Cell, false, 2),
            (Role::Cell, false, 1),
            (Role::Cell, false, 2),
        ] {
            let cell = tree.add(role, 0);
            tree.nodes[cell].cell = Some(CellPlace { head, row, columns: 1, rows: 1 });
        }
        tree.complete(1);
        assert_eq!(shown(&tree, 0), "Table(THead(TR(TH)) TBody(TR(TD) TR(TD TD)))");
    }

    #[test]
    fn headings_do_not_leap() {
        let mut tree = Tree::new(Role::Sect);
        for level in [1, 4, 2, 6] {
            tree.add(Role::Heading(level), 0);
        }
        tree.complete(2);
        assert_eq!(shown(&tree, 0), "Sect(H2 H3 H3 H4)");
    }
}
