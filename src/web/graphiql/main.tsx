import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { ApiKeyControl } from './api-key.tsx';
import { editorStorage, isFirstVisit } from './editor.storage.ts';
import { EXAMPLES } from './examples.ts';
import { createFetcher } from './fetcher.ts';
import { SystemTheme } from './system-theme.tsx';

// All of these must stay the same objects: GraphiQL starts over when one changes.
const fetcher = createFetcher('/graphql');
const tabs = EXAMPLES.map(({ query }) => ({ query }));
// A newcomer with room for three columns meets the schema at once; later the choice made last time holds.
const opening =
  isFirstVisit() && window.innerWidth >= 1200 ? { visiblePlugin: 'Documentation Explorer' } : {};

const Page = () => (
  <GraphiQL
    fetcher={fetcher}
    storage={editorStorage}
    defaultTabs={tabs}
    defaultQuery=""
    defaultEditorToolsVisibility={false}
    isHeadersEditorEnabled
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
    {...opening}
  >
    <GraphiQL.Logo>Trialweave</GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <ApiKeyControl />
        </>
      )}
    </GraphiQL.Toolbar>
    <SystemTheme />
  </GraphiQL>
);

const host = document.getElementById('graphiql');
if (!host) throw new Error('The page has no #graphiql element.');
createRoot(host).render(<Page />);
