/** Whether the menu bar is shown in the window. macOS always shows it, at the top of the screen. */
import { isMac } from './keys';

const KEY = 'fonds-menu-bar';

class MenuBar {
  shown = $state(isMac || localStorage.getItem(KEY) === 'yes');

  show(shown: boolean) {
    this.shown = shown;
    localStorage.setItem(KEY, shown ? 'yes' : 'no');
  }
}

export const menuBar = new MenuBar();
