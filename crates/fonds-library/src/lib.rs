//! fonds-library
