/** The window itself: what the user prefers, its size, title and menu, and what happens before it closes. */
import { invoke } from '@tauri-apps/api/core';
import { Menu, MenuItem, PredefinedMenuItem, Submenu, type PredefinedMenuItemOptions } from '@tauri-apps/api/menu';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow, UserAttentionType } from '@tauri-apps/api/window';
import type { LibraryInfo } from './types';

/** A library that was open before. */
export interface RecentLibrary {
  path: string;
  /** Null where it cannot be read. */
  title: string | null;
  /** Its folder is not there. */
  missing: boolean;
}

/** Choices that hold for every library; null: not made. */
export interface Preferences {
  /** The name under which changes are noted. */
  name: string | null;
  /** The citation style of copied citations and new collections. */
  style: string | null;
}

export interface About {
  version: string;
  /** The name under which changes are noted where none was chosen. */
  systemName: string;
  /** The folder in which preferences are kept. */
  preferences: string | null;
}

export const about = () => invoke<About>('about');
export const preferences = () => invoke<Preferences>('preferences');
export const setPreferences = (preferences: Preferences) => invoke<Preferences>('set_preferences', { preferences });
/** Makes a library of the samples, or opens the one that was made there before. */
export const createSamples = (job: string, path: string, title: string) =>
  invoke<LibraryInfo>('create_samples', { job, path, title });
/** Takes a library off the list; its folder stays. */
export const forgetLibrary = (path: string) => invoke<RecentLibrary[]>('forget_library', { path });

/** Asks before the window closes; it closes when the answer is true. */
export const onClosing = (mayClose: () => boolean) =>
  getCurrentWindow().onCloseRequested((event) => {
    if (!mayClose()) event.preventDefault();
  });
/** Asks to close the window, as its close button does. */
export const closeWindow = () => getCurrentWindow().close();
/** Closes the window without asking. */
export const destroyWindow = () => getCurrentWindow().destroy();
export const setWindowTitle = (title: string) => getCurrentWindow().setTitle(title);
/** Has the system point at the window, which is behind others. */
export const drawAttention = () => getCurrentWindow().requestUserAttention(UserAttentionType.Informational);
/** 1 is the usual size. */
export const setZoom = (factor: number) => getCurrentWebview().setZoom(factor);

/** An entry of the native menu. */
export type MenuEntry =
  | { id: string; text: string; accelerator: string | undefined; enabled: boolean; run: () => void }
  | { system: PredefinedMenuItemOptions['item']; text?: string };

export interface MenuPart {
  text: string;
  entries: MenuEntry[];
}

function entry(wanted: MenuEntry) {
  if ('system' in wanted) return PredefinedMenuItem.new({ item: wanted.system, text: wanted.text });
  const { id, text, accelerator, enabled, run } = wanted;
  return MenuItem.new({ id, text, accelerator, enabled, action: run });
}

/** Gives the app its menu. */
export async function setMenu(parts: MenuPart[]): Promise<void> {
  const items = await Promise.all(
    parts.map(async ({ text, entries }) => Submenu.new({ text, items: await Promise.all(entries.map(entry)) }))
  );
  const menu = await Menu.new({ items });
  const old = await menu.setAsAppMenu();
  await old?.close();
}
