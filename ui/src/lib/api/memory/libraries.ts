/** The app and its library, in memory. */
import type * as T from '../types';
import type { Domain } from './handlers';
import samples from './samples.json';

export const libraries: Domain = (store) => {
  const open = () => (store.data.library = { ...samples.library, articles: store.data.summaries.length });
  // `?welcome` in the address begins without a library.
  const begins = !new URLSearchParams(location.search).has('welcome');
  if (!begins) store.data.library = null;
  return {
    app_state: () => ({
      library: store.data.library && open(),
      recent: [
        { path: samples.library.path, title: samples.library.title, missing: false },
        { path: '/media/ha/ĐĨA NGOÀI/Báo chí miền Tây 1945–1975.fonds', title: null, missing: true }
      ],
      suggestedFolder: '/home/ha/Documents',
      language: navigator.language.startsWith('vi') ? 'vi' : 'en'
    }),
    set_language: () => null,
    create_library: open,
    open_library: open,
    create_samples: open,
    forget_library: () => [],
    close_library: () => (store.data.library = null),
    verify: (): T.VerifyReport => ({ ok: true, articles: store.data.summaries.length, originals: 12, changes: 41, catalog: { onDisk: 900_000, live: 700_000, isLoose: false }, problems: [] }),
    compact: () => ({ before: 900_000, after: 700_000 }),
    library_news: (): string[] => [],
    fixity: (): T.Fixity => ({ last: { time: '2026-11-02T08:30:00Z', agent: 'Trần Thu Hà', ok: true, articles: 9, originals: 12, problems: 0 }, due: false }),
    catalog_place: (): T.CatalogPlace => ({ outside: false, folder: samples.library.path }),
    place_catalog: ({ outside }): T.CatalogPlace => ({ outside, folder: samples.library.path }),
    backup: (): T.BackupReport => ({ files: 4, copied: 120_000, total: 120_000 }),
    planned_backups: (): T.PlannedBackups => ({ plan: null, reachable: false, dates: [], due: false }),
    plan_backups: (): T.PlannedBackups => ({ plan: null, reachable: false, dates: [], due: false }),
    backup_as_planned: (): T.BackupReport => ({ files: 0, copied: 0, total: 0 }),
    cancel_job: () => null
  };
};
