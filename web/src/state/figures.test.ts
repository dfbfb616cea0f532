import { expect, test } from "vitest";
import { counted, energyOf, moneyOf, priceText } from "./figures";

test("figures are short and in the page's language", () => {
  expect(counted(5000, "en")).toBe("5,000");
  expect(energyOf(0.0083333, "en")).toBe("0.0083 Wh");
  expect(moneyOf({ amount: 0.03, currency: "USD" }, "en")).toBe("$0.03");
  expect(moneyOf({ amount: 0.00000466, currency: "CNY" }, "zh")).toBe("¥0.0000047");
});

test("a price is an amount and a currency", () => {
  expect(priceText(" 0,56 ", "cny")).toBe("0.56 CNY");
  expect(priceText("1", "EUR")).toBe("1 EUR");
  expect(priceText("", "EUR")).toBeNull();
});
