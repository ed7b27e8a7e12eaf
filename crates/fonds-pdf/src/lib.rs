//! fonds-pdf
