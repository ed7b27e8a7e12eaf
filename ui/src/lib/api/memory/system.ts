/** What the system offers: dialogs answer with a name at once. */
import type { Domain } from './handlers';

export const system: Domain = () => ({
  'plugin:dialog|open': ({ options }) => ((options as { directory?: boolean })?.directory ? '/home/ha/Documents' : ['/home/ha/Documents/bài báo.html']),
  'plugin:dialog|save': ({ options }) => (options as { defaultPath?: string })?.defaultPath ?? '/home/ha/Documents/fonds.pdf'
});
