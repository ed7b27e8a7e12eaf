//! What a library does as a whole, on a real disk and against a real server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod arranging;
mod aside;
mod choosing;
mod doubles;
mod ebooks;
mod handing_on;
mod hostile;
mod pages;
mod printing;
mod reading;
mod regions;
mod renewing;
mod server;
mod torture;
mod undoing;
mod watching;
mod web;
