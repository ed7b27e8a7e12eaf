//! Dragging what was exported out of the window, into a folder or another program.

use crate::state::Desk;
use std::path::PathBuf;
use tauri::{State, WebviewWindow};

/// What the pointer carries.
const ICON: &[u8] = include_bytes!("../../../icons/32x32.png");

/// The system takes over the drag that began in the window. Only files of this sitting's exports can be dragged: what the page
/// names is not trusted.
#[tauri::command]
pub fn drag_out(window: WebviewWindow, desk: State<'_, Desk>, paths: Vec<PathBuf>) {
    let exported = desk.exported();
    let known = paths.into_iter().filter(|path| exported.contains(path));
    // With drive or root; one that is gone by now is left out.
    let files: Vec<PathBuf> = known.filter_map(|path| path.canonicalize().ok()).collect();
    if files.is_empty() {
        return;
    }
    if let Err(error) = system::begin(&window, files) {
        tracing::warn!(%error, "the files could not be dragged");
    }
}

#[cfg(target_os = "linux")]
mod system {
    use gtk::gdk::{DragAction, ffi::GDK_BUTTON_PRIMARY};
    use gtk::gdk_pixbuf::PixbufLoader;
    use gtk::glib::{self, SignalHandlerId};
    use gtk::prelude::*;
    use gtk::{ApplicationWindow, TargetList};
    use std::cell::RefCell;
    use std::error::Error;
    use std::path::PathBuf;
    use std::rc::Rc;

    pub fn begin(window: &tauri::WebviewWindow, files: Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
        let window = window.gtk_window()?;
        let uris =
            files.iter().map(|file| glib::filename_to_uri(file, None)).collect::<Result<Vec<_>, _>>()?;
        let targets = TargetList::new(&[]);
        targets.add_uri_targets(0);
        answer(&window, uris);
        let context = window
            .drag_begin_with_coordinates(&targets, DragAction::COPY, GDK_BUTTON_PRIMARY, None, -1, -1)
            .ok_or("the system does not drag")?;
        let icon = PixbufLoader::new();
        icon.write(super::ICON)?;
        icon.close()?;
        if let Some(icon) = icon.pixbuf() {
            context.drag_set_icon_pixbuf(&icon, 0, 0);
        }
        Ok(())
    }

    /// Tells whoever takes the files where they are, until the drag is over.
    fn answer(window: &ApplicationWindow, uris: Vec<glib::GString>) {
        let connected: Rc<RefCell<Vec<SignalHandlerId>>> = Rc::default();
        let given = window.connect_drag_data_get(move |_, _, data, _, _| {
            let uris: Vec<&str> = uris.iter().map(glib::GString::as_str).collect();
            data.set_uris(&uris);
        });
        let over = connected.clone();
        let ended = window.connect_drag_end(move |window, _| {
            over.take().into_iter().for_each(|handler| window.disconnect(handler));
        });
        connected.borrow_mut().extend([given, ended]);
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use drag::{DragItem, Image, Options};
    use std::path::PathBuf;

    pub fn begin(window: &tauri::WebviewWindow, files: Vec<PathBuf>) -> Result<(), drag::Error> {
        let icon = Image::Raw(super::ICON.to_vec());
        drag::start_drag(window, DragItem::Files(files), icon, |_, _| {}, Options::default())
    }
}
