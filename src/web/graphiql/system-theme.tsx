import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';

/** The page follows the system by style sheet alone, the editor's own theme has to be told. Renders nothing. */
export const SystemTheme = () => {
  const chosen = useGraphiQL(state => state.theme);
  const { setTheme } = useGraphiQLActions();
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(chosen);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, [chosen, setTheme]);
  return null;
};
