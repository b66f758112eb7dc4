/** A file taken in as its text, as Vite does. */
declare module '*?raw' {
  const text: string;
  export default text;
}
