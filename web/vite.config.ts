import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [
    svelte({
      configFile: false,
      compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css).slice(-4)}` }, // short: it stands at every element
    }),
  ],
  build: {
    outDir: "../src/danqing/server/static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false, // its polyfill would be a script of its own
    assetsInlineLimit: 0,
    // One file of what several parts share: smaller than many.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] } } },
    license: { fileName: "licenses.md" },
  },
  server: {
    // `npm run dev` beside a running `danqing serve`; the server takes changes only from its own origin.
    proxy: {
      "/api": { target: "http://127.0.0.1:8420", changeOrigin: true, headers: { origin: "http://127.0.0.1:8420" } },
    },
  },
});
