import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const compress = promisify(gzip);

/** A `.gz` beside every text asset: the server hands it out as it is, so nothing is compressed per request. */
const precompressed: Plugin = {
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const assets = join(dir, 'assets');
    const texts = (await readdir(assets)).filter(name => /\.(js|css|svg|ttf)$/.test(name));
    await Promise.all(
      texts.map(async name => {
        const file = join(assets, name);
        await writeFile(`${file}.gz`, await compress(await readFile(file), { level: 9 }));
      }),
    );
  },
};

export default defineConfig({
  root: path('graphiql'),
  base: '/graphiql/',
  plugins: [react(), precompressed],
  // GraphQL.js refuses types of a second copy of itself.
  resolve: { dedupe: ['graphql', 'react', 'react-dom'] },
  worker: { format: 'es' },
  build: {
    outDir: path('../../dist/web/graphiql'),
    emptyOutDir: true,
    target: 'es2022',
    // The editor alone is larger than the default limit.
    chunkSizeWarningLimit: 5000,
    reportCompressedSize: false,
  },
});
