/** What a part of the in-memory backend answers. */
import type { Store } from './store';

/** The arguments of a command, by name: what the window sends is checked where it sends it, in `api`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command has arguments of its own
export type Args = Record<string, any>;

/** Commands by name. */
export type Handlers = Record<string, (args: Args) => unknown>;

/** Makes the handlers of one domain. */
export type Domain = (store: Store) => Handlers;
