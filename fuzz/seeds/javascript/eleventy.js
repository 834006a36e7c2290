import { feedPlugin } from "@11ty/eleventy-plugin-rss";
const name = 'posts';
export default function (config) {
  config.addPlugin(feedPlugin, { type: "atom", outputPath: `/feed.xml`, collection: { name, limit: 5 + 5 }, metadata: { language: "en", title: "W", base: "https://wherry.example/", author: { name: 'A' } } });
  config.addCollection('x', (api) => api.getFilteredByTag("x").reverse().slice(0, 3));
  return { dir: { input: '.' } };
}
