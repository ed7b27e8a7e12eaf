//! fonds-epub
