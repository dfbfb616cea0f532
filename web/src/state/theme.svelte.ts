/** Light or dark: as the system is, unless this browser was told otherwise. */

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = "danqing.theme";
const PAPER = { light: "#f6f2ea", dark: "#191714" };

class ThemeChoice {
  chosen = $state<Theme>(THEMES.find((one) => one === localStorage.getItem(KEPT)) ?? "auto");
  private system = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    this.system.addEventListener("change", () => this.apply());
    this.apply();
  }

  choose(theme: Theme): void {
    this.chosen = theme;
    localStorage.setItem(KEPT, theme);
    this.apply();
  }

  private apply(): void {
    const now = this.chosen === "auto" ? (this.system.matches ? "dark" : "light") : this.chosen;
    document.documentElement.dataset.theme = now;
    for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) meta.content = PAPER[now];
  }
}

export const theme = new ThemeChoice();
