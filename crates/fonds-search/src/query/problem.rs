//! What is wrong with a query: values, so that the rest of it still runs.

use serde::Serialize;
use std::ops::Range;

/// Something in a query that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What it is; in JSON a stable name such as `bad-date`.
    pub code: ProblemCode,
    /// Where it stands in the query, in code points.
    pub place: Range<usize>,
    /// What stands there.
    pub value: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// A quotation mark that is not closed; it is taken to end with the query.
    UnclosedQuote,
    /// A parenthesis that is not closed; it is taken to end with the query.
    UnclosedParenthesis,
    /// A closing parenthesis without an opening one; it is left out.
    UnexpectedParenthesis,
    /// `OR` without something on both sides; it is left out.
    MissingAlternative,
    /// A field that does not exist; the words are looked for.
    UnknownField,
    /// A field without a value; it is left out.
    MissingValue,
    /// Not a date; the clause is left out.
    BadDate,
    /// An interval that ends before it begins; the clause is left out.
    ReversedDate,
    /// Not a kind of document; the clause is left out.
    UnknownKind,
    /// Not something that an article can have; the clause is left out.
    UnknownHas,
    /// No tag of that name; the clause finds nothing.
    UnknownTag,
    /// No collection of that name; the clause finds nothing.
    UnknownCollection,
    /// Parentheses too deep within others; these are left out.
    TooDeep,
    /// More clauses than a query may have; the rest is left out.
    TooLong,
}

impl Problem {
    /// It in English, for the command line.
    pub fn message(&self) -> String {
        let value = &self.value;
        match self.code {
            ProblemCode::UnclosedQuote => "a quotation mark is not closed".into(),
            ProblemCode::UnclosedParenthesis => "a parenthesis is not closed".into(),
            ProblemCode::UnexpectedParenthesis => "a parenthesis is closed that was not opened".into(),
            ProblemCode::MissingAlternative => format!("“{value}” needs something on both sides"),
            ProblemCode::UnknownField => format!("no field is called “{value}”; its words are looked for"),
            ProblemCode::MissingValue => format!("“{value}” needs a value"),
            ProblemCode::BadDate => format!("“{value}” is no date; write 1945, 1945-09-02 or 1945..1954"),
            ProblemCode::ReversedDate => format!("“{value}” ends before it begins"),
            ProblemCode::UnknownKind => format!("no kind of document is called “{value}”"),
            ProblemCode::UnknownHas => format!("“has:” knows note, highlight and tag, not “{value}”"),
            ProblemCode::UnknownTag => format!("no tag is called “{value}”"),
            ProblemCode::UnknownCollection => format!("no collection is called “{value}”"),
            ProblemCode::TooDeep => "too many parentheses within each other".into(),
            ProblemCode::TooLong => "the query is too long; the rest is left out".into(),
        }
    }
}
