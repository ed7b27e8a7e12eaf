//! fonds-search
