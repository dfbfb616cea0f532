/** What is looked for in the gallery: as the address holds it, as the server is asked, and changed. */

/** Names as the server's; ``since`` and ``until`` are days of the user's calendar, both included: 2026-03-09. */
export const FIELDS = ["text", "painter", "style", "rating", "tag", "conversation", "since", "until"] as const;
export type Field = (typeof FIELDS)[number];
export type Wanted = Partial<Record<Field, string>>;

export function wantedOf(query: string): Wanted {
  const given = new URLSearchParams(query);
  return Object.fromEntries(FIELDS.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : [])));
}

export function queryOf(wanted: Wanted): string {
  const set = FIELDS.flatMap((name) => (wanted[name] ? [[name, wanted[name]] as [string, string]] : []));
  return new URLSearchParams(set).toString();
}

/** The server's parameters; a day that is none is left out. */
export function asked(wanted: Wanted): Record<string, string> {
  const { since, until, ...rest } = wanted;
  const from = since ? midnight(since, 0) : null;
  const to = until ? midnight(until, 1) : null;
  return { ...rest, ...(from === null ? {} : { since: from }), ...(to === null ? {} : { until: to }) };
}

/** Seconds since 1970 at which a day begins where the user is, ``later`` days on. */
function midnight(day: string, later: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  const at = new Date(year ?? NaN, (month ?? NaN) - 1, (date ?? NaN) + later).getTime();
  return Number.isNaN(at) ? null : String(at / 1000);
}
