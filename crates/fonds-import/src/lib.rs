//! fonds-import
