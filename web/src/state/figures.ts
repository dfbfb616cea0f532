/** Small figures as people read them, in the page's language. */
import type { Language } from "./language.svelte";

const TAGS = { en: "en", zh: "zh-CN" };
/** Digits that tell something: counters and prices are no more exact. */
const DIGITS = 2;

export interface Price {
  amount: number;
  currency: string;
}

export const counted = (number: number, language: Language): string => number.toLocaleString(TAGS[language]);

export const energyOf = (wh: number, language: Language): string =>
  `${wh.toLocaleString(TAGS[language], { maximumSignificantDigits: DIGITS })} Wh`;

export const moneyOf = ({ amount, currency }: Price, language: Language): string =>
  amount.toLocaleString(TAGS[language], { style: "currency", currency, maximumSignificantDigits: DIGITS });

/** What two fields hold, as the settings write it; null for no amount. A comma is a decimal point where there is none. */
export function priceText(amount: string, currency: string): string | null {
  const number = amount.trim();
  return number ? `${number.includes(".") ? number : number.replace(",", ".")} ${currency.trim().toUpperCase()}` : null;
}
