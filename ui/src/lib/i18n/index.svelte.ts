/** The language of the window, switchable at once. */
import { setLanguage, type Language } from '../api';
import { en, type Words } from './en';
import { vi } from './vi';

const KEY = 'fonds-language';

class Speech {
  language = $state<Language>('vi');

  get words(): Words {
    return this.language === 'vi' ? vi : en;
  }

  /** A number as it is written in the language. */
  number(n: number): string {
    return n.toLocaleString(this.language === 'vi' ? 'vi-VN' : 'en-GB');
  }

  /** Begins with the choice of last time, else with the system's language. */
  begin(system: Language) {
    const kept = localStorage.getItem(KEY);
    this.choose(kept === 'vi' || kept === 'en' ? kept : system);
  }

  choose(language: Language) {
    this.language = language;
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language;
    void setLanguage(language);
  }
}

export const speech = new Speech();
