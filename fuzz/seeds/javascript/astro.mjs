import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://wherry.example', base: '/b', trailingSlash: "always", markdown: { smartypants: false } });
