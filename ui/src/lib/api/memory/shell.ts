/** The window itself, in memory: what the user prefers; a browser's tab has neither a menu nor a title of ours. */
import type * as T from '../shell';
import type { Domain } from './handlers';

export const shell: Domain = () => {
  let preferences: T.Preferences = { name: null, style: null };
  return {
    about: (): T.About => ({ version: '0.1.0', systemName: 'ha', preferences: '/home/ha/.config/org.fonds.desktop' }),
    preferences: () => preferences,
    set_preferences: ({ preferences: chosen }) => (preferences = chosen as T.Preferences),
    'plugin:window|set_title': () => null,
    'plugin:window|request_user_attention': () => null,
    'plugin:window|close': () => null,
    'plugin:webview|set_webview_zoom': () => null,
    'plugin:menu|new': () => [1, 'menu'],
    'plugin:menu|set_as_app_menu': () => null
  };
};
