import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: "../src/danqing/server/static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false, // its polyfill would be a script of its own
    assetsInlineLimit: 0,
    license: { fileName: "licenses.md" },
  },
  server: {
    // `npm run dev` beside a running `danqing serve`; the server takes changes only from its own origin.
    proxy: {
      "/api": { target: "http://127.0.0.1:8420", changeOrigin: true, headers: { origin: "http://127.0.0.1:8420" } },
    },
  },
});
