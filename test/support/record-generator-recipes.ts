import { aboutRecipes } from './record-generator-about.ts';
import { armRecipes } from './record-generator-arms.ts';
import { derivedRecipes } from './record-generator-derived.ts';
import { designRecipes } from './record-generator-design.ts';
import { measureRecipes } from './record-generator-measures.ts';
import { emailOf, phoneOf, urlOf } from './record-generator-names.ts';
import { peopleRecipes } from './record-generator-people.ts';
import { resultRecipes } from './record-generator-results.ts';
import { isThere, type Recipe, type Recipes, sometimes, under, valueFor } from './record-generator-shapes.ts';
import { FIGURES } from './record-generator-texts.ts';

const RECIPES: Recipes = {
  hasResults: draft => draft.hasResults,
  ...aboutRecipes,
  ...designRecipes,
  ...armRecipes,
  ...peopleRecipes,
  ...resultRecipes,
  ...measureRecipes,
  ...derivedRecipes,
  // What announces results stands only where there are none.
  annotationSection: (draft, node) =>
    !draft.hasResults && isThere(draft, node) ? valueFor(draft, node) : undefined,
  ...under('annotationSection.annotationModule.unpostedAnnotation', {
    unpostedResponsibleParty: ({ sponsor }) => sponsor.name,
    'unpostedEvents.dateUnknown': () => undefined,
  }),
};

const url = sometimes(urlOf);
const figure = sometimes(({ dice }) => dice.pick(FIGURES));

/** Keys that mean the same wherever they stand. */
const BY_NAME: Recipes = {
  phone: sometimes(phoneOf),
  phoneExt: sometimes(({ dice }) => String(dice.between(10, 9_999))),
  email: sometimes(emailOf),
  url,
  link: url,
  paramValue: figure,
  dispersionValue: figure,
  ciLowerLimit: figure,
  ciUpperLimit: figure,
};

/** How a key is made that is not simply made as measured. */
export const recipeOf = (path: string, name: string): Recipe | undefined => RECIPES[path] ?? BY_NAME[name];
