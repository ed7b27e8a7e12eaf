/** Pages of the settings that other features bring: reading has its own idea of what can be chosen. */
import type { Component } from 'svelte';

class Pages {
  /** The page about reading; absent until the reader has one. */
  reading = $state.raw<Component | null>(null);
}

export const pages = new Pages();
