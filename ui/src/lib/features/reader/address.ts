/** An address as it is shown before it is opened: the host stands out, because it says who answers. */

export interface Address {
  whole: string;
  before: string;
  host: string;
  after: string;
  /** It may be handed to the system. */
  opens: boolean;
}

/** A `doi:` becomes the address that it stands for. */
export function address(href: string): Address {
  const whole = href.replace(/^doi:\s*/i, 'https://doi.org/');
  const parts = /^(https?:\/\/(?:[^/?#@]*@)?)([^/?#]+)(.*)$/is.exec(whole) ?? /^(mailto:)([^?]+)(.*)$/is.exec(whole);
  if (!parts) return { whole, before: whole, host: '', after: '', opens: false };
  const [, before = '', host = '', after = ''] = parts;
  return { whole, before, host, after, opens: true };
}
