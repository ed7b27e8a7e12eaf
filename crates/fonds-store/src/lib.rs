//! fonds-store
